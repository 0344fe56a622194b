"""Reads for one screen: who moved, and what a run says."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q

from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, GroupChange
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor


@dataclass(frozen=True, slots=True)
class Move:
    """A customer that stands elsewhere than in the run before."""

    customer: Customer
    group_before: str
    group: str
    tier_before: str
    tier: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The newest run against the newest one of an earlier day; `before` is None while there is only one."""

    last: ClassificationRun | None
    before: ClassificationRun | None
    shown: list[Move]
    more: bool


def moves(actor: Actor, *, owner_id: int | None, limit: int) -> Moves:
    """Whose group or tier the newest run changed; `owner_id` narrows them to one person's customers."""
    runs = ClassificationRun.objects.everything("days of runs; their entries are scoped").newest_first()
    last = runs.first()
    before = runs.filter(as_of__lt=last.as_of).first() if last else None
    if last is None or before is None:
        return Moves(last, None, [], False)
    entries = ClassificationEntry.objects.visible_to(actor).filter(run=last)
    if owner_id is not None:
        entries = entries.filter(customer__owner_id=owner_id)
    earlier = Q(customer__classifications__run=before)
    moved = (
        entries.annotate(earlier=FilteredRelation("customer__classifications", condition=earlier))
        .filter(earlier__isnull=False)
        .exclude(group=F("earlier__group"), tier=F("earlier__tier"))
        .annotate(group_before=F("earlier__group"), tier_before=F("earlier__tier"))
        .select_related("customer__party")
        .order_by(F("rank").asc(nulls_last=True), "pk")
    )
    shown = [_move(entry) for entry in moved[: limit + 1]]
    return Moves(last, before, shown[:limit], len(shown) > limit)


def entry_before(entry: ClassificationEntry, *, actor: Actor) -> ClassificationEntry | None:
    """The customer's entry in the newest run of an earlier day."""
    earlier = ClassificationEntry.objects.visible_to(actor).filter(
        customer_id=entry.customer_id, run__as_of__lt=entry.run.as_of
    )
    found: ClassificationEntry | None = (
        earlier.select_related("run").order_by("-run__as_of", "-run_id").first()
    )
    return found


def group_history(customer: Customer, *, actor: Actor) -> list[GroupChange]:
    """Every change of the customer's group, newest first (D12)."""
    changes = GroupChange.objects.visible_to(actor).filter(customer_id=customer.pk)
    return list(changes.select_related("policy").newest_first())


def cumulative_shares(run: ClassificationRun, *, actor: Actor) -> list[tuple[int, int]]:
    """(rank, parts per million of the revenue brought by the ranks up to it), best first (D25)."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(run=run).by_rank()
    reached, points = 0, []
    for rank, share in entries.values_list("rank", "share_ppm").iterator():
        reached += share
        points.append((rank or 0, reached))
    return points


def movers_by_contribution(
    run: ClassificationRun, *, actor: Actor, limit: int
) -> list[ClassificationEntry] | None:
    """Whose tier by contribution is not that by revenue, best rank first; None without costs (D18)."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(run=run, contribution_rank__isnull=False)
    if not entries.exists():
        return None
    elsewhere = Q(pk__in=[])
    for cut in run.cuts:
        reach = (cut["first_rank"], cut["last_rank"])
        elsewhere |= Q(rank__range=reach) & ~Q(contribution_rank__range=reach)
    return list(entries.filter(elsewhere).by_rank().select_related("customer__party", "run")[:limit])


def _move(entry: Any) -> Move:
    """`entry` carries the annotations of `moves`."""
    return Move(entry.customer, entry.group_before, entry.group, entry.tier_before, entry.tier)
