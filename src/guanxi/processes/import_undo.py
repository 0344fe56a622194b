"""A whole import is undone: what it created is removed, what it changed is restored, the rest is listed."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from guanxi.domain.customers.models import Customer, SearchText
from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake import events
from guanxi.domain.intake.models import ImportRun, ImportTrace, KeptRecord
from guanxi.domain.intake.taking_back import PlainReference, TakenBack, TraceReader
from guanxi.domain.jobs.tasks import job
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Entry, Event
from guanxi.processes.group_update import concerned_since, update_groups

UNDO_DAYS = 30
_WHY = "the traces of the import at hand"
_ATTEMPTS = 3
_TIMELINES_AT_ONCE = 500
_PLAIN_REFERENCES: tuple[PlainReference, ...] = ((User, "customer_id", Customer),)


class UnableToUndo(RuntimeError):
    """The import is not over, too old, was undone already, or left no trace."""


def may_undo(run: ImportRun, at: datetime) -> bool:
    """Whether the import can still be undone: it is over, at most 30 days old, and not undone yet."""
    is_over = run.state in {ImportRun.State.DONE, ImportRun.State.INTERRUPTED}
    if not is_over or run.undo_counts is not None or run.finished_at is None:
        return False
    if at - run.finished_at > timedelta(days=UNDO_DAYS):
        return False
    return ImportTrace.objects.everything(_WHY).filter(run=run).exists()


@transaction.atomic
def undo(run: ImportRun, *, by: Actor, at: datetime) -> None:
    """Have the import undone in the background. Raises UnableToUndo, PermissionDenied."""
    actor_id = _permitted(run, by)
    _begin(run, at)
    undo_later.enqueue(actor_id, run.pk, at.isoformat())


def undo_now(run: ImportRun, *, by: Actor | None, at: datetime) -> None:
    """Undo the import here and now, or go on with an undoing that was cut off. Raises UnableToUndo."""
    if run.undo_counts is None or run.undone_at is not None:
        _begin(run, at)
    _take_back_all(run, by=by, at=at)


@job()
def undo_later(actor_id: int, run_id: int, at: str) -> None:
    """Undo the import part by part; parts that are undone are passed over."""
    actor = User.objects.get(pk=actor_id)
    run = ImportRun.objects.everything("rights are asked below").get(pk=run_id)
    if run.undone_at is None:
        _permitted(run, actor)
        _take_back_all(run, by=actor, at=datetime.fromisoformat(at))


def _permitted(run: ImportRun, by: Actor) -> int:
    permitted = ImportRun.objects.visible_to(by, "imports.undo").filter(pk=run.pk)
    if by.actor_id is None or not permitted.exists():
        raise PermissionDenied
    return by.actor_id


def _begin(run: ImportRun, at: datetime) -> None:
    counts = {"removed": 0, "restored": 0, "kept": 0}
    untouched = ImportRun.objects.everything("the run is at hand").filter(pk=run.pk, undo_counts__isnull=True)
    if not may_undo(run, at) or not untouched.update(undo_counts=counts):
        raise UnableToUndo(run.pk)
    run.undo_counts = counts


def _take_back_all(run: ImportRun, *, by: Actor | None, at: datetime) -> None:
    traces = ImportTrace.objects.everything(_WHY).filter(run=run)
    for pk in list(traces.filter(is_undone=False).order_by("-pk").values_list("pk", flat=True)):
        _take_back(pk, at)
    concerned: Counter[int] = Counter()
    for customers in traces.values_list("customers", flat=True):
        for pk, count in customers:
            concerned[pk] += count
    _tell_customers(run, concerned, by=by, at=at)
    update_groups(concerned.keys() | concerned_since(at), by=by, at=at)
    _finish(run, by=by, at=at)


def _take_back(pk: int, at: datetime) -> None:
    """One part, in one transaction; a record that somebody refers to meanwhile makes it look again."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic():
                trace = ImportTrace.objects.everything(_WHY).select_for_update().get(pk=pk)
                if not trace.is_undone:
                    _account_for(trace, TraceReader(trace, _PLAIN_REFERENCES, at=at).take_back())
                    SearchText.catch_up()
        except (IntegrityError, ProtectedError):
            if attempt == _ATTEMPTS:
                raise
        else:
            return


def _account_for(trace: ImportTrace, taken_back: TakenBack) -> None:
    before = KeptRecord.objects.everything(_WHY).filter(run=trace.run)
    KeptRecord._base_manager.bulk_create(taken_back.kept, ignore_conflicts=True)
    run = ImportRun.objects.everything(_WHY).select_for_update().get(pk=trace.run_id)
    run.undo_counts = {
        "removed": run.undo_counts["removed"] + taken_back.removed,
        "restored": run.undo_counts["restored"] + taken_back.restored,
        "kept": before.count(),
    }
    run.save(update_fields=["undo_counts"])
    trace.is_undone, trace.customers = True, sorted(taken_back.customers.items())
    trace.save(update_fields=["is_undone", "customers"])


def _tell_customers(run: ImportRun, concerned: Counter[int], *, by: Actor | None, at: datetime) -> None:
    """One event on the timeline of each customer; those told before an interruption are passed over."""
    remaining = iter(sorted(concerned.items()))
    while part := dict(islice(remaining, _TIMELINES_AT_ONCE)):
        with transaction.atomic():
            told = Event.objects.everything("an interrupted undoing may have told some").filter(
                kind=events.TAKEN_BACK.code,
                subject_kind=run._meta.label_lower,
                subject_id=run.pk,
                customer_id__in=part,
            )
            for pk in told.values_list("customer_id", flat=True):
                part.pop(pk or 0, None)
            Event.record_all(
                [
                    Entry(
                        kind=events.TAKEN_BACK,
                        subject=run,
                        customer_id=pk,
                        by=by,
                        at=at,
                        data={"file": run.file_name, "count": count},
                    )
                    for pk, count in part.items()
                ]
            )


@transaction.atomic
def _finish(run: ImportRun, *, by: Actor | None, at: datetime) -> None:
    current = ImportRun.objects.everything(_WHY).select_for_update().get(pk=run.pk)
    if current.undone_at is None:
        current.undone_at = at
        current.save(update_fields=["undone_at"])
        Event.record(
            events.UNDONE,
            subject=current,
            by=by,
            at=at,
            data={"file": current.file_name, **current.undo_counts},
        )
    run.undone_at, run.undo_counts = current.undone_at, current.undo_counts
