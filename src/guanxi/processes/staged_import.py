"""A file comes in through the workspace, step by step: each step is ordered here and done by a job."""

import re
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake import limits, storage
from guanxi.domain.intake.mapping import mapping_of
from guanxi.domain.intake.models import SavedMapping, StagedRow, UnableToProceed, Upload
from guanxi.domain.intake.models.upload import StagedRowQuerySet
from guanxi.domain.intake.rights import may_import
from guanxi.domain.intake.staged_table import mend_cell
from guanxi.domain.intake.staging import ColumnProposal, propose
from guanxi.processes.file_import import KINDS
from guanxi.processes.import_discard import discard
from guanxi.processes.import_undo import UNDO_DAYS, may_undo, undo
from guanxi.processes.upload_jobs import check_later, commit_later, survey_later

__all__ = [
    "UNDO_DAYS",
    "commit",
    "discard",
    "map_columns",
    "may_mend",
    "may_undo",
    "mend",
    "proposal",
    "receive",
    "replace_all",
    "resurvey",
    "rows",
    "save_mapping",
    "try_again",
    "undo",
]

State = Upload.State
_WHY = "the rows of the upload at hand"
_CHOICES = ("encoding", "delimiter", "sheet", "header_row")


def receive(
    stream: BinaryIO,
    *,
    file_name: str,
    kind: str,
    by: Actor,
    at: datetime,
    request: dict[str, Any] | None = None,
) -> Upload:
    """Keep a file and have it looked at, as `request` says: encoding, delimiter, sheet, header_row.

    Raises FileRefused for nothing or too much, PermissionDenied.
    """
    actor_id = _permitted(by, kind)
    # Outside the transaction: other writers need not wait while a large file is written.
    stored = storage.store(stream)
    try:
        with transaction.atomic():
            upload = Upload._base_manager.create(
                actor_id=actor_id,
                kind=KINDS[kind][0].name,
                file_name=re.split(r"[/\\]", file_name)[-1][-255:],
                size=stored.size,
                sha256=stored.sha256,
                stored_as=stored.name,
                created_at=at,
                request=_chosen(request or {}),
            )
            survey_later.enqueue(actor_id, upload.pk, upload.revision)
    except BaseException:
        (storage.folder() / stored.name).unlink(missing_ok=True)
        raise
    return upload


@transaction.atomic
def resurvey(upload: Upload, request: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Have the file looked at again, in the encoding, sheet or header row that is chosen now.

    Raises UnableToProceed once rows are being brought in, PermissionDenied.
    """
    actor_id = _permitted(by, upload.kind)
    _only_in(upload, State.SURVEYED, State.REFUSED, State.CHECKED, State.FAILED)
    if upload.run_id:
        raise UnableToProceed(upload.state)
    upload.order(State.RECEIVED, request=_chosen(request), survey={}, counts={})
    survey_later.enqueue(actor_id, upload.pk, upload.revision)


def proposal(upload: Upload) -> list[ColumnProposal]:
    """For each field of the kind, the column that probably fills it."""
    saved = SavedMapping.objects.everything("names of columns are no secret").filter(kind=upload.kind)
    return propose(
        KINDS[upload.kind][0],
        upload.survey["header"],
        upload.survey["rows"],
        [mapping.columns.get(upload.kind, {}) for mapping in saved.order_by("-created_at", "-pk")],
    )


@transaction.atomic
def map_columns(upload: Upload, mapping: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Take the mapping and have every row checked.

    Raises UnusableMapping, UnableToProceed, PermissionDenied.
    """
    actor_id = _permitted(by, upload.kind)
    _only_in(upload, State.SURVEYED, State.CHECKED)
    mapping_of(mapping, KINDS[upload.kind][0], name=upload.file_name)
    upload.order(State.CHECKING, mapping=mapping, counts={})
    # What another mapping made of the rows is no outcome of this one.
    StagedRow.objects.everything(_WHY).filter(upload=upload).update(outcome="")
    check_later.enqueue(actor_id, upload.pk, upload.revision, at.isoformat(), False)


def rows(upload: Upload, *, errors_only: bool) -> StagedRowQuerySet:
    """The rows in order, those that would be or were rejected only, or all."""
    staged = StagedRow.objects.everything("who sees the upload sees its rows").filter(upload=upload)
    return (staged.rejected() if errors_only else staged).in_order()


@transaction.atomic
def mend(upload: Upload, number: int, column: str, value: str, *, by: Actor, at: datetime) -> None:
    """Write one cell anew and have the open rows checked again.

    Raises StagedRow.DoesNotExist, ValueError for an unknown column, UnableToProceed, PermissionDenied.
    """
    actor_id, place = _permitted(by, upload.kind), upload.survey["header"].index(column)
    row = StagedRow.objects.everything(_WHY).get(upload=upload, number=number)
    _rewrite([row], place, value)
    _recheck(upload, actor_id, at)


@transaction.atomic
def replace_all(upload: Upload, column: str, old: str, new: str, *, by: Actor, at: datetime) -> int:
    """Write `new` in every cell of the column that holds exactly `old`; how many there were.

    Raises ValueError for an unknown column, UnableToProceed, PermissionDenied.
    """
    actor_id, place = _permitted(by, upload.kind), upload.survey["header"].index(column)
    same = StagedRow.objects.everything(_WHY).filter(upload=upload, **{f"cells__{place}": old})
    found = list(same.order_by("number"))
    if found:
        _rewrite(found, place, new)
        _recheck(upload, actor_id, at)
    return len(found)


@transaction.atomic
def commit(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Have the checked rows brought in. Raises UnableToProceed, PermissionDenied."""
    actor_id = _permitted(by, upload.kind)
    _only_in(upload, State.CHECKED)
    upload.order(State.COMMITTING, counts={"done": 0, "total": upload.survey["total"]})
    # Outcomes of the check make room for what really happens.
    StagedRow.objects.everything(_WHY).filter(upload=upload).update(outcome="")
    commit_later.enqueue(actor_id, upload.pk, upload.revision, at.isoformat())


@transaction.atomic
def try_again(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Have work that was given up done again from where it stands; rows that are taken stay taken.

    Raises UnableToProceed, PermissionDenied.
    """
    actor_id = _permitted(by, upload.kind)
    _only_in(upload, State.FAILED)
    if upload.run is not None:
        upload.order(State.COMMITTING, counts={"done": upload.run.rows, "total": upload.survey["total"]})
        commit_later.enqueue(actor_id, upload.pk, upload.revision, at.isoformat())
    elif upload.mapping and upload.survey:
        upload.order(State.CHECKING, counts={})
        check_later.enqueue(actor_id, upload.pk, upload.revision, at.isoformat(), False)
    else:
        upload.order(State.RECEIVED, survey={}, counts={})
        survey_later.enqueue(actor_id, upload.pk, upload.revision)


@transaction.atomic
def save_mapping(upload: Upload, name: str, *, by: Actor, at: datetime) -> SavedMapping:
    """Keep the upload's mapping under a name; the same name for the same kind is written anew."""
    saved, _ = SavedMapping._base_manager.update_or_create(
        kind=upload.kind,
        name=name.strip(),
        defaults={"columns": upload.mapping, "actor_id": _permitted(by, upload.kind), "created_at": at},
    )
    return saved


def _permitted(by: Actor, kind: str) -> int:
    if by.actor_id is None or not may_import(by, kind):
        raise PermissionDenied
    return by.actor_id


def _chosen(request: dict[str, Any]) -> dict[str, Any]:
    return {name: request[name] for name in _CHOICES if request.get(name)}


def _only_in(upload: Upload, *states: str) -> None:
    if upload.state not in states:
        raise UnableToProceed(upload.state)


def _rewrite(found: list[StagedRow], place: int, value: str) -> None:
    for row in found:
        mend_cell(row, place, value)
    StagedRow.objects.bulk_update(
        found,
        ["cells", "marks", "mended", "outcome", "column", "reason", "params"],
        batch_size=limits.CHUNK_ROWS,
    )


def may_mend(upload: Upload) -> bool:
    """Whether rows are there to be mended; a check at work is then given up for another one."""
    return upload.state in {State.CHECKED, State.CHECKING} and bool(upload.survey.get("is_staged"))


def _recheck(upload: Upload, actor_id: int, at: datetime) -> None:
    if not may_mend(upload):
        raise UnableToProceed(upload.state)
    upload.order(State.CHECKING)
    check_later.enqueue(actor_id, upload.pk, upload.revision, at.isoformat(), True)
