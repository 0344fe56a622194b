"""A checked file is brought in: by whom, once, and going on where it was cut off."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from guanxi.domain.intake import storage
from guanxi.domain.intake.models import ImportRun, RejectedRow, StagedRow, UnableToProceed, Upload
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.processes import staged_import
from guanxi.processes.upload_jobs import check_later, commit_later, survey_later
from tests import factories
from tests.processes.importing import AT
from tests.processes.uploading import (
    checked,
    committed,
    fresh,
    own_mapping,
    run_jobs,
    run_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def test_the_same_file_twice_changes_nothing_the_second_time(mei: User, tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    rows = [{"source_id": f"S{number}", "customer_number": "C1"} for number in range(3)]
    first, second = (checked(tmp_path, "shipments", mei, *rows) for _ in range(2))

    first, second = committed(first, mei), committed(second, mei)

    assert (run_of(first).applied, run_of(first).unchanged) == (3, 0)
    assert (run_of(second).applied, run_of(second).unchanged) == (0, 3)
    assert Shipment.objects.everything("a test counts").count() == 3


def test_only_who_may_import_can_order_a_step_and_the_job_asks_again(
    mei: User, li: User, tmp_path: Path
) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(tmp_path, "shipments", mei, {"source_id": "S1", "customer_number": "C1"})
    with pytest.raises(PermissionDenied):
        staged_import.commit(upload, by=li, at=AT)

    staged_import.commit(upload, by=mei, at=AT)
    User.objects.filter(pk=mei.pk).update(role=Role.SALES)
    run_jobs()

    assert fresh(upload).state == Upload.State.FAILED
    assert fresh(upload).refusal["code"] == "no_right"
    assert not Shipment.objects.everything("a test counts").exists()


def test_a_step_begins_only_where_the_one_before_has_ended(mei: User, tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(tmp_path, "shipments", mei, {"source_id": "S1", "customer_number": "C1"})
    stale = fresh(upload)
    staged_import.commit(upload, by=mei, at=AT)

    with pytest.raises(UnableToProceed):
        staged_import.commit(stale, by=mei, at=AT)
    with pytest.raises(UnableToProceed):
        staged_import.map_columns(upload, own_mapping("shipments"), by=mei, at=AT)
    run_jobs()
    assert run_of(upload).applied == 1


def test_a_commit_that_was_cut_off_goes_on_where_it_was(mei: User, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 2)
    factories.customer("晨光纸业", number="C1")
    rows = [{"source_id": f"S{number}", "customer_number": "C1"} for number in range(4)]
    rows += [{"source_id": "S0", "customer_number": "C1", "revenue": "7"}, {"source_id": ""}]
    upload = checked(tmp_path, "shipments", mei, *rows)
    staged_import.commit(upload, by=mei, at=AT)
    seen: list[int] = []

    def die(run: Any, counts: Any) -> None:
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt
        advance(run, counts)

    advance = ImportRun.advance
    monkeypatch.setattr(ImportRun, "advance", die)
    job = DBTaskResult.objects.ready().get()
    with pytest.raises(KeyboardInterrupt):
        job.task.func(*job.args_kwargs["args"])
    assert StagedRow.objects.everything("a test counts").filter(is_taken=True).count() == 2
    run_jobs()

    run = run_of(upload)
    assert (run.applied, run.unchanged, run.rejected, run.rows) == (4, 0, 2, 6)
    rejected = RejectedRow.objects.everything("a test looks").filter(run=run)
    assert set(rejected.values_list("reason", flat=True)) == {"differs_from_row", "required"}


def test_a_job_that_is_run_again_after_its_work_was_done_changes_nothing(mei: User, tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(tmp_path, "shipments", mei, {"source_id": "S1", "customer_number": "C1"})
    staged_import.commit(upload, by=mei, at=AT)
    run_jobs()
    upload = fresh(upload)
    commit_later.call(mei.pk, upload.pk, upload.revision, AT.isoformat())
    check_later.call(mei.pk, upload.pk, upload.revision, AT.isoformat(), False)

    assert (fresh(upload).state, fresh(upload).refusal) == (Upload.State.DONE, {})
    assert (run_of(upload).state, run_of(upload).applied) == (ImportRun.State.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_a_file_is_written_before_the_database_is_and_goes_with_it(tmp_path: Path, monkeypatch: Any) -> None:
    actor = factories.staff("小赵", Role.OPERATIONS)
    store = storage.store

    def outside(stream: Any) -> storage.Stored:
        assert not connection.in_atomic_block
        return store(stream)

    def fail(*_: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(storage, "store", outside)
    monkeypatch.setattr(type(survey_later), "enqueue", fail)
    with pytest.raises(OperationalError):
        staged_import.receive(BytesIO(b"a,b\n1,2\n"), file_name="a.csv", kind="shipments", by=actor, at=AT)
    assert list(storage.folder().iterdir()) == []
    assert not Upload.objects.everything("a test counts").exists()
