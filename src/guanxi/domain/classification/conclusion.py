"""What the policy concludes about every customer as of one day, from the facts known at some moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guanxi.domain.classification.basis import Basis, Finding, Subject, findings_of, group_of_subject
from guanxi.domain.classification.engine import Purchase
from guanxi.domain.classification.facts import WHY, Facts
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy, TierOverride
from guanxi.domain.classification.rules import Conclusion, LastClose
from guanxi.domain.classification.snapshot import take_snapshot
from guanxi.domain.customers.models import Customer
from guanxi_analysis import policy_of


@dataclass(frozen=True, slots=True)
class Conclusions:
    """A run and its entries by customer number, none of them stored."""

    run: ClassificationRun
    entries: list[ClassificationEntry]


def groups_of(facts: Facts, policy: Policy) -> dict[int, Conclusion | None]:
    """customer id → the group its evidence supports, for each customer of these facts.

    None where nothing identified it; a natural person who objects to profiling is not concluded upon (D22).
    """
    subjects = _subjects(facts, facts.customers(), policy, closes={})
    return {
        pk: group_of_subject(subject, policy=policy.rules, as_of=facts.as_of)
        for pk, subject in subjects.items()
    }


def conclude(
    facts: Facts, *, currency: str, is_close: bool = False, policy: Policy | None = None
) -> Conclusions:
    """Apply `policy`, or the one in force on the as-of day; `currency` is used where no revenue is known.

    Raises Policy.DoesNotExist, UnableToAddCurrencies, and what `findings_of` raises.
    """
    policy = policy or Policy.objects.in_force_on(facts.as_of)
    customers = facts.customers()
    basis = basis_of(facts, customers, policy, currency=currency, is_close=is_close)
    findings = findings_of(basis)
    by_number = {customer.number: customer for customer in customers}
    entries = [_entry(by_number[row.subject.number], row) for row in findings.rows]
    run = take_snapshot(
        findings, entries, policy=policy, currency=basis.currency, potential=facts.potential()
    )
    run.kind = ClassificationRun.Kind.CLOSE if is_close else ClassificationRun.Kind.INTERIM
    run.excluded = len(customers) - len(basis.subjects)
    return Conclusions(run, entries)


def basis_of(
    facts: Facts, customers: list[Customer], policy: Policy, *, currency: str, is_close: bool
) -> Basis:
    """Everything a run over these facts follows from; `currency` is used where no revenue is known.

    Raises UnableToAddCurrencies.
    """
    subjects = _subjects(facts, customers, policy, closes=last_closes(facts))
    concerned = {one.pk: one for one in customers if one.pk in subjects}
    return Basis(
        as_of=facts.as_of,
        is_close=is_close,
        currency=facts.currency(default=currency),
        policy=policy.rules,
        subjects=list(subjects.values()),
        purchases=_purchases(facts, concerned, policy),
    )


def _subjects(
    facts: Facts, customers: list[Customer], policy: Policy, *, closes: Mapping[int, LastClose]
) -> dict[int, Subject]:
    """customer id → what a run asks of it, for all but those who object to profiling (D22)."""
    decisions = facts.decisions()
    objectors = decisions.objectors()
    confirmations, overrides = decisions.confirmations(policy), decisions.overrides()
    concerned = [one for one in customers if one.pk not in objectors]
    evidence = facts.evidence(concerned)
    return {
        one.pk: Subject(
            number=one.number,
            purpose=one.purpose,
            nature=one.nature,
            evidence=evidence[one.pk],
            last_close=closes.get(one.pk),
            confirmation=confirmations.get(one.pk),
            override=overrides.get(one.pk),
        )
        for one in concerned
    }


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


def last_closes(facts: Facts) -> dict[int, LastClose]:
    """customer id → what the newest earlier period close that had been made by then gave it by rule.

    An override covers the tier for as long as it runs; it is nothing that could be kept with grace later.
    """
    earlier = ClassificationRun.objects.everything(WHY).closes().filter(as_of__lt=facts.as_of)
    if facts.known_before:
        earlier = earlier.filter(run_at__lt=facts.known_before)
    close = earlier.newest_first().first()
    if close is None:
        return {}
    entries = facts.narrowed(ClassificationEntry.objects.everything(WHY).filter(run=close))
    covered = {
        customer_id: evidence["inputs"]["tier_by_rule"]
        for customer_id, evidence in entries.filter(
            customer_id__in=TierOverride.objects.everything(WHY).values("customer_id")
        ).values_list("customer_id", "tier_evidence")
        if evidence["inputs"].get("kept") == "override"
    }
    return {
        customer_id: LastClose(close.as_of, covered.get(customer_id, tier), raw)
        for customer_id, tier, raw in entries.values_list("customer_id", "tier", "raw_tier")
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
