"""A file that somebody brought is given up before, or in the middle of, its import."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake import events, storage
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.mapping import mapping_of
from guanxi.domain.intake.models import ImportRun, StagedRow, UnableToProceed, Upload
from guanxi.domain.timeline.models import Event
from guanxi.processes.file_import import KINDS

_WHY = "the upload at hand"
_TOO_LATE = frozenset({Upload.State.COMMITTING, Upload.State.DONE})


def may_discard(upload: Upload, *, by: Actor) -> bool:
    """Whether the actor may give the file up, and it is not too late for it."""
    return upload.state not in _TOO_LATE and _is_permitted(upload, by)


@transaction.atomic
def discard(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Remove the file and its staged rows, and say so in the operator's log; a job at work finds out.

    Rows that an import has taken already stay, its account is closed as interrupted, and it can be undone.
    Raises UnableToProceed while rows are being taken and once all are, PermissionDenied.
    """
    if not _is_permitted(upload, by):
        raise PermissionDenied
    if upload.state in _TOO_LATE:
        raise UnableToProceed(upload.state)
    # Outdates every job of the upload, and makes the chunk at work wait or fail.
    upload.order(Upload.State.FAILED)
    if upload.run is not None and upload.run.state == ImportRun.State.RUNNING:
        _close(upload, upload.run, by=by, at=at)
    data = {"file": upload.file_name, "kind": upload.kind}
    Event.record(events.DISCARDED, subject=upload, by=by, at=at, data=data)
    path = storage.folder() / upload.stored_as
    StagedRow.objects.everything(_WHY).filter(upload=upload).delete()
    Upload.objects.everything(_WHY).filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _is_permitted(upload: Upload, by: Actor) -> bool:
    return Upload.objects.visible_to(by, "imports.discard").filter(pk=upload.pk).exists()


def _close(upload: Upload, run: ImportRun, *, by: Actor, at: datetime) -> None:
    columns = mapping_of(upload.mapping, KINDS[upload.kind][0], name=upload.file_name)
    run.interrupt(at=at)
    KINDS[upload.kind][1](Errand(run, columns.source, columns.options, frozenset(), by, at)).settle()
