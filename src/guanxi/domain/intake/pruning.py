"""Forgetting files and traces: they hold what people wrote about people, and only undoing needs them."""

from datetime import datetime, timedelta

from guanxi.domain.intake import storage
from guanxi.domain.intake.models import ImportTrace, StagedRow, Upload
from guanxi.domain.jobs.tasks import job

KEPT = timedelta(days=31)  # an import can be undone for 30
LONGEST_UPLOAD = timedelta(days=1)  # no request lasts that long: its file belongs to nobody any more
_WHY = "what is old is forgotten, whoever brought it"


def prune(*, at: datetime) -> int:
    """Delete the files and rows of old uploads and the traces of old imports; returns how many uploads.

    The account of an import, its rejected rows and what an undoing left stay. Files of requests that
    were broken off go too.
    """
    ImportTrace.objects.everything(_WHY).filter(run__finished_at__lt=at - KEPT).delete()
    old = Upload.objects.everything(_WHY).filter(created_at__lt=at - KEPT)
    working = {Upload.State.SURVEYING, Upload.State.CHECKING, Upload.State.COMMITTING}
    forgotten = 0
    for upload in old.exclude(state__in=working):
        path = storage.folder() / upload.stored_as
        StagedRow.objects.everything(_WHY).filter(upload=upload).delete()
        forgotten += path.exists()
        path.unlink(missing_ok=True)
    named = set(Upload.objects.everything(_WHY).values_list("stored_as", flat=True))
    storage.sweep(kept=named, before=at - LONGEST_UPLOAD)
    return forgotten


@job()
def prune_later(slot: str) -> int:
    """The nightly job; see `prune`."""
    return prune(at=datetime.fromisoformat(slot))
