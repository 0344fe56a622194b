"""What the policy concludes about every customer as of one day, from the facts known at some moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guanxi.domain.classification import rules
from guanxi.domain.classification.basis import Basis, Finding, Subject, findings_of
from guanxi.domain.classification.engine import Purchase
from guanxi.domain.classification.facts import WHY, Facts
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy
from guanxi.domain.classification.rules import LastClose
from guanxi.domain.classification.snapshot import take_snapshot
from guanxi.domain.customers.models import Customer
from guanxi_analysis import policy_of


@dataclass(frozen=True, slots=True)
class Conclusions:
    """A run and its entries by customer number, none of them stored."""

    run: ClassificationRun
    entries: list[ClassificationEntry]


def conclude(facts: Facts, *, currency: str) -> Conclusions:
    """Apply the policy in force on the as-of day; `currency` is used where no revenue is known.

    Raises Policy.DoesNotExist, UnableToAddCurrencies, and what `findings_of` raises.
    """
    policy = Policy.objects.in_force_on(facts.as_of)
    customers = facts.customers()
    basis = basis_of(facts, customers, policy, currency=currency)
    findings = findings_of(basis)
    by_number = {customer.number: customer for customer in customers}
    entries = [_entry(by_number[row.subject.number], row) for row in findings.rows]
    run = take_snapshot(
        findings, entries, policy=policy, currency=basis.currency, potential=facts.potential()
    )
    return Conclusions(run, entries)


def basis_of(facts: Facts, customers: list[Customer], policy: Policy, *, currency: str) -> Basis:
    """Everything a run over these facts follows from; `currency` is used where no revenue is known.

    Raises UnableToAddCurrencies.
    """
    closes = _last_closes(facts, policy)
    evidence = facts.evidence(customers)
    return Basis(
        as_of=facts.as_of,
        currency=facts.currency(default=currency),
        policy=policy.rules,
        subjects=[
            Subject(one.number, one.purpose, one.nature, evidence[one.pk], closes.get(one.pk))
            for one in customers
        ],
        purchases=_purchases(facts, {one.pk: one for one in customers}, policy),
    )


def _purchases(facts: Facts, customers: Mapping[int, Customer], policy: Policy) -> Iterator[Purchase]:
    """The completed shipments, newest first.

    They are read through the run's own transaction, so the ranking and the groups see the same facts.
    Customers are named by their number: ranks then agree between databases. A customer's costs are taken
    off its newest shipment, so that its contribution is exact over any window that ends on the as-of day.
    """
    unranked = policy.rules["unranked_purposes"]
    named = {pk: (one.number, one.purpose not in unranked) for pk, one in customers.items()}
    costs = facts.costs(window_days=policy_of(policy.rules["value_tiers"]).window_days)
    owed = dict(costs or {})
    for customer_id, delivered_on, key, revenue in facts.completed():
        # An import that began before somebody entered the customer by hand may know its shipments first.
        if customer_id not in named:
            continue
        number, is_ranked = named[customer_id]
        contribution = None if costs is None else (revenue or 0) - owed.pop(customer_id, 0)
        yield Purchase(number, is_ranked, delivered_on, key, revenue, contribution)


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


def _entry(customer: Customer, row: Finding) -> ClassificationEntry:
    value = row.value
    measured = (
        {
            "rank": value.rank,
            "orders": value.orders,
            "revenue_minor": value.revenue_minor,
            "share_ppm": value.share_ppm,
            "contribution_minor": row.contribution_minor,
            "first_on": value.first_on,
            "last_on": value.last_on,
            "recency_days": value.recency_days,
        }
        if value
        else {}
    )
    return ClassificationEntry(
        customer=customer,
        group=row.group.value,
        group_evidence=row.group.as_json(),
        raw_tier=row.raw_tier,
        tier=row.tier.value,
        tier_evidence=row.tier.as_json(),
        purpose=customer.purpose,
        nature=customer.nature,
        contribution_rank=row.contribution_rank,
        **measured,
    )
