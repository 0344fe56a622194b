from datetime import UTC, datetime
from typing import Any

import pytest

from guanxi.domain.jobs import dead_letters
from guanxi.domain.jobs.dead_letters import on_dead_letter
from guanxi.domain.jobs.models import Attempt, WorkerBeat, WorkerLost
from guanxi.domain.jobs.reaper import reclaim
from guanxi.domain.jobs.tasks import job

pytestmark = pytest.mark.django_db

AT = datetime(2025, 6, 30, 9, tzinfo=UTC)
told: list[tuple[Any, ...]] = []


@job()
def weigh_later(lot: int, *, scale: str) -> None:
    """Claimed, never run."""


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead_letters, "_last_deeds", {})
    told.clear()


def claimed(times: int) -> Attempt:
    attempt = Attempt.tries.get(pk=weigh_later.enqueue(7, scale="north").id)
    for worker in range(times):
        attempt.claim(f"worker-{worker}")
    return attempt


def test_whoever_waits_for_a_job_is_told_when_it_is_given_up_and_not_before() -> None:
    on_dead_letter(weigh_later)(lambda reason, lot, *, scale: told.append((reason, lot, scale)))
    attempt = claimed(7)
    reclaim(at=AT)
    assert told == []
    attempt.refresh_from_db()
    attempt.claim("worker-8")
    reclaim(at=AT)
    assert told == [(WorkerLost, 7, "north")]


def test_a_job_that_fails_by_itself_tells_its_error() -> None:
    on_dead_letter(weigh_later)(lambda reason, lot, *, scale: told.append((reason, lot, scale)))
    claimed(1).set_failed(ValueError("no such lot"))
    assert told == [(ValueError, 7, "north")]


def test_a_last_deed_that_fails_is_undone_and_the_job_is_a_dead_letter_all_the_same() -> None:
    def stumble(*_: Any, **__: Any) -> None:
        WorkerBeat(worker_id="half", host="here", started_at=AT).beat(at=AT)
        raise RuntimeError("stumbled")

    on_dead_letter(weigh_later)(stumble)
    claimed(1).set_failed(ValueError("no such lot"))
    assert Attempt.tries.get().status == "FAILED"
    assert not WorkerBeat.objects.exists()


def test_an_attempt_that_lost_its_job_tells_nobody() -> None:
    on_dead_letter(weigh_later)(lambda *_, **__: told.append(()))
    stale = claimed(1)
    Attempt.tries.get().claim("worker-2")
    stale.set_failed(ValueError("too late"))
    assert told == []
