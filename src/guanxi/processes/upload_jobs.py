"""What the machine does with an upload in the background: look at it, check it, bring it in.

Each job names its order by the upload's revision: one that was overtaken by a newer order does nothing.
It may begin anew after its worker died; rows that are taken stay taken.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from guanxi.domain.intake import storage
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.mapping import Mapping, mapping_of
from guanxi.domain.intake.models import ImportRun, StagedRow, Upload
from guanxi.domain.intake.preview import preview, request_of
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.reopening import reopen
from guanxi.domain.intake.rights import may_import
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.staged_intake import Commitment, OvertakenByAnother, Trial
from guanxi.domain.intake.staged_table import StagedTable, stage
from guanxi.domain.intake.table import opened
from guanxi.domain.jobs.dead_letters import on_dead_letter
from guanxi.domain.jobs.models import MAY_PASS, WorkerLost
from guanxi.domain.jobs.tasks import job
from guanxi.domain.people.models import User
from guanxi.processes.file_import import KINDS, writer_of
from guanxi.processes.group_update import update_groups_after

_WHY = "the upload a job was ordered for"
State = Upload.State
_SURVEY = (State.RECEIVED, State.SURVEYING)
_CHECK = (State.CHECKING,)
_COMMIT = (State.COMMITTING,)


@job()
def survey_later(actor_id: int, upload_id: int, revision: int) -> None:
    """Look at the file and say what it shows."""
    _carry_out(_survey, actor_id, upload_id, revision, while_in=_SURVEY, on_refusal=State.REFUSED)


@job()
def check_later(actor_id: int, upload_id: int, revision: int, at: str, only_open: bool) -> None:
    """Try every row, or those that are still open, and leave nothing but their outcomes."""

    def deed(upload: Upload, actor: User) -> None:
        _check(upload, actor, datetime.fromisoformat(at), only_open=only_open)

    _carry_out(deed, actor_id, upload_id, revision, while_in=_CHECK, on_refusal=State.SURVEYED)


@job()
def commit_later(actor_id: int, upload_id: int, revision: int, at: str) -> None:
    """Bring the rows in."""

    def deed(upload: Upload, actor: User) -> None:
        _commit(upload, actor, datetime.fromisoformat(at))

    _carry_out(deed, actor_id, upload_id, revision, while_in=_COMMIT, on_refusal=State.FAILED)


def _carry_out(
    deed: Callable[[Upload, User], None],
    actor_id: int,
    upload_id: int,
    revision: int,
    *,
    while_in: Collection[str],
    on_refusal: str,
) -> None:
    """Do the deed if its order still stands and the actor may still give it; note how it ends.

    A job whose worker died between its last transaction and its own end finds that its work is done.
    """
    ordered = Upload.objects.everything(_WHY).filter(pk=upload_id, revision=revision)
    upload = ordered.filter(state__in=while_in).first()
    if upload is None:
        return
    actor = User.objects.get(pk=actor_id)
    if not may_import(actor, upload.kind):
        upload.answer(state=State.FAILED, refusal={"code": "no_right", "params": {}})
        return
    try:
        deed(upload, actor)
    except FileRefused as refused:
        upload.answer(state=on_refusal, refusal={"code": refused.code, "params": refused.params})
    except OvertakenByAnother:
        return


@on_dead_letter(survey_later)
@on_dead_letter(check_later)
@on_dead_letter(commit_later)
def _give_up(
    reason: type[BaseException], actor_id: int, upload_id: int, revision: int, *_further: object
) -> None:
    """Nobody works on the upload any more: it says why, and may be ordered again from where it stands."""
    upload = Upload.objects.everything(_WHY).filter(pk=upload_id, revision=revision).first()
    if upload:
        code = "broken_off" if reason is WorkerLost else "unexpected"
        code = "no_room" if issubclass(reason, MAY_PASS) else code
        upload.answer(state=State.FAILED, refusal={"code": code, "params": {}})


def _survey(upload: Upload, actor: User) -> None:
    upload.answer(state=State.SURVEYING)
    found = preview(storage.folder() / upload.stored_as, upload.request)
    upload.answer(state=State.SURVEYED, survey=found, counts={})


def _check(upload: Upload, actor: User, at: datetime, *, only_open: bool) -> None:
    columns = mapping_of(upload.mapping, KINDS[upload.kind][0], name=upload.file_name)
    _stage(upload)
    table = StagedTable(upload, columns.request().moments)
    reader = RowReader(table, columns)
    # The account of a trial is never stored.
    run = ImportRun(kind=upload.kind, file_name=upload.file_name)
    errand = Errand(run, columns.source, columns.options, reader.fields, actor, at, is_trial=True)
    trial = Trial(upload, run, reader, writer_of(columns.kind, errand), errand.trace)
    numbers = reopen(upload, table, reader, columns.kind, only_open=only_open)
    rows = (row for row in table.rows() if row.number in numbers)
    trial.take(rows, lambda done, _: _tell_progress(upload, done, len(numbers)))
    upload.answer(state=State.CHECKED, counts=_counts(upload))


def _stage(upload: Upload) -> None:
    """Keep the rows of the file as the survey found it; once is enough."""
    if upload.survey.get("is_staged"):
        return
    found, total = upload.survey, upload.survey["total"]
    request = request_of(found)
    with opened(storage.folder() / upload.stored_as, request.with_moments(found["header"])) as file:
        stage(upload, file.table.rows(), lambda done: _tell_progress(upload, done, total))
    upload.answer(survey=found | {"is_staged": True})


def _tell_progress(upload: Upload, done: int, total: int) -> None:
    """Raises OvertakenByAnother where the upload was ordered anew or discarded meanwhile."""
    if not upload.answer(counts={"done": done, "total": total}):
        raise OvertakenByAnother


def _counts(upload: Upload) -> dict[str, int]:
    rows = StagedRow.objects.everything(_WHY).filter(upload=upload).order_by()
    found = dict(rows.values_list("outcome").annotate(count=Count("pk")))
    return {outcome: found.get(outcome, 0) for outcome in StagedRow.Outcome.values}


def _commit(upload: Upload, actor: User, at: datetime) -> None:
    columns = mapping_of(upload.mapping, KINDS[upload.kind][0], name=upload.file_name)
    run = upload.run or _open_account(upload, columns, actor, at)
    table = StagedTable(upload, columns.request().moments)
    reader = RowReader(table, columns)
    errand = Errand(run, columns.source, columns.options, reader.fields, actor, at)
    writer = writer_of(columns.kind, errand)
    intake = Commitment(upload, run, reader, writer, errand.trace)
    intake.take(intake.remaining(table.rows()))
    # Before the account is closed: a worker that dies in between begins here again.
    update_groups_after([run], by=actor, at=at)
    with transaction.atomic():
        writer.settle()
        run.finish(by=actor, at=at)
        upload.answer(state=State.DONE)


@transaction.atomic
def _open_account(upload: Upload, columns: Mapping, actor: User, at: datetime) -> ImportRun:
    run = ImportRun.start(
        by=actor,
        at=at,
        kind=upload.kind,
        mapping=columns.source,
        file_name=upload.file_name,
        file_sha256=upload.sha256,
        encoding=upload.survey["encoding"],
    )
    if not upload.answer(run=run):
        raise OvertakenByAnother
    return run
