"""Taking jobs back from workers that are gone.

A running job whose worker has no beat is an orphan. A worker beats before it claims anything, and its
beat is deleted when it leaves or when the others give it up, in one transaction with giving its jobs
back; so orphans outside such a transaction come only from a beat deleted by hand.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from guanxi.domain.jobs.models import Attempt, WorkerBeat

logger = logging.getLogger(__name__)


def bury(beats: Iterable[WorkerBeat], *, at: datetime) -> int:
    """Give up the workers of `beats`, unless they have beaten since those were read.

    Returns the number of jobs given back.
    """
    with transaction.atomic():
        gone = [beat for beat in beats if _delete(beat)]
        if not gone:
            return 0
        logger.warning("Workers fell silent: %s", ", ".join(beat.worker_id for beat in gone))
        return reclaim(at=at)


def reclaim(*, at: datetime) -> int:
    """Give every orphan back; returns how many there were."""
    # Running jobs are read before the beats: a worker that starts between the two reads is then seen.
    running = list(Attempt.tries.under_way())
    watched = set(WorkerBeat.objects.values_list("pk", flat=True))
    orphans = [attempt for attempt in running if attempt.worker_id not in watched]
    return sum(attempt.give_back("The worker died or fell silent.", at=at) for attempt in orphans)


def _delete(beat: WorkerBeat) -> bool:
    deleted, _ = WorkerBeat.objects.filter(pk=beat.pk, seen_at=beat.seen_at).delete()
    return deleted == 1
