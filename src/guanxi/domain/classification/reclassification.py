"""Classify every customer as of one day and keep the result for good (D11, D16–D20, D134)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guanxi.domain.classification import events
from guanxi.domain.classification.conclusion import conclude
from guanxi.domain.classification.facts import WHY, Facts
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Standing
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Entry, Event

BATCH = 500


@transaction.atomic
def reclassify(*, as_of: date, currency: str, by: Actor | None, at: datetime) -> ClassificationRun:
    """Run the policy in force on `as_of` over all facts up to that day; store run, entries and standings.

    `currency` is used where no revenue is known. Raises what `conclude` raises.
    """
    conclusions = conclude(Facts(as_of), currency=currency)
    run = conclusions.run
    run.run_at, run.actor_id = at, by.actor_id if by else None
    _store(run, conclusions.entries, by=by, at=at)
    return run


def _store(
    run: ClassificationRun, entries: list[ClassificationEntry], *, by: Actor | None, at: datetime
) -> None:
    run.save()
    for entry in entries:
        entry.run = run
    ClassificationEntry._base_manager.bulk_create(entries, batch_size=BATCH)
    if _is_newest(run):
        changes = list(_changes(entries, by=by, at=at))
        _point_standings_at(entries)
        Event.record_all(changes)
    Event.record(
        events.RUN_FINISHED,
        subject=run,
        by=by,
        at=at,
        data={"customers": run.customers, "as_of": run.as_of.isoformat(), "hash": run.hash[:12]},
    )


def _is_newest(run: ClassificationRun) -> bool:
    return not ClassificationRun.objects.everything(WHY).filter(as_of__gt=run.as_of).exists()


def _point_standings_at(entries: list[ClassificationEntry]) -> None:
    Standing.objects.everything(WHY).delete()
    Standing._base_manager.bulk_create(
        [
            Standing(
                customer_id=entry.customer_id,
                entry=entry,
                group=entry.group,
                group_evidence=entry.group_evidence,
                group_since=entry.run.as_of,
                group_decided_at=entry.run.run_at,
                tier=entry.tier,
                tier_basis=Standing.TierBasis.RUN if entry.tier else "",
            )
            for entry in entries
        ],
        batch_size=BATCH,
    )


def _changes(entries: Iterable[ClassificationEntry], *, by: Actor | None, at: datetime) -> Iterable[Entry]:
    """An event for each customer whose group or tier is not what it was."""
    before = {standing.customer_id: standing.entry for standing in _standings()}
    for entry in entries:
        old = before.get(entry.customer_id)
        for axis, kind in (("group", events.GROUP_CHANGED), ("tier", events.TIER_CHANGED)):
            was, now = getattr(old, axis, ""), getattr(entry, axis)
            if was != now and now:
                yield Entry(
                    kind=kind,
                    at=at,
                    by=by,
                    subject=entry,
                    customer_id=entry.customer_id,
                    data={axis: now},
                    before={axis: was},
                    after={axis: now},
                )


def _standings() -> Iterable[Standing]:
    return Standing.objects.everything(WHY).select_related("entry")
