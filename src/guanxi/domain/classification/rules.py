"""Which group the evidence supports, and which tier a rank keeps: values in, value out."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

GROUPS = ("potential", "ordinary", "basic", "actual", "backbone")
TIERS = ("platinum", "gold", "iron", "lead")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was on file about one customer on the as-of day; later facts are not in here (D11, D12)."""

    signal_on: date | None = None
    signal_kind: str = ""
    registered_on: date | None = None
    declared_buyer: bool = False
    order_placed_on: date | None = None
    completed: int = 0
    first_completed_on: date | None = None
    last_completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """What shipments show about a customer: how many were completed, and when it first placed an order."""

    completed: int = 0
    first_on: date | None = None
    last_on: date | None = None
    placed_on: date | None = None


def what_it_shows(
    *,
    is_forward: bool,
    ordered_on: date,
    delivered_on: date | None,
    cancelled_on: date | None,
    as_of: date,
) -> Shipped:
    """What one shipment shows on the as-of day: a return is no purchase, an order that was cancelled none."""
    done = delivered_on if is_forward and delivered_on and delivered_on <= as_of else None
    stands = cancelled_on is None or cancelled_on > as_of
    placed = ordered_on if ordered_on <= as_of and stands else None
    return Shipped(int(done is not None), done, done, placed)


def shipped_together(one: Shipped, other: Shipped) -> Shipped:
    """What two sets of shipments show together."""
    return Shipped(
        one.completed + other.completed,
        min(filter(None, (one.first_on, other.first_on)), default=None),
        max(filter(None, (one.last_on, other.last_on)), default=None),
        min(filter(None, (one.placed_on, other.placed_on)), default=None),
    )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A value, the code of the sentence that explains it, and what the sentence names."""

    value: str
    code: str
    inputs: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """`{"value", "code", "inputs"}` with dates in ISO form."""
        plain = asdict(self)
        plain["inputs"] = {k: v.isoformat() if isinstance(v, date) else v for k, v in self.inputs.items()}
        return plain


def group_of(evidence: Evidence) -> Conclusion | None:
    """The relationship group the evidence supports; None where nothing identified the customer yet (D11).

    A completed shipment outweighs everything else; a claimed earlier purchase moves nothing (D14); an
    order under way is a lawful sign of interest. Backbone is confirmed by a person and is not concluded here.
    """
    if evidence.completed:
        return Conclusion(
            "actual",
            "actual_by_shipments",
            {
                "count": evidence.completed,
                "first_on": evidence.first_completed_on,
                "last_on": evidence.last_completed_on,
            },
        )
    if evidence.registered_on:
        code = "basic_declared_buyer" if evidence.declared_buyer else "basic_by_roster"
        return Conclusion("basic", code, {"registered_on": evidence.registered_on})
    if evidence.order_placed_on:
        return Conclusion("ordinary", "ordinary_by_order", {"ordered_on": evidence.order_placed_on})
    if evidence.signal_on:
        inputs = {"signal": evidence.signal_kind, "signal_on": evidence.signal_on}
        return Conclusion("ordinary", "ordinary_by_signal", inputs)
    return None


@dataclass(frozen=True, slots=True)
class LastClose:
    """What the newest period close before this run gave the customer."""

    as_of: date
    tier: str
    raw_tier: str


def is_period_close(as_of: date, *, closing_months: Collection[int]) -> bool:
    """Whether the day is the last of a closing month."""
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
