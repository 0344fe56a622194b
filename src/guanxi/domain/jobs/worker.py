"""The process that runs jobs."""

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections
from django.utils.module_loading import import_string
from django_tasks_db.compat import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from guanxi.domain.jobs.keeper import Keeper
from guanxi.domain.jobs.models import Attempt, WorkerBeat

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
PATIENCE = 20.0
OUTAGE_PAUSE = 2.0


class Worker(db_worker.Worker):
    """The shipped worker, kept by a keeper, whose attempts end only what is still theirs."""

    def __init__(self, keeper: Keeper, *, interval: float, batch: bool) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            worker_id=keeper.worker_id,
            interval=interval,
            batch=batch,
            startup_delay=False,
            max_tasks=None,
        )
        self._keeper = keeper

    def run(self) -> None:
        with self._keeper.at_work():
            logger.info("Worker %s is at work", self.worker_id)
            super().run()

    def run_task(self, db_task_result: "DBTaskResult[Any, Any]") -> None:
        super().run_task(Attempt.tries.get(pk=db_task_result.pk))


def run_worker(*, interval: float, lease: timedelta, batch: bool = False) -> None:
    """Run jobs until told to stop by a signal; with `batch`, until none is ready.

    `interval` is the pause in seconds when nothing is ready; `lease` the silence after which a worker
    loses its job, the same for every worker of a deployment. Raises DatabaseError if the database
    cannot be used at the start; a later outage is waited out.
    """
    _wait_longer_for_the_lock()
    WorkerBeat.objects.exists()
    schedule = import_string(settings.JOBS_SCHEDULE)
    while True:
        # A new name after each outage: what the old one may have left half done is then taken back
        # like any dead worker's.
        worker = Worker(Keeper(lease=lease, schedule=schedule), interval=interval, batch=batch)
        try:
            with _stopped_by_signals(worker):
                worker.run()
            return
        except (OperationalError, InterfaceError) as error:
            if batch or not worker.running:
                raise
            logger.warning("Worker %s lost the database and begins anew: %s", worker.worker_id, error)
            connections.close_all()
            time.sleep(OUTAGE_PAUSE)


def _wait_longer_for_the_lock() -> None:
    """A worker may wait for SQLite's one writer longer than a page may; nobody looks at it."""
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["timeout"] = max(options.get("timeout", 0), PATIENCE)
        connection.close()


@contextmanager
def _stopped_by_signals(worker: Worker) -> Iterator[None]:
    """The first signal lets the running job end, the second gives it back and leaves at once."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    worker.configure_signals()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
