"""What a worker does beside running jobs: it beats, watches the others and keeps the schedule."""

import logging
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils.timezone import get_default_timezone

from guanxi.domain.ground import clock, identifiers
from guanxi.domain.jobs.cron import Recurring, fire_due
from guanxi.domain.jobs.models import WorkerBeat
from guanxi.domain.jobs.reaper import bury, reclaim
from guanxi.domain.jobs.rules import Watch

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 5.0
LONGEST_FAREWELL = 10.0


class Keeper:
    """Runs in a thread with its own connection, so that a long job does not silence its worker."""

    def __init__(self, *, lease: timedelta, schedule: Sequence[Recurring]) -> None:
        at = clock.now()
        host = socket.gethostname()
        self.worker_id = f"{host[:32]}-{os.getpid()}-{identifiers.random_bytes(4).hex()}"
        self._beat = WorkerBeat(worker_id=self.worker_id, host=host, started_at=at, seen_at=at)
        self._watch = Watch(lease)
        self._schedule = schedule
        self._pause = min(LONGEST_PAUSE, lease.total_seconds() / 6)
        self._left = threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Keep until the block ends. The first turn is done when it begins: no job is claimed before.

        Raises DatabaseError if that first turn fails; later failures are logged and tried again.
        """
        self.turn()
        reclaim(at=clock.now())
        thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._left.set()
            thread.join(LONGEST_FAREWELL)
            self._leave()

    def turn(self) -> None:
        """Beat, bury who has fallen silent, enqueue what is due."""
        at = clock.now()
        self._beat.beat(at=at)
        others = {beat.pk: beat for beat in WorkerBeat.objects.exclude(pk=self.worker_id)}
        seen = {worker: beat.seen_at for worker, beat in others.items()}
        silent = self._watch.silent(seen, now=clock.monotonic())
        bury([others[worker] for worker in silent], at=at)
        fire_due(self._schedule, at=at, zone=get_default_timezone())

    def _keep(self) -> None:
        while not self._left.wait(self._pause):
            # Whatever happens, the thread must live: a worker without it looks dead to the others.
            try:
                self.turn()
            except DatabaseError as error:
                logger.warning("Worker %s cannot reach the database: %s", self.worker_id, error)
                connection.close()
            except Exception:
                logger.exception("Worker %s could not keep the schedule", self.worker_id)
        connection.close()

    def _leave(self) -> None:
        # With the database away, the lease does the same a little later.
        with suppress(DatabaseError):
            self._beat.delete()
            reclaim(at=clock.now())
