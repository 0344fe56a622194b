"""Real processes on a real database: reliability fault F8."""

import json
import signal
import subprocess

import pytest
from django.db import connection

from tests.domain.jobs.conftest import Scratch

STATUS = "SELECT status FROM django_tasks_database_dbtaskresult"
BEATS = "SELECT count(*) FROM jobs_workerbeat"
TRIES = "SELECT count(*) FROM effects_try"
EFFECTS = "SELECT count(*) FROM effects_effect"


def kill(worker: "subprocess.Popen[str]") -> None:
    worker.kill()
    assert worker.wait(timeout=10) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("pauses", "sign_of_life", "effects_at_death"),
    [((8, 0), TRIES, 0), ((0, 8), EFFECTS, 1)],
    ids=["before its effect", "between its effect and its end"],
)
def test_a_job_whose_worker_is_killed_runs_again_and_is_once_in_effect(
    scratch: Scratch, pauses: tuple[int, int], sign_of_life: str, effects_at_death: int
) -> None:
    scratch.enqueue("take_effect_later", "key", *pauses)
    first = scratch.start_worker()
    scratch.wait_for(sign_of_life, lambda count: count == 1)
    kill(first)
    assert scratch.select(f"{STATUS} WHERE status = 'RUNNING'")
    assert scratch.select(EFFECTS) == [(effects_at_death,)]

    second = scratch.start_worker()
    scratch.wait_for(STATUS, lambda status: status == "SUCCESSFUL")
    assert scratch.select(TRIES) == [(2,)]
    assert scratch.select(EFFECTS) == [(1,)]
    second.terminate()
    assert second.wait(timeout=10) == 0
    assert scratch.select(BEATS) == [(0,)]


def test_a_living_worker_keeps_a_job_that_takes_longer_than_the_lease(scratch: Scratch) -> None:
    scratch.enqueue("take_effect_later", "key", 4, 0)
    scratch.start_worker(lease=1)
    scratch.wait_for(TRIES, lambda count: count == 1)
    scratch.start_worker(lease=1)
    scratch.wait_for(STATUS, lambda status: status == "SUCCESSFUL")
    assert scratch.select(TRIES) == [(1,)]


def test_a_worker_told_to_stop_ends_its_job_first(scratch: Scratch) -> None:
    scratch.enqueue("take_effect_later", "key", 1, 0)
    worker = scratch.start_worker()
    scratch.wait_for(TRIES, lambda count: count == 1)
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert scratch.select(STATUS) == [("SUCCESSFUL",)]


def test_a_worker_told_twice_gives_its_job_back_at_once(scratch: Scratch) -> None:
    scratch.enqueue("take_effect_later", "key", 60, 0)
    worker = scratch.start_worker()
    scratch.wait_for(TRIES, lambda count: count == 1)
    worker.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(timeout=0.5)
    worker.terminate()
    worker.wait(timeout=10)
    assert scratch.select(STATUS) == [("READY",)]
    assert scratch.select(BEATS) == [(0,)]


def test_a_job_that_kills_every_worker_ends_as_a_dead_letter(scratch: Scratch) -> None:
    scratch.enqueue("kill_the_worker_later", "key")
    table = "django_tasks_database_dbtaskresult"
    lost = json.dumps([f"lost-{number}" for number in range(5)])
    scratch.insert(f"UPDATE {table} SET worker_ids = '{lost}'")
    for _ in range(3):
        assert scratch.start_worker(lease=1).wait(timeout=20) == -signal.SIGKILL
    survivor = scratch.start_worker(lease=1)
    scratch.wait_for(STATUS, lambda status: status == "FAILED")
    assert survivor.poll() is None
    assert scratch.select(TRIES) == [(3,)]
    ((reason,),) = scratch.select("SELECT traceback FROM django_tasks_database_dbtaskresult")
    assert reason.startswith("The worker died or fell silent. Tried 8 times, by ")


def test_a_slot_that_three_starting_workers_have_missed_is_run_once(scratch: Scratch) -> None:
    scratch.enqueue("take_effect_later", "key", 0, 0)
    scratch.insert("INSERT INTO jobs_cronslot (name, slot) VALUES ('new year', '2000-01-01 00:00:00')")
    workers = [scratch.start_worker(batch=True) for _ in range(3)]
    assert [worker.wait(timeout=20) for worker in workers] == [0, 0, 0]
    assert scratch.select("SELECT count(*) FROM jobs_cronslot") == [(2,)]
    assert scratch.select(f"{TRIES} WHERE key <> 'key'") == [(1,)]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to lose")
def test_a_worker_outlives_the_loss_of_its_database_connections(scratch: Scratch) -> None:
    scratch.enqueue("take_effect_later", "key", 4, 0)
    worker = scratch.start_worker()
    scratch.wait_for(TRIES, lambda count: count == 1)
    scratch.select(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    scratch.wait_for(STATUS, lambda status: status == "SUCCESSFUL")
    assert worker.poll() is None
    assert scratch.select(EFFECTS) == [(1,)]
