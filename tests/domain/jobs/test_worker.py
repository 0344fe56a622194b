import signal
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connections
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from guanxi.domain.ground import clock
from guanxi.domain.jobs import worker as module
from guanxi.domain.jobs.cron import Recurring, fire_due
from guanxi.domain.jobs.keeper import Keeper
from guanxi.domain.jobs.models import Attempt, WorkerBeat
from guanxi.domain.jobs.tasks import job
from guanxi.domain.jobs.worker import SIGNALS, Worker, run_worker

LEASE = timedelta(seconds=60)
SLOT = datetime(2025, 6, 30, 19, 30, tzinfo=UTC)


@job()
def count_later(cartons: int) -> int:
    assert WorkerBeat.objects.count() == 1
    return cartons * 2


@job()
def fail_later() -> None:
    raise ValueError("no such lane")


@job()
def be_stopped_by_force_later() -> None:
    raise SystemExit(1)


@job()
def lack_something_later(error: str) -> None:
    raise {"OSError": OSError, "OperationalError": OperationalError}[error]("no space")


@job()
def close_the_day_later(slot: str) -> str:
    return slot


@pytest.fixture(autouse=True)
def transaction_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may close the connection that holds it."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(module, "_wait_longer_for_the_lock", lambda: None)
    monkeypatch.setattr(connections, "close_all", lambda: None)


def work(*schedule: Recurring) -> None:
    Worker(Keeper(lease=LEASE, schedule=schedule), interval=0, batch=True).run()


def pauses_until_dead() -> list[int]:
    """Run the only job until it is laid down; the seconds it rested after each try but the first."""
    pauses: list[int] = []
    for _ in range(20):
        before = clock.now()
        work()
        attempt = Attempt.tries.get()
        if attempt.status == "FAILED":
            return pauses
        pauses.append(round((attempt.run_after - before).total_seconds()))
        Attempt.tries.update(run_after=before)
    raise AssertionError("The job is still alive.")


@pytest.mark.django_db
def test_a_worker_beats_before_it_runs_a_job_and_leaves_no_beat_behind() -> None:
    count_later.enqueue(21)
    work()
    assert DBTaskResult.objects.get().return_value == 42
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db
def test_a_job_that_raises_fails_with_its_traceback_and_holds_up_nobody() -> None:
    failing = fail_later.enqueue()
    count_later.enqueue(1)
    work()
    failing.refresh()
    assert failing.status == "FAILED"
    assert failing.errors[0].traceback.endswith("ValueError: no such lane\n")
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.django_db
def test_a_job_stopped_by_force_is_not_the_jobs_fault_but_is_tried_eight_times_at_most() -> None:
    be_stopped_by_force_later.enqueue()
    assert pauses_until_dead() == []
    attempt = Attempt.tries.get()
    assert (attempt.status, len(attempt.worker_ids)) == ("FAILED", 8)
    assert attempt.traceback.startswith("The worker was stopped by force. Tried 8 times")


@pytest.mark.django_db
@pytest.mark.parametrize("error", ["OperationalError", "OSError"])
def test_what_fails_for_a_busy_database_or_a_full_disk_is_tried_again_after_a_pause(error: str) -> None:
    lack_something_later.enqueue(error)
    assert pauses_until_dead() == [4, 8, 16, 32, 64, 128]
    attempt = Attempt.tries.get()
    assert (attempt.status, len(attempt.worker_ids)) == ("FAILED", 8)
    assert attempt.traceback.endswith(f"{error}: no space\n")


@pytest.mark.django_db
def test_a_job_that_rests_is_left_alone_until_its_time_comes() -> None:
    lack_something_later.enqueue("OSError")
    work()
    work()
    assert len(Attempt.tries.get().worker_ids) == 2


@pytest.mark.django_db
def test_a_starting_worker_takes_over_what_has_no_worker() -> None:
    Attempt.tries.get(pk=count_later.enqueue(2).id).claim("gone")
    work()
    assert DBTaskResult.objects.get().return_value == 4


@pytest.mark.django_db
def test_a_starting_worker_makes_up_the_slot_that_was_missed_and_runs_it() -> None:
    nightly = Recurring(name="nightly", cron="30 3 * * *", job=close_the_day_later)
    fire_due([nightly], at=SLOT - timedelta(hours=1), zone=ZoneInfo("Asia/Shanghai"))
    with clock.fixed(SLOT + timedelta(hours=2)):
        work(nightly)
        work(nightly)
    assert DBTaskResult.objects.get().return_value == SLOT.isoformat()


class Outage:
    """Stands in for the worker: the database goes away twice, then all is well."""

    names: list[str] = []
    running = True

    def __init__(self, keeper: Keeper, **_: object) -> None:
        self.worker_id = keeper.worker_id

    def configure_signals(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def run(self) -> None:
        self.names.append(self.worker_id)
        if len(self.names) < 3:
            raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> type[Outage]:
    settings.JOBS_SCHEDULE = "guanxi.config.schedule.SCHEDULE"
    monkeypatch.setattr(module, "OUTAGE_PAUSE", 0)
    monkeypatch.setattr(module, "Worker", Outage)
    monkeypatch.setattr(Outage, "names", [])
    return Outage


@pytest.mark.django_db
def test_a_worker_comes_back_after_an_outage_under_a_new_name(outage: type[Outage]) -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    run_worker(interval=0, lease=LEASE)
    assert len(set(outage.names)) == 3
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.django_db
def test_a_batch_ends_with_the_error_of_an_outage(outage: type[Outage]) -> None:
    with pytest.raises(OperationalError):
        run_worker(interval=0, lease=LEASE, batch=True)


@pytest.mark.django_db
def test_a_worker_told_to_stop_during_an_outage_stops(
    outage: type[Outage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outage, "running", False)
    with pytest.raises(OperationalError):
        run_worker(interval=0, lease=LEASE)
