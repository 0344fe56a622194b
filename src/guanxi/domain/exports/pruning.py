"""Forgetting finished files: a list of customers in a forgotten folder is a leak that waits."""

from datetime import datetime, timedelta

from guanxi.domain.exports import storage
from guanxi.domain.exports.models import Export
from guanxi.domain.jobs.tasks import job

KEPT = timedelta(days=14)
_WHY = "what is old is forgotten, whoever ordered it"


def prune(*, at: datetime) -> int:
    """Delete the files of exports older than KEPT, and files no export knows; returns how many exports."""
    exports = Export.objects.everything(_WHY)
    old = list(exports.filter(state=Export.State.READY, finished_at__lt=at - KEPT))
    for export in old:
        export.forget()
    known = set(exports.exclude(stored_as="").values_list("stored_as", flat=True))
    horizon = (at - KEPT).timestamp()
    for path in storage.folder().iterdir():
        # A file that is being written is younger, and its export does not name it yet.
        if path.is_file() and path.name not in known and path.stat().st_mtime < horizon:
            path.unlink(missing_ok=True)
    return len(old)


@job()
def prune_later(slot: str) -> int:
    """The nightly job; see `prune`."""
    return prune(at=datetime.fromisoformat(slot))
