"""Classify every customer as of one day and keep the result for good (D11, D16–D20, D134)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guanxi.domain.classification import events, rules
from guanxi.domain.classification.facts import (
    WHY,
    costs_by_customer,
    engine_with_facts,
    evidence_by_customer,
    the_currency,
)
from guanxi.domain.classification.models import (
    ClassificationEntry,
    ClassificationRun,
    Policy,
    Standing,
)
from guanxi.domain.classification.rules import Conclusion, LastClose
from guanxi.domain.classification.snapshot import take_snapshot
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Entry, Event
from guanxi_analysis import CustomerValue, ValueRanking, policy_of, value_tiers

BATCH = 500


@transaction.atomic
def reclassify(*, as_of: date, currency: str, by: Actor | None, at: datetime) -> ClassificationRun:
    """Run the policy in force on `as_of` over all facts up to that day; store run, entries and standings.

    `currency` is used where no revenue is known. Raises Policy.DoesNotExist, UnableToAddCurrencies, and
    what `guanxi_analysis.value_tiers` raises.
    """
    policy = Policy.objects.in_force_on(as_of)
    ranking = _ranking(as_of, policy)
    customers = Customer.objects.everything(WHY).order_by("number")
    evidence = evidence_by_customer(as_of)
    closes = _last_closes(as_of, policy)
    is_close = rules.is_period_close(as_of, closing_months=policy.rules["closing_months"])
    values = {str(row.customer_id): row for row in ranking.rows}
    places = rules.places_by_contribution(ranking.rows)
    entries = []
    for customer in customers:
        group = rules.group_of(evidence[customer.pk])
        if group:
            tier = _tier(values.get(customer.number), closes.get(customer.pk), is_close)
            entry = _entry(customer, group, tier, values.get(customer.number))
            entry.contribution_rank = places.get(customer.number)
            entries.append(entry)
    run = take_snapshot(ranking, entries, policy=policy, currency=the_currency(as_of, default=currency))
    run.run_at, run.actor_id = at, by.actor_id if by else None
    _store(run, entries, by=by, at=at)
    return run


def _ranking(as_of: date, policy: Policy) -> ValueRanking:
    tiers = policy_of(policy.rules["value_tiers"])
    unranked = policy.rules["unranked_purposes"]
    costs = costs_by_customer(as_of, window_days=tiers.window_days)
    with engine_with_facts(as_of, unranked_purposes=unranked, costs=costs) as engine:
        return value_tiers(engine, as_of=as_of, window_days=tiers.window_days, policy=tiers)


def _last_closes(as_of: date, policy: Policy) -> dict[int, LastClose]:
    """customer id → its entry in the newest run of an earlier period close."""
    earlier = ClassificationRun.objects.everything(WHY).filter(as_of__lt=as_of).newest_first()
    months = policy.rules["closing_months"]
    close = next((run for run in earlier if rules.is_period_close(run.as_of, closing_months=months)), None)
    if close is None:
        return {}
    rows = ClassificationEntry.objects.everything(WHY).filter(run=close)
    return {
        customer: LastClose(close.as_of, tier, raw)
        for customer, tier, raw in rows.values_list("customer_id", "tier", "raw_tier")
    }


def _tier(value: CustomerValue | None, last: LastClose | None, is_close: bool) -> Conclusion:
    if value is None:
        return Conclusion("", "no_facts", {})
    raw = value.tier or ""
    tier, kept = rules.tier_to_keep(raw_tier=raw, last_close=last, is_close=is_close)
    inputs: dict[str, Any] = {"raw_tier": raw, "rank": value.rank, "kept": kept}
    if kept != "by_rank" and last:
        inputs["since"] = last.as_of
    return Conclusion(tier, value.reason_code, inputs)


def _entry(
    customer: Customer, group: Conclusion, tier: Conclusion, value: CustomerValue | None
) -> ClassificationEntry:
    measured = (
        {
            "rank": value.rank,
            "orders": value.orders,
            "revenue_minor": value.revenue_minor,
            "share_ppm": value.share_ppm,
            "contribution_minor": value.contribution_minor if value.active else None,
            "first_on": value.first_on,
            "last_on": value.last_on,
            "recency_days": value.recency_days,
        }
        if value
        else {}
    )
    return ClassificationEntry(
        customer=customer,
        group=group.value,
        group_evidence=group.as_json(),
        raw_tier=(value.tier or "") if value else "",
        tier=tier.value,
        tier_evidence=tier.as_json(),
        purpose=customer.purpose,
        nature=customer.nature,
        **measured,
    )


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
        [Standing(customer_id=entry.customer_id, entry=entry) for entry in entries], batch_size=BATCH
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
