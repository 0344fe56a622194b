"""Keeps the tier of each standing in step with the newest run and with the overrides in force (D19, D22)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from guanxi.domain.classification import events
from guanxi.domain.classification.decisions import Decisions
from guanxi.domain.classification.models import ProfilingObjection, Standing, TierOverride
from guanxi.domain.classification.rules import Override
from guanxi.domain.ground.bulk import update_rows
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Entry, Event

_WHY = "tiers follow from decisions, whoever looks"
Basis = Standing.TierBasis


@transaction.atomic
def update_tiers(customer_ids: Collection[int] | None, *, day: date, by: Actor | None, at: datetime) -> int:
    """Bring the tiers of these customers, or of everybody, to what is decided on `day`; how many changed.

    Only overrides and objections move a tier here; a new tier by rank comes with a run.
    """
    decisions = Decisions(day, only=customer_ids)
    overrides, objectors = decisions.overrides(), decisions.objectors()
    _make_room(pk for pk in overrides if pk not in objectors)
    changed, told = [], []
    for standing in _decided_upon(customer_ids):
        was = _decided(standing)
        pk = standing.customer_id
        _settle(standing, override=overrides.get(pk), objects=pk in objectors)
        if _decided(standing) != was:
            changed.append(standing)
            told += _told(standing, was[0], by=by, at=at)
    update_rows(changed, Standing.OF_ENTRY)
    Event.record_all(told)
    return len(changed)


def end_overrides_past(day: date, *, at: datetime) -> int:
    """Note on overrides whose last day was before `day` that they ran out; how many."""
    past = TierOverride.objects.everything(_WHY).filter(ended_at__isnull=True, ends_on__lt=day)
    found = list(past.order_by("pk"))
    for override in found:
        override.run_out(at=at)
    return len(found)


def _make_room(customer_ids: Iterable[int]) -> None:
    """A customer that no run or fact has placed yet may be given a tier."""
    Standing._base_manager.bulk_create(
        [Standing(customer_id=pk) for pk in customer_ids], ignore_conflicts=True
    )


def _decided_upon(customer_ids: Collection[int] | None) -> "QuerySet[Standing]":
    """Standings that an override or an objection concerns, or did; locked."""
    approved = TierOverride.objects.everything(_WHY).filter(approved_at__isnull=False, ended_at__isnull=True)
    objections = ProfilingObjection.objects.everything(_WHY).in_force()
    concerned = Q(tier_basis=Basis.OVERRIDE) | Q(customer__in=approved.values("customer"))
    concerned |= Q(customer__in=objections.values("customer"))
    standings = Standing.objects.everything(_WHY).filter(concerned).select_for_update(of=("self",))
    if customer_ids is not None:
        standings = standings.filter(customer__in=customer_ids)
    return standings.select_related("entry").order_by("customer_id")


def _decided(standing: Standing) -> tuple[str, str, int | None]:
    return standing.tier, standing.tier_basis, standing.entry_id


def _settle(standing: Standing, *, override: Override | None, objects: bool) -> None:
    if objects:
        standing.leave_run()
    elif override:
        standing.tier, standing.tier_basis = override.tier, Basis.OVERRIDE
    else:
        standing.tier = standing.entry.tier_by_rule if standing.entry else ""
        standing.tier_basis = Basis.RUN if standing.tier else ""


def _told(standing: Standing, was: str, *, by: Actor | None, at: datetime) -> list[Entry]:
    if standing.tier == was or not standing.tier:
        return []
    entry = Entry(
        kind=events.TIER_CHANGED,
        at=at,
        by=by,
        subject=standing,
        customer_id=standing.customer_id,
        data={"tier": standing.tier},
        before={"tier": was},
        after={"tier": standing.tier},
    )
    return [entry]
