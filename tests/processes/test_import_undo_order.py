"""Who may have an import undone, how often and how late, and what happens when that is cut off."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from guanxi.domain.intake.models import ImportRun, ImportTrace
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes.import_undo import UNDO_DAYS, UnableToUndo, may_undo, undo, undo_now
from tests import factories
from tests.processes.importing import AT, bring
from tests.processes.uploading import run_jobs

pytestmark = pytest.mark.django_db


def run_of(result: Any) -> ImportRun:
    run: ImportRun = ImportRun.objects.everything("a test looks at it").get(pk=result.run_id)
    return run


def counts(run: ImportRun) -> tuple[int, int, int]:
    run.refresh_from_db()
    return run.undo_counts["removed"], run.undo_counts["restored"], run.undo_counts["kept"]


def number_of(event: str) -> int:
    return Event.objects.everything("a test counts").filter(kind=event).count()


def test_only_who_may_undo_can_and_the_job_asks_again(tmp_path: Path, mei: User, li: User) -> None:
    operations = factories.staff("站务", Role.OPERATIONS)
    run = run_of(bring(tmp_path / "a.csv", "audiences", {"name": "造纸"}, by=mei))
    for stranger in (li, operations):
        with pytest.raises(PermissionDenied):
            undo(run, by=stranger, at=AT)
    own = run_of(bring(tmp_path / "b.csv", "audiences", {"name": "家具"}, by=operations))
    undo(own, by=operations, at=AT)
    User.objects.filter(pk=operations.pk).update(role=Role.SALES)

    with pytest.raises(PermissionDenied):
        run_jobs()
    assert counts(own) == (0, 0, 0)


def test_an_import_is_undone_once_and_within_its_days(tmp_path: Path, mei: User) -> None:
    run = run_of(bring(tmp_path / "a.csv", "audiences", {"name": "造纸"}))
    assert run.finished_at is not None
    last = run.finished_at + timedelta(days=UNDO_DAYS)
    assert may_undo(run, last)
    assert not may_undo(run, last + timedelta(seconds=1))

    undo(run, by=mei, at=AT)
    with pytest.raises(UnableToUndo):
        undo(run, by=mei, at=AT)
    run_jobs()
    with pytest.raises(UnableToUndo):
        undo_now(run_of_id(run), by=None, at=AT)
    assert counts(run) == (1, 0, 0)


def test_an_undoing_that_was_cut_off_goes_on(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 1)
    rows = [{"name": f"细分{number}"} for number in range(3)]
    run = run_of(bring(tmp_path / "a.csv", "audiences", *rows))
    monkeypatch.setattr("guanxi.processes.import_undo._finish", _die)
    with pytest.raises(KeyboardInterrupt):
        undo_now(run, by=None, at=AT)
    monkeypatch.undo()
    assert counts(run) == (3, 0, 0)

    undo_now(run, by=None, at=AT)

    assert counts(run) == (3, 0, 0)
    assert number_of("imports.undone") == 1
    assert ImportTrace.objects.everything("a test counts").filter(run=run, is_undone=False).count() == 0


def run_of_id(run: ImportRun) -> ImportRun:
    found: ImportRun = ImportRun.objects.everything("a test looks at it").get(pk=run.pk)
    return found


def _die(*_args: Any, **_options: Any) -> None:
    raise KeyboardInterrupt
