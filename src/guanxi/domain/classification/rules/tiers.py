"""Which tier a rank, the last close and an override leave a customer with: values in, value out."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

TIERS = ("platinum", "gold", "iron", "lead")


@dataclass(frozen=True, slots=True)
class LastClose:
    """What the newest period close before this run gave the customer by rule, overrides left aside."""

    as_of: date
    tier: str
    raw_tier: str


@dataclass(frozen=True, slots=True)
class Override:
    """A tier that two people gave, in force on the as-of day; its last day counts."""

    tier: str
    starts_on: date
    ends_on: date


def is_period_close(as_of: date, *, closing_months: Collection[int]) -> bool:
    """Whether a period ends with the day: whether it is the last of a closing month."""
    return as_of.month in closing_months and as_of.day == monthrange(as_of.year, as_of.month)[1]


def tier_to_keep(*, raw_tier: str, last_close: LastClose | None, is_close: bool) -> tuple[str, str]:
    """The tier a customer holds, and why: "by_rank", "held" between closes or "grace" (D19).

    Tiers change at a period close only; downwards only at the second close in a row that asks for it.
    A customer without a tier at the last close, or no longer active, takes what its rank says.
    """
    if last_close is None or not last_close.tier or not raw_tier:
        return raw_tier, "by_rank"
    if not is_close:
        return last_close.tier, "held" if last_close.tier != raw_tier else "by_rank"
    falls = TIERS.index(raw_tier) > TIERS.index(last_close.tier)
    fell_before = last_close.raw_tier == "" or TIERS.index(last_close.raw_tier) > TIERS.index(last_close.tier)
    if falls and not fell_before:
        return last_close.tier, "grace"
    return raw_tier, "by_rank"


class Valued(Protocol):
    """A row of the ranking, as far as the view by contribution needs it."""

    @property
    def customer_id(self) -> str | int: ...
    @property
    def contribution_minor(self) -> int | None: ...
    @property
    def rank(self) -> int | None: ...


def places_by_contribution(ranked: Iterable[Valued]) -> dict[str, int]:
    """customer → place by contribution, 1 the highest; equal ones keep their order by revenue (D18).

    Empty unless the contribution of every ranked customer is known: a place among guesses means nothing.
    """
    rows = [row for row in ranked if row.rank is not None]
    if not rows or any(row.contribution_minor is None for row in rows):
        return {}
    rows.sort(key=lambda row: (-(row.contribution_minor or 0), row.rank))
    return {str(row.customer_id): place for place, row in enumerate(rows, start=1)}
