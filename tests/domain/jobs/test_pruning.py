from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from guanxi.domain.jobs.models import CronSlot
from guanxi.domain.jobs.pruning import prune, prune_later

pytestmark = pytest.mark.django_db

AT = datetime(2025, 6, 30, 19, 30, tzinfo=UTC)


def result(status: str, *, days_ago: float) -> None:
    row = DBTaskResult.objects.get(pk=prune_later.enqueue(AT.isoformat()).id)
    row.status, row.finished_at = status, AT - timedelta(days=days_ago)
    row.save()


def test_results_go_after_two_weeks_and_dead_letters_after_three_months() -> None:
    for status, days in [("SUCCESSFUL", 13.9), ("SUCCESSFUL", 14.1), ("FAILED", 89.9), ("FAILED", 90.1)]:
        result(status, days_ago=days)
    assert prune(at=AT) == 2
    kept = DBTaskResult.objects.order_by("status").values_list("status", "finished_at")
    assert list(kept) == [
        ("FAILED", AT - timedelta(days=89.9)),
        ("SUCCESSFUL", AT - timedelta(days=13.9)),
    ]


def test_what_has_not_finished_stays_however_old() -> None:
    for status in ("READY", "RUNNING"):
        result(status, days_ago=1000)
    assert prune(at=AT) == 0


def test_the_latest_slot_of_a_yearly_job_stays() -> None:
    for name, days in [("yearly", 300), ("yearly", 665), ("daily", 1), ("daily", 20)]:
        CronSlot.objects.create(name=name, slot=AT - timedelta(days=days))
    assert prune(at=AT) == 2
    assert set(CronSlot.objects.values_list("name", "slot")) == {
        ("yearly", AT - timedelta(days=300)),
        ("daily", AT - timedelta(days=1)),
    }


def test_the_nightly_job_reckons_from_its_slot() -> None:
    result("SUCCESSFUL", days_ago=14.1)
    assert prune_later.call((AT - timedelta(days=1)).isoformat()) == 0
    assert prune_later.call(AT.isoformat()) == 1
