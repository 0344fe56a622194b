"""What a period close would do, looked at before anybody closes it (D19): nothing is stored."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from guanxi.domain.classification.conclusion import conclude
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import (
    BackboneCase,
    ClassificationEntry,
    ClassificationRun,
    Policy,
    Standing,
    TierOverride,
)
from guanxi.domain.classification.rules import is_period_close
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor

_WHY = "a close concerns everybody"
_PERIODS_BACK = 8
Flows = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Change:
    """A customer that the close would move; the entry is unsaved and holds the evidence."""

    entry: ClassificationEntry
    group_before: str
    tier_before: str


@dataclass(frozen=True, slots=True)
class CloseReview:
    """A close as it would be. Counts and flows are of everybody, records are those the actor may see.

    `run` is unsaved, with counts, cuts, ties, n and the hash that the close would have. `group_flows` and
    `tier_flows` count (before, after) against where everybody stands now, stayers left out. `doubts` are
    codes of what a person should look at first: small_n, revenue_unknown, no_earlier_close.
    """

    run: ClassificationRun
    group_flows: Flows
    tier_flows: Flows
    changes: list[Change]
    in_grace: list[ClassificationEntry]
    overrides_ending: list[TierOverride]
    failing_backbone: list[BackboneCase]
    doubts: list[str]


def closable_periods(*, today: date) -> list[date]:
    """Ends of periods that have come, are not closed, and have no later one closed; oldest first.

    It looks back eight periods at most: beyond that nobody means to close one.
    """
    closes = ClassificationRun.objects.everything(_WHY).closes()
    newest = closes.newest_first().values_list("as_of", flat=True).first()
    return [day for day in _period_ends(today) if newest is None or day > newest]


def review_close(as_of: date, *, currency: str, actor: Actor, today: date, limit: int = 50) -> CloseReview:
    """Conclude the close of `as_of` and compare it with where everybody stands. Raises as `conclude`."""
    conclusions = conclude(Facts(as_of), currency=currency, is_close=True)
    standing = {
        customer_id: (group, tier)
        for customer_id, group, tier in Standing.objects.everything(_WHY).values_list(
            "customer_id", "group", "tier"
        )
    }
    entries = conclusions.entries
    moved = [entry for entry in entries if standing.get(entry.customer_id) != (entry.group, entry.tier)]
    seen = _within_sight(moved, actor, limit)
    kept = [entry for entry in entries if entry.tier_evidence["inputs"].get("kept") == "grace"]
    next_day = as_of + timedelta(days=_longest_period(conclusions.run.policy))
    return CloseReview(
        run=conclusions.run,
        group_flows=_flows(((standing.get(one.customer_id) or ("", ""))[0], one.group) for one in entries),
        tier_flows=_flows(((standing.get(one.customer_id) or ("", ""))[1], one.tier) for one in entries),
        changes=[Change(entry, *(standing.get(entry.customer_id) or ("", ""))) for entry in seen],
        in_grace=_within_sight(kept, actor, limit),
        overrides_ending=list(_ending(actor, today, next_day)[:limit]),
        failing_backbone=_failing(actor, {entry.customer_id: entry for entry in entries})[:limit],
        doubts=list(_doubts(conclusions.run, entries, as_of)),
    )


def _period_ends(today: date) -> list[date]:
    ends: list[date] = []
    year, month = today.year, today.month
    policy = Policy.objects.in_force_on(today)
    while len(ends) < _PERIODS_BACK:
        day = date(year, month, monthrange(year, month)[1])
        if day <= today and is_period_close(day, closing_months=policy.rules["closing_months"]):
            ends.append(day)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return ends[::-1]


def _longest_period(policy: Policy) -> int:
    """Days from one close to the next at most, by the months of the policy."""
    months: list[int] = policy.rules["closing_months"]
    following = [*months[1:], months[0] + 12]
    return max(31 * (after - before) for before, after in zip(months, following, strict=True))


def _flows(pairs: Iterator[tuple[str, str]]) -> Flows:
    return dict(Counter((before, after) for before, after in pairs if before != after))


def _within_sight(
    entries: Sequence[ClassificationEntry], actor: Actor, limit: int
) -> list[ClassificationEntry]:
    """The best ranked of the unsaved entries whose customers the actor may see, with their parties."""
    found: list[ClassificationEntry] = []
    ordered = sorted(entries, key=lambda one: (one.rank is None, one.rank or 0, one.customer_id))
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        customers = _customers(actor).in_bulk([entry.customer_id for entry in part])
        for entry in part:
            if customer := customers.get(entry.customer_id):
                entry.customer = customer
                found.append(entry)
        if len(found) >= limit:
            break
    return found[:limit]


def _customers(actor: Actor) -> "QuerySet[Customer]":
    return Customer.objects.visible_to(actor, "classification.view").select_related("party")


def _ending(actor: Actor, today: date, before: date) -> "QuerySet[TierOverride]":
    """Overrides in force that end before the close after this one."""
    overrides = TierOverride.objects.visible_to(actor).in_force_on(today).filter(ends_on__lt=before)
    return overrides.select_related("customer__party").order_by("ends_on", "pk")


def _failing(actor: Actor, entries: dict[int, ClassificationEntry]) -> list[BackboneCase]:
    """Confirmed cases whose customers would not be backbone by the evidence of the close."""
    cases = BackboneCase.objects.visible_to(actor).confirmed().select_related("customer__party")
    groups = {pk: entry.group for pk, entry in entries.items()}
    return [case for case in cases if groups.get(case.customer_id) != "backbone"]


def _doubts(run: ClassificationRun, entries: Sequence[ClassificationEntry], as_of: date) -> Iterator[str]:
    active = [entry for entry in entries if entry.rank is not None]
    if run.small_n:
        yield "small_n"
    if any(entry.orders and not entry.revenue_minor for entry in active):
        yield "revenue_unknown"
    if not ClassificationRun.objects.everything(_WHY).closes().filter(as_of__lt=as_of).exists():
        yield "no_earlier_close"
