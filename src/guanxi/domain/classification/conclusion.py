"""What the policy concludes about every customer as of one day, from the facts known at some moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.domain.classification import rules
from guanxi.domain.classification.engine import engine_with
from guanxi.domain.classification.facts import WHY, Facts
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy
from guanxi.domain.classification.rules import Conclusion, LastClose
from guanxi.domain.classification.snapshot import take_snapshot
from guanxi.domain.customers.models import Customer
from guanxi_analysis import CustomerValue, ValueRanking, policy_of, value_tiers


@dataclass(frozen=True, slots=True)
class Conclusions:
    """A run and its entries by customer number, none of them stored."""

    run: ClassificationRun
    entries: list[ClassificationEntry]


def conclude(facts: Facts, *, currency: str) -> Conclusions:
    """Apply the policy in force on the as-of day; `currency` is used where no revenue is known.

    Raises Policy.DoesNotExist, UnableToAddCurrencies, and what `guanxi_analysis.value_tiers` raises.
    """
    policy = Policy.objects.in_force_on(facts.as_of)
    customers = {customer.pk: customer for customer in facts.customers()}
    found_currency = facts.currency(default=currency)
    ranking = _ranking(facts, customers, policy)
    evidence = facts.evidence(customers.values())
    closes = _last_closes(facts, policy)
    is_close = rules.is_period_close(facts.as_of, closing_months=policy.rules["closing_months"])
    values = {str(row.customer_id): row for row in ranking.rows}
    places = rules.places_by_contribution(ranking.rows)
    entries = []
    for pk, customer in customers.items():
        group = rules.group_of(evidence[pk])
        if group:
            tier = _tier(values.get(customer.number), closes.get(pk), is_close)
            entry = _entry(customer, group, tier, values.get(customer.number))
            entry.contribution_rank = places.get(customer.number)
            entries.append(entry)
    run = take_snapshot(ranking, entries, policy=policy, currency=found_currency, potential=facts.potential())
    return Conclusions(run, entries)


def _ranking(facts: Facts, customers: Mapping[int, Customer], policy: Policy) -> ValueRanking:
    tiers = policy_of(policy.rules["value_tiers"])
    unranked = policy.rules["unranked_purposes"]
    costs = facts.costs(window_days=tiers.window_days)
    with engine_with(facts, customers, unranked_purposes=unranked, costs=costs) as engine:
        return value_tiers(engine, as_of=facts.as_of, window_days=tiers.window_days, policy=tiers)


def _last_closes(facts: Facts, policy: Policy) -> dict[int, LastClose]:
    """customer id → its entry in the newest run of an earlier period close that had been made by then."""
    earlier = ClassificationRun.objects.everything(WHY).filter(as_of__lt=facts.as_of).newest_first()
    if facts.known_before:
        earlier = earlier.filter(run_at__lt=facts.known_before)
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
