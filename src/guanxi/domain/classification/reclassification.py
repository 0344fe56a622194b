"""Classify every customer as of one day and keep the result for good (D11, D16–D20, D134)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from guanxi.domain.classification import events
from guanxi.domain.classification.backbone_cases import propose_backbone
from guanxi.domain.classification.conclusion import Conclusions, conclude
from guanxi.domain.classification.facts import WHY, Facts
from guanxi.domain.classification.group_ledger import update_groups
from guanxi.domain.classification.models import (
    ClassificationEntry,
    ClassificationRun,
    GroupChange,
    Standing,
)
from guanxi.domain.classification.tier_ledger import update_tiers
from guanxi.domain.ground.bulk import update_rows
from guanxi.domain.ground.scope import Actor, ScopedQuerySet
from guanxi.domain.timeline.models import Entry, Event

BATCH = 500


@transaction.atomic
def reclassify(
    *, as_of: date, currency: str, today: date, by: Actor | None, at: datetime, is_close: bool = False
) -> ClassificationRun:
    """Run the policy in force on `as_of` over all facts up to that day; store run, entries and standings.

    `currency` is used where no revenue is known. A run of the newest day places everybody: tiers by the run,
    groups by the facts up to `today`, which may be later. Raises what `conclude` raises.
    """
    conclusions = conclude(Facts(as_of), currency=currency, is_close=is_close)
    return keep_run(conclusions, today=today, by=by, at=at)


@transaction.atomic
def keep_run(conclusions: Conclusions, *, today: date, by: Actor | None, at: datetime) -> ClassificationRun:
    """Store a concluded run, as `reclassify` does."""
    run, entries = conclusions.run, conclusions.entries
    run.run_at, run.actor_id = at, by.actor_id if by else None
    run.save()
    for entry in entries:
        entry.run = run
    ClassificationEntry._base_manager.bulk_create(entries, batch_size=BATCH)
    if _is_newest(run):
        _place_everybody(entries, today=max(today, run.as_of), by=by, at=at)
        propose_backbone(run, by=by, at=at)
    Event.record(
        events.RUN_FINISHED,
        subject=run,
        by=by,
        at=at,
        data={"customers": run.customers, "as_of": run.as_of.isoformat(), "hash": run.hash[:12]},
    )
    return run


def _is_newest(run: ClassificationRun) -> bool:
    return not ClassificationRun.objects.everything(WHY).filter(as_of__gt=run.as_of).exists()


def _place_everybody(
    entries: list[ClassificationEntry], *, today: date, by: Actor | None, at: datetime
) -> None:
    update_groups(None, day=today, by=by, at=at, basis=GroupChange.Basis.RUN)
    _point_standings_at(entries, by=by, at=at)
    update_tiers(None, day=today, by=by, at=at)


def _point_standings_at(entries: list[ClassificationEntry], *, by: Actor | None, at: datetime) -> None:
    """Entry and tier of everybody are those of the run, and whose tier is another one is told so."""
    standings = Standing.objects.everything(WHY)
    held = dict(standings.values_list("customer_id", "tier"))
    for part in _parts(entries):
        Standing._base_manager.bulk_create(
            [Standing.at(entry) for entry in part],
            update_conflicts=True,
            unique_fields=["customer"],
            update_fields=Standing.OF_ENTRY,
        )
        Event.record_all(list(_changes(part, held, by=by, at=at)))
    _leave_run(standings, entries)


def _leave_run(standings: ScopedQuerySet[Standing], entries: list[ClassificationEntry]) -> None:
    """Whoever was in an earlier run and is not in this one has no entry and no tier any more."""
    here = {entry.customer_id for entry in entries}
    placed = standings.filter(entry__isnull=False).values_list("pk", "customer_id")
    gone = [Standing(pk=pk) for pk, customer_id in placed.iterator() if customer_id not in here]
    for standing in gone:
        standing.leave_run()
    update_rows(gone, Standing.OF_ENTRY)


def _changes(
    entries: Iterable[ClassificationEntry], held: dict[int, str], *, by: Actor | None, at: datetime
) -> Iterator[Entry]:
    """An event for each customer whose tier is not what it was."""
    for entry in entries:
        was = held.get(entry.customer_id, "")
        if was != entry.tier and entry.tier:
            yield Entry(
                kind=events.TIER_CHANGED,
                at=at,
                by=by,
                subject=entry,
                customer_id=entry.customer_id,
                data={"tier": entry.tier},
                before={"tier": was},
                after={"tier": entry.tier},
            )


def _parts(entries: list[ClassificationEntry]) -> Iterator[list[ClassificationEntry]]:
    remaining = iter(entries)
    while part := list(islice(remaining, BATCH)):
        yield part
