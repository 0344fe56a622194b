"""What a run says about itself beside its entries."""

from collections import Counter
from collections.abc import Iterable

from guanxi.domain.classification.basis import Findings
from guanxi.domain.classification.models import (
    ClassificationEntry,
    ClassificationRun,
    Group,
    Policy,
    ValueTier,
)


def take_snapshot(
    findings: Findings,
    entries: list[ClassificationEntry],
    *,
    policy: Policy,
    currency: str,
    potential: int,
) -> ClassificationRun:
    """The unsaved run of these entries: what was ranked, the cuts, how many are where, and the hash.

    `potential` is what the audiences are thought to hold; it stands in the counts and not in the hash.
    """
    summary = findings.summary
    return ClassificationRun(
        as_of=summary.as_of,
        window_days=summary.window_days,
        policy=policy,
        currency=currency,
        customers=len(entries),
        active=summary.n,
        small_n=summary.small_n,
        cuts=findings.cuts,
        ties=findings.ties,
        counts=_counts(entries, potential),
        hash=findings.hash,
    )


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
