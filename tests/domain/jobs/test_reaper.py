from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from guanxi.domain.jobs.models import Attempt, WorkerBeat, WorkerLost
from guanxi.domain.jobs.reaper import bury, reclaim
from guanxi.domain.jobs.tasks import job

pytestmark = pytest.mark.django_db

AT = datetime(2025, 6, 30, 9, tzinfo=UTC)


@job()
def weigh_later() -> None:
    """Claimed, never run."""


def claimed_by(*workers: str) -> Attempt:
    """A job that each of `workers` has claimed in turn."""
    attempt = Attempt.tries.get(pk=weigh_later.enqueue().id)
    for worker in workers:
        attempt.claim(worker)
    return attempt


def beat(worker: str) -> WorkerBeat:
    beat = WorkerBeat(worker_id=worker, host="here", started_at=AT)
    beat.beat(at=AT)
    return beat


def test_the_job_of_a_silent_worker_can_be_run_again() -> None:
    attempt = claimed_by("a")
    assert bury([beat("a")], at=AT) == 1
    attempt.refresh_from_db()
    assert (attempt.status, attempt.started_at, attempt.worker_ids) == ("READY", None, ["a"])
    assert DBTaskResult.objects.ready().get() == attempt
    assert not WorkerBeat.objects.exists()


def test_a_job_that_lost_workers_is_run_again_at_once_since_the_lease_has_passed() -> None:
    attempt = claimed_by("a", "b", "c", "d", "e", "f", "g")
    reclaim(at=AT)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.run_after) == ("READY", AT)


def test_a_worker_that_has_beaten_since_keeps_its_job() -> None:
    attempt, seen = claimed_by("a"), beat("a")
    beat("a").beat(at=AT + timedelta(seconds=1))
    assert bury([seen], at=AT) == 0
    attempt.refresh_from_db()
    assert attempt.status == "RUNNING"


def test_the_jobs_of_the_living_are_left_alone() -> None:
    lost, kept = claimed_by("a"), claimed_by("b")
    beat("b")
    assert bury([beat("a")], at=AT) == 1
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.status, kept.status) == ("READY", "RUNNING")


def test_a_job_that_two_workers_held_belongs_to_the_last() -> None:
    attempt = claimed_by("a", "b")
    beat("b")
    assert bury([beat("a")], at=AT) == 0
    attempt.refresh_from_db()
    assert attempt.status == "RUNNING"


def test_burying_twice_gives_back_once() -> None:
    claimed_by("a")
    seen = beat("a")
    assert [bury([seen], at=AT), bury([seen], at=AT)] == [1, 0]


def test_a_job_whose_worker_left_no_beat_is_an_orphan() -> None:
    claimed_by("a")
    assert [reclaim(at=AT), reclaim(at=AT)] == [1, 0]


def test_after_eight_lost_workers_the_job_is_a_dead_letter_with_a_reason() -> None:
    attempt = claimed_by(*"abcdefgh")
    assert reclaim(at=AT) == 1
    attempt.refresh_from_db()
    assert (attempt.status, attempt.finished_at) == ("FAILED", AT)
    assert attempt.traceback == "The worker died or fell silent. Tried 8 times, by a, b, c, d, e, f, g, h."
    assert attempt.task_result.errors[0].exception_class is WorkerLost


def test_a_worker_that_was_given_up_does_not_overwrite_its_successor() -> None:
    stale = claimed_by("a")
    reclaim(at=AT)
    Attempt.tries.get().claim("b")
    stale.set_failed(ValueError("too late"))
    stale.set_successful("too late")
    assert not stale.give_back("too late", at=AT)
    current = Attempt.tries.get()
    assert (current.status, current.worker_ids, current.traceback) == ("RUNNING", ["a", "b"], "")
    current.set_successful("in time")
    assert Attempt.tries.get().return_value == "in time"
