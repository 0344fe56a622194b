"""Dividing a maintenance budget by share of sales, with a cap and a floor per tier (domain.md D27)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from guanxi_analysis.apportionment import apportioned
from guanxi_analysis.policy import WHOLE_PPM


class TierBound(NamedTuple):
    """The least and the most of the budget that a tier may get, in millionths of it."""

    floor_ppm: int = 0
    cap_ppm: int = WHOLE_PPM


class Sale(NamedTuple):
    """A customer, its tier ("" for none) and its net revenue; zero or less buys no budget."""

    customer_id: int
    tier: str
    revenue_minor: int


class CustomerLine(NamedTuple):
    """What is set aside for one customer, in minor units."""

    customer_id: int
    tier: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class TierLine:
    """What is set aside for a tier: `by_share_minor` before and `amount_minor` after cap and floor.

    `held_by` is "floor" or "cap" where one of them decided, else "share".
    """

    tier: str
    revenue_minor: int
    by_share_minor: int
    amount_minor: int
    held_by: str


@dataclass(frozen=True, slots=True)
class BudgetSplit:
    """Tier and customer lines; with the `reserve_minor` that caps left over, each sums to the budget."""

    tiers: tuple[TierLine, ...]
    customers: tuple[CustomerLine, ...]
    reserve_minor: int


def split_budget(amount_minor: int, sales: Sequence[Sale], bounds: Mapping[str, TierBound]) -> BudgetSplit:
    """Divide a budget ≥ 0: first over the tiers by revenue within their bounds, then inside each by revenue.

    A tier held by its cap or floor is taken out and the rest divided anew by revenue, until all others are
    within theirs; ¥600,000 and a platinum share of 38 % are ¥228,000. Tiers in order of first appearance; a
    tier nobody buys in gets nothing, its floor included. Floors must not sum to more than 1,000,000.
    """
    revenue: dict[str, int] = {}
    for sale in sales:
        revenue[sale.tier] = revenue.get(sale.tier, 0) + max(sale.revenue_minor, 0)
    buying = {tier: minor for tier, minor in revenue.items() if minor > 0}
    by_share = dict(zip(buying, apportioned(amount_minor, list(buying.values())), strict=True))
    held = _held(amount_minor, buying, bounds)
    free = {tier: minor for tier, minor in buying.items() if tier not in held}
    rest = amount_minor - sum(amount for amount, _ in held.values())
    shared = dict(zip(free, apportioned(rest, list(free.values())), strict=True))
    tiers = tuple(
        TierLine(tier, minor, by_share[tier], *held.get(tier, (shared.get(tier, 0), "share")))
        for tier, minor in buying.items()
    )
    customers = tuple(line for tier in tiers for line in _customer_lines(tier, sales))
    return BudgetSplit(tiers, customers, amount_minor - sum(line.amount_minor for line in tiers))


def _held(
    amount_minor: int, buying: Mapping[str, int], bounds: Mapping[str, TierBound]
) -> dict[str, tuple[int, str]]:
    """tier → (amount, "floor" or "cap") for those their bound decides.

    Where the bounds add more than they take away, the floors are held first, else the caps, and the rest is
    divided anew: so nobody is held whom the bounds of the others would have let go.
    """
    held: dict[str, tuple[int, str]] = {}
    while newly := _newly_held(amount_minor, buying, bounds, held):
        held |= newly
    return held


def _newly_held(
    amount_minor: int,
    buying: Mapping[str, int],
    bounds: Mapping[str, TierBound],
    held: Mapping[str, tuple[int, str]],
) -> dict[str, tuple[int, str]]:
    free = {tier: minor for tier, minor in buying.items() if tier not in held}
    rest = amount_minor - sum(amount for amount, _ in held.values())
    shared = dict(zip(free, apportioned(rest, list(free.values())), strict=True))
    limits = {tier: bounds.get(tier, TierBound()) for tier in free}
    floors = {tier: amount_minor * limits[tier].floor_ppm // WHOLE_PPM for tier in free}
    caps = {tier: amount_minor * limits[tier].cap_ppm // WHOLE_PPM for tier in free}
    below = {tier: floors[tier] - shared[tier] for tier in free if shared[tier] < floors[tier]}
    above = {tier: shared[tier] - caps[tier] for tier in free if shared[tier] > caps[tier]}
    if sum(below.values()) >= sum(above.values()):
        return {tier: (floors[tier], "floor") for tier in below}
    return {tier: (caps[tier], "cap") for tier in above}


def _customer_lines(tier: TierLine, sales: Sequence[Sale]) -> list[CustomerLine]:
    own = [sale for sale in sales if sale.tier == tier.tier]
    amounts = apportioned(tier.amount_minor, [sale.revenue_minor for sale in own])
    return [
        CustomerLine(sale.customer_id, sale.tier, amount) for sale, amount in zip(own, amounts, strict=True)
    ]
