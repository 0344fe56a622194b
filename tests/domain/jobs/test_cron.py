from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError
from django_tasks_db.models import DBTaskResult

from guanxi.config.schedule import SCHEDULE
from guanxi.domain.jobs.cron import Recurring, fire_due
from guanxi.domain.jobs.models import CronSlot
from guanxi.domain.jobs.rules import latest_slot
from guanxi.domain.jobs.tasks import job

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE = datetime(2025, 6, 30, 19, 0, tzinfo=UTC)
SLOT = datetime(2025, 6, 30, 19, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@job()
def close_the_day_later(slot: str) -> None:
    """Only enqueued here."""


NIGHTLY = Recurring(name="nightly", cron="30 3 * * *", job=close_the_day_later)


def fire(at: datetime) -> list[str]:
    return fire_due([NIGHTLY], at=at, zone=ZONE)


def enqueued() -> list[list[str]]:
    return [result.args_kwargs["args"] for result in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_slot_is_enqueued_once_however_often_one_looks() -> None:
    fire(BEFORE)
    assert [fire(SLOT + timedelta(seconds=seconds)) for seconds in (0, 1, 3600)] == [["nightly"], [], []]
    assert enqueued() == [["2025-06-30T19:30:00+00:00"]]


def test_a_new_line_of_the_schedule_has_missed_nothing() -> None:
    assert fire(BEFORE) == []
    assert fire(BEFORE + timedelta(minutes=29)) == []
    assert enqueued() == []


def test_of_three_missed_slots_the_latest_is_made_up() -> None:
    fire(BEFORE)
    assert fire(SLOT + 2 * DAY) == ["nightly"]
    assert fire(SLOT + 2 * DAY + timedelta(minutes=1)) == []
    assert enqueued() == [["2025-07-02T19:30:00+00:00"]]


def test_a_clock_set_back_fires_nothing_again() -> None:
    fire(BEFORE)
    fire(SLOT + DAY)
    assert fire(SLOT) == []
    assert len(enqueued()) == 1


def test_a_worker_that_comes_second_enqueues_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fire(BEFORE)
    # What the second worker sees when the first has written the slot after it looked.
    seen_before = dict(CronSlot.objects.values_list("name", "slot"))
    fire(SLOT)
    monkeypatch.setattr("guanxi.domain.jobs.cron._dealt_with", lambda: seen_before)
    assert fire(SLOT) == []
    assert len(enqueued()) == 1


def test_a_slot_whose_job_could_not_be_enqueued_is_still_open(monkeypatch: pytest.MonkeyPatch) -> None:
    fire(BEFORE)
    with monkeypatch.context() as broken:
        broken.setattr(DBTaskResult.objects, "create", _refuse)
        with pytest.raises(DatabaseError):
            fire(SLOT)
    assert fire(SLOT) == ["nightly"]


def _refuse(**_: object) -> None:
    raise DatabaseError("disk full")


def test_a_line_with_a_wrong_cron_expression_is_refused() -> None:
    with pytest.raises(ValueError, match="close"):
        Recurring(name="close", cron="at night", job=close_the_day_later)


def test_every_line_of_the_products_schedule_has_its_own_name_and_comes_due() -> None:
    assert len({line.name for line in SCHEDULE}) == len(SCHEDULE)
    for line in SCHEDULE:
        assert BEFORE - timedelta(days=366) < latest_slot(line.cron, at=BEFORE, zone=ZONE) <= BEFORE
