"""What a run says about itself, and the hash that lets anybody reproduce it (D134)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from guanxi.domain.classification.models import (
    ClassificationEntry,
    ClassificationRun,
    Group,
    Policy,
    ValueTier,
)
from guanxi.domain.timeline.rules import canonical
from guanxi_analysis import ValueRanking


def take_snapshot(
    ranking: ValueRanking,
    entries: list[ClassificationEntry],
    *,
    policy: Policy,
    currency: str,
    potential: int,
) -> ClassificationRun:
    """The unsaved run of these entries: what was ranked, the cuts, how many are where, and the hash.

    `potential` is what the audiences are thought to hold; it stands in the counts and not in the hash.
    """
    summary = ranking.summary
    run = ClassificationRun(
        as_of=summary.as_of,
        window_days=summary.window_days,
        policy=policy,
        currency=currency,
        customers=len(entries),
        active=summary.n,
        small_n=summary.small_n,
        cuts=[asdict(cut) for cut in summary.cuts],
        ties=[asdict(tie) | {"customers": list(tie.customers)} for tie in summary.ties],
        counts=_counts(entries, potential),
    )
    run.hash = _hash(run, entries)
    return run


def _counts(entries: Iterable[ClassificationEntry], potential: int) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = {
        axis: Counter(getattr(entry, axis) for entry in entries)
        for axis in ("group", "tier", "raw_tier", "purpose", "nature")
    }
    groups = {value: counted["group"][value] for value in Group.values} | {"potential": potential}
    tiers = {
        axis: {value: counted[axis][value] for value in ValueTier.values} for axis in ("tier", "raw_tier")
    }
    return {"group": groups, **tiers, "purpose": counted["purpose"], "nature": counted["nature"]}


def _hash(run: ClassificationRun, entries: Iterable[ClassificationEntry]) -> str:
    """SHA-256 over policy, arguments and results: no clock, no language, no database identifiers."""
    digest = sha256(canonical([run.as_of.isoformat(), run.currency, run.policy.rules, run.cuts, run.ties]))
    for entry in entries:
        digest.update(canonical(_facts_of(entry)))
    return digest.hexdigest()


def _facts_of(entry: ClassificationEntry) -> list[Any]:
    days = [day.isoformat() if day else None for day in (entry.first_on, entry.last_on)]
    return [
        *(entry.customer.number, entry.group_evidence, entry.tier_evidence, entry.purpose, entry.nature),
        *(entry.rank, entry.orders, entry.revenue_minor, entry.share_ppm, *days),
        *(entry.contribution_minor, entry.contribution_rank),
    ]
