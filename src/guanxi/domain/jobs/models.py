import logging
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any, Self

from django.db import InterfaceError, OperationalError, models, transaction
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

from guanxi.domain.ground import clock
from guanxi.domain.jobs.dead_letters import do_last_deed
from guanxi.domain.jobs.rules import may_run_again, pause_after

logger = logging.getLogger(__name__)

# A busy, full or absent database or disk: what fails for it may succeed a little later.
MAY_PASS = (OperationalError, InterfaceError, OSError)


class WorkerLost(Exception):
    """The worker of a job died, fell silent or was stopped by force before the job ended."""


class WorkerBeatQuerySet(models.QuerySet["WorkerBeat"]):
    def alive(self, *, at: datetime, lease: timedelta) -> Self:
        return self.filter(seen_at__gt=at - lease)


class WorkerBeat(models.Model):
    """A worker at work. The row is there before the worker claims its first job, and goes with it."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = WorkerBeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker_id

    def beat(self, *, at: datetime) -> None:
        """Say that the worker lives, also when someone has buried it in the meantime."""
        self.seen_at = at
        self.save()


class CronSlot(models.Model):
    """A moment of the schedule that has been dealt with; whoever writes the row enqueues the job."""

    name = models.CharField(max_length=64)
    slot = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="jobs_slot_is_fired_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%dT%H:%MZ}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def under_way(self) -> Self:
        return self.filter(status=TaskResultStatus.RUNNING)


class Attempt(DBTaskResult[Any, Any]):
    """One try at a job. It writes its end only while the job is still its own.

    A worker that was given up and comes back must not overwrite what the next one has made of the job;
    the shipped row saves without asking.
    """

    tries = AttemptQuerySet.as_manager()

    class Meta:
        proxy = True

    @property
    def worker_id(self) -> str:
        """The worker that holds the job."""
        return str(self.worker_ids[-1])

    def give_back(self, reason: str, *, at: datetime) -> bool:
        """Let the job be run again at once or, after the last try, lay it down as failed with `reason`.

        It need not rest: that a worker is lost shows only after the lease, which keeps the tries apart.
        Returns False, and changes nothing, if the job is no longer this attempt's.
        """
        told = f"{reason} Tried {len(self.worker_ids)} times, by {', '.join(self.worker_ids)}."
        return self._rest(timedelta(), at=at) or self._lay_down(WorkerLost, told, at=at)

    @retry()
    def set_successful(self, return_value: Any) -> None:
        """Called by the shipped worker, which is an edge: hence the clock."""
        self._end(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=clock.now(),
            return_value=return_value,
            exception_class_path="",
            traceback="",
        )

    @retry()
    def set_failed(self, exc: BaseException) -> None:
        """Called by the shipped worker. Being told to stop (SystemExit) is no fault of the job."""
        if not isinstance(exc, Exception):
            self.give_back("The worker was stopped by force.", at=clock.now())
            return
        at, told = clock.now(), "".join(format_exception(exc))
        if isinstance(exc, MAY_PASS) and self._rest(pause_after(len(self.worker_ids)), at=at):
            logger.warning("Job %s (%s) is tried again later: %s", self.pk, self.task_path, exc)
            return
        self._lay_down(type(exc), told, at=at)

    def _rest(self, pause: timedelta, *, at: datetime) -> bool:
        """Let the job be run again after a pause, unless this try was the last."""
        if not may_run_again(tries=len(self.worker_ids)):
            return False
        return self._end(status=TaskResultStatus.READY, started_at=None, run_after=at + pause)

    @transaction.atomic
    def _lay_down(self, exception: type[BaseException], told: str, *, at: datetime) -> bool:
        """Make the job a dead letter, and do what is left to do then."""
        is_ours = self._end(
            status=TaskResultStatus.FAILED,
            finished_at=at,
            return_value=None,
            exception_class_path=f"{exception.__module__}.{exception.__qualname__}",
            traceback=told,
        )
        if is_ours:
            arguments = self.args_kwargs
            do_last_deed(self.task_path, exception, arguments["args"], arguments["kwargs"])
        return is_ours

    def _end(self, **changes: Any) -> bool:
        # Each claim adds a name, so the list of names tells one attempt from all others.
        own = Attempt.tries.under_way().filter(pk=self.pk, worker_ids=self.worker_ids)
        if not own.update(**changes):
            # Not refreshed: with the successor's names this attempt would pass for it the next time.
            logger.warning("Job %s is no longer worker %s's; its end is dropped", self.pk, self.worker_id)
            return False
        for field, value in changes.items():
            setattr(self, field, value)
        return True
