"""Forgetting what has been done for long enough."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django_tasks_db.models import DBTaskResult

from guanxi.domain.jobs.models import CronSlot
from guanxi.domain.jobs.tasks import job

RESULTS_KEPT = timedelta(days=14)
DEAD_LETTERS_KEPT = timedelta(days=90)
SLOTS_KEPT = timedelta(days=14)


def prune(*, at: datetime) -> int:
    """Delete old results, dead letters and slots; returns the number of rows.

    The latest slot of each name stays however old it is: it tells when the job is due again.
    """
    newer = CronSlot.objects.filter(name=OuterRef("name"), slot__gt=OuterRef("slot"))
    old = [
        DBTaskResult.objects.successful().filter(finished_at__lt=at - RESULTS_KEPT),
        DBTaskResult.objects.failed().filter(finished_at__lt=at - DEAD_LETTERS_KEPT),
        CronSlot.objects.filter(Exists(newer), slot__lt=at - SLOTS_KEPT),
    ]
    return sum(rows.delete()[0] for rows in old)


@job()
def prune_later(slot: str) -> int:
    """The nightly job; see `prune`."""
    return prune(at=datetime.fromisoformat(slot))
