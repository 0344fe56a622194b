"""What the self-check and the status page ask about jobs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, DateTimeField, F, Min, Q, When
from django.utils.translation import gettext as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from guanxi.domain.jobs.models import WorkerBeat, WorkerLost
from guanxi.domain.jobs.tasks import Job


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """`alive`: workers seen within the lease. `oldest_ready_age`: how long the job that has waited
    longest could have been running, None if nothing waits. `failed`: dead letters."""

    alive: int
    oldest_ready_age: timedelta | None
    failed: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that failed for good; `reason` in one line, for the person who looks after the system."""

    job: str
    failed_at: datetime
    tries: int
    reason: str


def lease() -> timedelta:
    """The silence after which a worker counts as gone, as the operator has set it."""
    return timedelta(seconds=settings.GUANXI.worker_lease_seconds)


def health(at: datetime) -> WorkerHealth:
    """The state of the workers and their queue at `at`."""
    could_run = Case(
        When(run_after=get_date_max(), then=F("enqueued_at")),
        default=F("run_after"),
        output_field=DateTimeField(),
    )
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=at)
    )
    oldest = waiting.aggregate(oldest=Min(could_run))["oldest"]
    return WorkerHealth(
        alive=WorkerBeat.objects.alive(at=at, lease=lease()).count(),
        oldest_ready_age=None if oldest is None else max(at - oldest, timedelta(0)),
        failed=DBTaskResult.objects.failed().count(),
    )


def dead_letters(limit: int = 20) -> list[DeadLetter]:
    """The jobs that failed last, newest first, at most `limit`."""
    failed = DBTaskResult.objects.failed().order_by("-finished_at", "pk")[:limit]
    return [
        DeadLetter(result.task_path, result.finished_at, len(result.worker_ids), _reason(result))
        for result in failed
        if result.finished_at is not None
    ]


def state_of(job: Job[..., Any], is_meant: Callable[[Sequence[Any]], bool] = lambda args: True) -> str:
    """What became of the newest order of a job: "under_way", "failed", "done", or "" if there is none.

    `is_meant` tells by the arguments whether it is the order in question; the newest 50 are looked at.
    """
    orders = DBTaskResult.objects.filter(task_path=job.module_path).order_by("-enqueued_at")[:50]
    status = next((one.status for one in orders if is_meant(one.args_kwargs["args"])), "")
    words = {
        TaskResultStatus.READY: "under_way",
        TaskResultStatus.RUNNING: "under_way",
        TaskResultStatus.FAILED: "failed",
        TaskResultStatus.SUCCESSFUL: "done",
    }
    return words.get(TaskResultStatus(status), "") if status else ""


def _reason(result: "DBTaskResult[Any, Any]") -> str:
    if result.exception_class_path == f"{WorkerLost.__module__}.{WorkerLost.__qualname__}":
        return _("Its worker died, fell silent or was stopped by force, each time it was tried.")
    last_line: str = result.traceback.strip().rpartition("\n")[2]
    return last_line or result.exception_class_path
