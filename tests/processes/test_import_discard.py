"""A file is given up: by whom it may be, what goes with it, and what stays."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from guanxi.domain.ground.bulk import insert_rows
from guanxi.domain.intake import storage
from guanxi.domain.intake.models import ImportRun, StagedRow, UnableToProceed, Upload
from guanxi.domain.jobs.models import Attempt
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes import staged_import
from tests import factories
from tests.processes.importing import AT
from tests.processes.uploading import checked, committed, fresh, received, run_jobs, run_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def one_checked(folder: Path, by: User) -> Upload:
    factories.customer("晨光纸业", number="C1")
    return checked(folder, "shipments", by, {"source_id": "S1", "customer_number": "C1"})


def test_a_discarded_file_leaves_nothing_but_a_line_in_the_operators_log(
    mei: User, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    upload = one_checked(tmp_path, mei)
    with django_capture_on_commit_callbacks(execute=True):
        staged_import.discard(upload, by=mei, at=AT)

    assert list(storage.folder().iterdir()) == []
    assert not Upload.objects.everything("a test counts").exists()
    assert not StagedRow.objects.everything("a test counts").exists()
    event = Event.objects.everything("a test looks").of_the_operator().newest_first()[0]
    assert (event.kind, event.actor_id) == ("imports.discarded", mei.pk)
    assert event.payload["data"]["file"] == "file.csv"


@pytest.mark.parametrize("step", ["survey", "check"])
def test_a_job_that_waits_for_a_discarded_file_finds_nothing_to_do(
    mei: User, tmp_path: Path, step: str
) -> None:
    upload = one_checked(tmp_path, mei)
    if step == "survey":
        staged_import.resurvey(upload, {}, by=mei, at=AT)
    else:
        staged_import.map_columns(upload, upload.mapping, by=mei, at=AT)
    staged_import.discard(upload, by=mei, at=AT)

    assert run_jobs() == 1
    assert not StagedRow.objects.everything("a test counts").exists()


def test_a_file_that_is_discarded_while_its_rows_are_staged_stays_discarded(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    upload = received(b"customer_number,name\nC1,A\n", "customers", mei)
    fields = {"customer_number": {"from": "customer_number"}, "name": {"from": "name"}}
    staged_import.map_columns(upload, {"source": "x", "customers": {"fields": fields}}, by=mei, at=AT)
    discarded: list[Upload] = []

    def discard_meanwhile(*rows: Any, **shared: Any) -> Any:
        discarded.append(fresh(upload))
        staged_import.discard(discarded[-1], by=mei, at=AT)
        return insert_rows(*rows, **shared)

    monkeypatch.setattr("guanxi.domain.intake.staged_table.insert_rows", discard_meanwhile)
    run_jobs()
    assert discarded
    assert not StagedRow.objects.everything("a test counts").exists()


def test_only_who_brought_a_file_or_a_manager_discards_it(mei: User, tmp_path: Path) -> None:
    upload = one_checked(tmp_path, mei)
    other = factories.staff("小赵", Role.OPERATIONS)
    with pytest.raises(PermissionDenied):
        staged_import.discard(upload, by=other, at=AT)
    assert fresh(upload).state == Upload.State.CHECKED


def test_what_is_being_imported_or_was_is_not_discarded(mei: User, tmp_path: Path) -> None:
    upload = one_checked(tmp_path, mei)
    staged_import.commit(upload, by=mei, at=AT)
    with pytest.raises(UnableToProceed):
        staged_import.discard(upload, by=mei, at=AT)
    run_jobs()
    with pytest.raises(UnableToProceed):
        staged_import.discard(fresh(upload), by=mei, at=AT)
    assert run_of(upload).applied == 1


def given_up_half_way(folder: Path, by: User, monkeypatch: Any) -> Upload:
    """Four shipments of which two are taken when the job is laid down for good."""
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 2)
    factories.customer("晨光纸业", number="C1")
    rows = [{"source_id": f"S{number}", "customer_number": "C1"} for number in range(4)]
    upload = checked(folder, "shipments", by, *rows)
    staged_import.commit(upload, by=by, at=AT)
    advance = ImportRun.advance

    def stumble(run: ImportRun, counts: Any) -> None:
        if run.rows == 2:
            raise ValueError("a bug")
        advance(run, counts)

    with monkeypatch.context() as patch:
        patch.setattr(ImportRun, "advance", stumble)
        waiting = DBTaskResult.objects.ready().get()
        waiting.claim("worker")
        with pytest.raises(ValueError, match="a bug") as error:
            waiting.task.func(*waiting.args_kwargs["args"])
    Attempt.tries.get(pk=waiting.pk).set_failed(error.value)
    return fresh(upload)


def test_an_upload_whose_job_is_given_up_says_why_and_goes_on_where_it_stood(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    upload = given_up_half_way(tmp_path, mei, monkeypatch)
    assert (upload.state, upload.refusal["code"]) == (Upload.State.FAILED, "unexpected")
    assert upload.refusal_sentence.startswith("An unexpected error")
    assert run_of(upload).applied == 2

    staged_import.try_again(upload, by=mei, at=AT)
    run_jobs()
    run = run_of(upload)
    assert (fresh(upload).state, run.state, run.applied, run.unchanged) == ("done", "done", 4, 0)


def test_an_import_that_was_given_up_half_way_can_be_discarded_and_undone(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    upload = given_up_half_way(tmp_path, mei, monkeypatch)
    run = run_of(upload)
    staged_import.discard(upload, by=mei, at=AT)

    run.refresh_from_db()
    assert (run.state, run.applied) == (ImportRun.State.INTERRUPTED, 2)
    assert Shipment.objects.everything("a test counts").count() == 2
    staged_import.undo(run, by=mei, at=AT)
    run_jobs()
    assert Shipment.objects.everything("a test counts").count() == 0


def test_a_check_or_a_survey_that_was_given_up_can_be_ordered_again(mei: User, tmp_path: Path) -> None:
    upload = one_checked(tmp_path, mei)
    upload.answer(state=Upload.State.FAILED)
    staged_import.try_again(upload, by=mei, at=AT)
    run_jobs()
    assert fresh(upload).state == Upload.State.CHECKED

    staged_import.resurvey(fresh(upload), {}, by=mei, at=AT)
    waiting = fresh(upload)
    waiting.answer(state=Upload.State.FAILED)
    staged_import.try_again(waiting, by=mei, at=AT)
    run_jobs()
    assert fresh(upload).state == Upload.State.SURVEYED
    assert committed(one_more_check(fresh(upload), mei), mei).state == Upload.State.DONE


def one_more_check(upload: Upload, by: User) -> Upload:
    staged_import.map_columns(upload, upload.mapping, by=by, at=AT)
    run_jobs()
    return fresh(upload)
