"""Forgetting files and traces: they hold what people wrote about people, and only undoing needs them."""

from datetime import datetime, timedelta

from guanxi.domain.intake import storage
from guanxi.domain.intake.models import ImportTrace, StagedRow, Upload
from guanxi.domain.jobs.tasks import job

KEPT = timedelta(days=31)  # an import can be undone for 30
_WHY = "what is old is forgotten, whoever brought it"


def prune(*, at: datetime) -> int:
    """Delete the files and rows of old uploads and the traces of old imports; returns how many uploads.

    The account of an import, its rejected rows and what an undoing left stay.
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
    return forgotten


@job()
def prune_later(slot: str) -> int:
    """The nightly job; see `prune`."""
    return prune(at=datetime.fromisoformat(slot))
