"""What a run rests on, and what follows from it: without a database, so that a stranger can reproduce it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from guanxi.domain.classification import rules
from guanxi.domain.classification.engine import Purchase, engine_with
from guanxi.domain.classification.rules import Conclusion, Confirmation, Evidence, LastClose, Override
from guanxi.domain.timeline.rules import canonical
from guanxi_analysis import CustomerValue, TierSummary, ValueRanking, policy_of, value_tiers


@dataclass(frozen=True, slots=True)
class Subject:
    """A customer as far as a run asks: what it is, what is on file about it, what was decided about it."""

    number: str
    purpose: str
    nature: str
    evidence: Evidence
    last_close: LastClose | None = None
    confirmation: Confirmation | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a run follows from. `policy` is `Policy.rules`; `purchases` are walked once (`Purchase`).

    `is_close` says whether tiers may change. Natural persons who object to profiling are not in here.
    """

    as_of: date
    is_close: bool
    currency: str
    policy: Mapping[str, Any]
    subjects: Sequence[Subject]
    purchases: Iterable[Purchase]


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one customer stands. `value` is None without a completed shipment."""

    subject: Subject
    group: Conclusion
    tier: Conclusion
    raw_tier: str
    value: CustomerValue | None
    contribution_rank: int | None

    @property
    def contribution_minor(self) -> int | None:
        """Known for active customers only (D18)."""
        return self.value.contribution_minor if self.value and self.value.active else None

    def as_hashed(self) -> list[Any]:
        """What the hash covers, in its order; a customer without shipments counts as zero throughout."""
        value = self.value
        measured: list[Any] = [None, 0, 0, 0, None, None]
        if value:
            days = [day.isoformat() if day else None for day in (value.first_on, value.last_on)]
            measured = [value.rank, value.orders, value.revenue_minor, value.share_ppm, *days]
        return [
            *(self.subject.number, self.group.as_json(), self.tier.as_json()),
            *(self.subject.purpose, self.subject.nature),
            *measured,
            *(self.contribution_minor, self.contribution_rank),
        ]


@dataclass(frozen=True, slots=True)
class Findings:
    """What follows from a basis; `rows` in the order of the subjects, without those nobody identified yet.

    `cuts` and `ties` are lists of objects with the fields of `guanxi_analysis.Cut` and `Tie`.
    """

    summary: TierSummary
    cuts: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    rows: list[Finding]
    hash: str


def findings_of(basis: Basis) -> Findings:
    """Rank, conclude and hash. Raises what `guanxi_analysis.value_tiers` and `policy_of` raise."""
    ranking = _ranking(basis)
    values = {str(row.customer_id): row for row in ranking.rows}
    places = rules.places_by_contribution(ranking.rows)
    rows = []
    for subject in basis.subjects:
        group = group_of_subject(subject, policy=basis.policy, as_of=basis.as_of)
        if group:
            value = values.get(subject.number)
            tier = _tier(subject, value, is_close=basis.is_close)
            raw = (value.tier or "") if value else ""
            rows.append(Finding(subject, group, tier, raw, value, places.get(subject.number)))
    cuts = [asdict(cut) for cut in ranking.summary.cuts]
    ties = [asdict(tie) | {"customers": list(tie.customers)} for tie in ranking.summary.ties]
    return Findings(ranking.summary, cuts, ties, rows, _hash(basis, cuts, ties, rows))


def _ranking(basis: Basis) -> ValueRanking:
    tiers = policy_of(basis.policy["value_tiers"])
    with engine_with(basis.purchases) as engine:
        return value_tiers(engine, as_of=basis.as_of, window_days=tiers.window_days, policy=tiers)


def group_of_subject(subject: Subject, *, policy: Mapping[str, Any], as_of: date) -> Conclusion | None:
    """The group of one customer under `Policy.rules`; None where nothing identified it yet."""
    return rules.group_of(
        subject.evidence, confirmation=subject.confirmation, demands=policy.get("backbone"), as_of=as_of
    )


def _tier(subject: Subject, value: CustomerValue | None, *, is_close: bool) -> Conclusion:
    """The tier by rule, or the one that was given instead; `tier_by_rule` keeps what an override covers."""
    raw = (value.tier or "") if value else ""
    last = subject.last_close
    tier, kept = rules.tier_to_keep(raw_tier=raw, last_close=last, is_close=is_close)
    inputs: dict[str, Any] = {}
    if value:
        inputs = {"raw_tier": raw, "rank": value.rank, "kept": kept}
        if kept != "by_rank" and last:
            inputs["since"] = last.as_of
    if given := subject.override:
        inputs |= {"kept": "override", "tier_by_rule": tier}
        inputs |= {"starts_on": given.starts_on, "ends_on": given.ends_on}
        tier = given.tier
    return Conclusion(tier, value.reason_code if value else "no_facts", inputs)


def _hash(
    basis: Basis, cuts: list[dict[str, Any]], ties: list[dict[str, Any]], rows: Iterable[Finding]
) -> str:
    """SHA-256 over policy, arguments and results: no clock, no language, no database identifiers (D134).

    Those whose purpose keeps them out of the ranking, our own units, are no part of it (D20): one more of
    them changes no result about a customer, and so not the hash.
    """
    digest = sha256(canonical([basis.as_of.isoformat(), basis.currency, basis.policy, cuts, ties]))
    for row in rows:
        if row.subject.purpose not in basis.policy["unranked_purposes"]:
            digest.update(canonical(row.as_hashed()))
    return digest.hexdigest()
