from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from guanxi.domain.jobs.models import Attempt, WorkerBeat
from guanxi.domain.jobs.queries import DeadLetter, WorkerHealth, dead_letters, health, lease
from guanxi.domain.jobs.tasks import job

pytestmark = pytest.mark.django_db

AT = datetime(2025, 6, 30, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@job()
def weigh_later() -> None:
    """Never run."""


def enqueued(*, minutes_ago: int, run_after: datetime | None = None) -> Attempt:
    result = (weigh_later.using(run_after=run_after) if run_after else weigh_later).enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(enqueued_at=AT - minutes_ago * MINUTE)
    return Attempt.tries.get(pk=result.id)


def beat(worker: str, *, ago: timedelta) -> None:
    WorkerBeat(worker_id=worker, host="here", started_at=AT - ago).beat(at=AT - ago)


def test_nothing_at_all_is_told_as_nothing() -> None:
    assert health(AT) == WorkerHealth(alive=0, oldest_ready_age=None, failed=0)


def test_a_worker_counts_as_alive_within_the_lease() -> None:
    beat("a", ago=timedelta(seconds=1))
    beat("b", ago=lease() - timedelta(seconds=1))
    beat("c", ago=lease())
    assert health(AT).alive == 2


def test_the_oldest_waiting_job_gives_the_age_of_the_queue() -> None:
    enqueued(minutes_ago=3)
    enqueued(minutes_ago=7)
    enqueued(minutes_ago=9).claim("a")
    assert health(AT).oldest_ready_age == 7 * MINUTE


def test_a_deferred_job_waits_only_since_it_could_run() -> None:
    enqueued(minutes_ago=600, run_after=AT - 2 * MINUTE)
    assert health(AT).oldest_ready_age == 2 * MINUTE
    assert health(AT - 5 * MINUTE).oldest_ready_age is None


def test_dead_letters_are_counted_and_told_newest_first() -> None:
    broken, lost = enqueued(minutes_ago=9), enqueued(minutes_ago=8)
    broken.claim("a")
    broken.set_failed(ValueError("no such lane"))
    for worker in "abcdefgh":
        lost.claim(worker)
    lost.give_back("The worker died or fell silent.", at=AT)
    DBTaskResult.objects.filter(pk=broken.pk).update(finished_at=AT - MINUTE)
    assert health(AT).failed == 2
    name = f"{__name__}.weigh_later"
    with translation.override("en"):
        assert dead_letters() == [
            DeadLetter(
                name, AT, 8, "Its worker died, fell silent or was stopped by force, each time it was tried."
            ),
            DeadLetter(name, AT - MINUTE, 1, "ValueError: no such lane"),
        ]
    assert [letter.tries for letter in dead_letters(limit=1)] == [8]
