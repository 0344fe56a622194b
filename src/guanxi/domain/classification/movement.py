"""Who stands elsewhere in a run than in an earlier one: counted by value, and one by one (D12, D19).

A customer that only the later run has comes from `NEW`, one that only the earlier run has goes to `GONE`;
an empty value is one of the axis: a customer without a group or a tier.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q

from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.classification.models.run import EntryQuerySet
from guanxi.domain.ground.scope import Actor

GROUP, TIER = "group", "tier"
AXES = (GROUP, TIER)
NEW, GONE = "new", "gone"
# What a mover's line tells of the earlier run; the annotations are named like the fields, with "_before".
_BEFORE = ("group", "tier", "raw_tier", "tier_evidence", "rank", "revenue_minor")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs and the axis on which they are compared."""

    before: ClassificationRun
    run: ClassificationRun
    axis: str


def run_to_compare(run: ClassificationRun, *, actor: Actor) -> ClassificationRun | None:
    """The newest run of an earlier day; None for the first one."""
    earlier = ClassificationRun.objects.visible_to(actor).filter(as_of__lt=run.as_of)
    found: ClassificationRun | None = earlier.select_related("policy").newest_first().first()
    return found


def flows(pair: Pair, *, actor: Actor) -> dict[tuple[str, str], int]:
    """(value before, value now) → how many customers within sight went that way; stayers are in it."""
    joined = _beside(pair, actor=actor).values_list(f"earlier__{pair.axis}", pair.axis)
    counted = joined.annotate(customers=Count("pk")).order_by()
    found = {(NEW if before is None else before, now): count for before, now, count in counted}
    left = gone(pair, actor=actor).values_list(pair.axis).annotate(customers=Count("pk")).order_by()
    return found | {(before, GONE): count for before, count in left}


def moved(pair: Pair, *, actor: Actor, before: str | None = None, now: str | None = None) -> EntryQuerySet:
    """Entries of the later run that have another value on the axis, or that went from `before` to `now`.

    Each carries group_before, tier_before, raw_tier_before, tier_evidence_before, rank_before and
    revenue_minor_before; all are None for a customer that is new.
    """
    rows = _beside(pair, actor=actor).annotate(
        **{f"{name}_before": F(f"earlier__{name}") for name in _BEFORE}
    )
    earlier = f"earlier__{pair.axis}"
    if before is None and now is None:
        return rows.filter(Q(earlier__isnull=False) & ~Q(**{pair.axis: F(earlier)}))
    if before is not None:
        rows = rows.filter(**({"earlier__isnull": True} if before == NEW else {earlier: before}))
    return rows if now is None else rows.filter(**{pair.axis: now})


def gone(pair: Pair, *, actor: Actor, before: str | None = None) -> EntryQuerySet:
    """Entries of the earlier run whose customer the later one does not have."""
    later = ClassificationEntry.objects.everything("whether there is one").filter(
        run=pair.run, customer=OuterRef("customer")
    )
    entries = ClassificationEntry.objects.visible_to(actor).filter(~Exists(later), run=pair.before)
    return entries if before is None else entries.filter(**{pair.axis: before})


def in_grace(run: ClassificationRun, *, actor: Actor) -> EntryQuerySet:
    """Whose rank asked for a lower tier at one close, best rank first; a second close moves them (D19)."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(
        run=run, tier_evidence__inputs__kept="grace"
    )
    return entries.exclude(tier=F("raw_tier")).by_rank()


def _beside(pair: Pair, *, actor: Actor) -> EntryQuerySet:
    """Entries of the later run with the customer's entry of the earlier one as `earlier`."""
    condition = Q(customer__classifications__run=pair.before)
    earlier = FilteredRelation("customer__classifications", condition=condition)
    entries: EntryQuerySet = ClassificationEntry.objects.visible_to(actor).filter(run=pair.run)
    return entries.annotate(earlier=earlier)
