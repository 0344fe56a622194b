"""Value tiers: who ranks where, in which tier, with what share of revenue (domain.md D16, D17, D20, D25)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from guanxi_analysis.engine import run
from guanxi_analysis.errors import InvalidArgument, InvalidFacts
from guanxi_analysis.policy import LONGEST_WINDOW_DAYS, TierPolicy
from guanxi_analysis.schemas import require_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Each statement leaves a table the next ones read.
_RANKING = (
    "order_count",
    "customer_summary",
    "ranked_customer",
    "revenue_histogram",
    "revenue_rank",
    "revenue_total",
    "share_floor",
    "share_histogram",
    "share",
)

ActiveBy = Literal["order", "positive_amount"]
ReasonCode = Literal["ranked", "ranked_at_tie", "too_few", "no_order", "no_positive_amount", "not_ranked"]


class CustomerValue(NamedTuple):
    """One customer of the ranking. Money is in minor units, shares in millionths of the positive revenue.

    `orders`, `revenue_minor` and `contribution_minor` are of the window, `first_on` and `last_on` of all
    facts up to the as-of date. `rank` is None for who is not active or not ranked, `tier` also below the
    policy's minimum.
    """

    customer_id: str | int
    first_on: date
    last_on: date
    recency_days: int
    orders: int
    revenue_minor: int
    contribution_minor: int | None
    active: bool
    ranked: bool
    share_ppm: int
    rank: int | None
    tier: str | None
    reason_code: ReasonCode


@dataclass(frozen=True, slots=True)
class Cut:
    """A tier's ranks, both included, and the revenue of the last one; an empty tier ends before it begins."""

    tier: str
    first_rank: int
    last_rank: int
    revenue_minor: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal revenue on both sides of the cut under `tier`; `customers` are all who have it, by rank."""

    tier: str
    last_rank: int
    revenue_minor: int
    customers: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TierSummary:
    """What a run reports beside its rows: `n` were ranked, `customers` counts everyone with a fact."""

    as_of: date
    window_days: int
    policy: TierPolicy
    customers: int
    active: int
    n: int
    small_n: bool
    cuts: tuple[Cut, ...]
    ties: tuple[Tie, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ValueRanking:
    """A run with its rows: the ranked by rank, then everyone else by identifier."""

    summary: TierSummary
    rows: tuple[CustomerValue, ...]


def value_tiers(
    connection: "DuckDBPyConnection",
    *,
    as_of: date,
    window_days: int,
    policy: TierPolicy,
    active_by: ActiveBy = "order",
) -> ValueRanking:
    """Rank the customers of the table `facts` (columns: schemas.FACTS) and return every row.

    A customer is active with a fact that has an order key in (as_of − window_days, as_of], or, with
    `active_by="positive_amount"`, with a positive amount there. Raises what `rank_customers` raises.
    """
    summary = rank_customers(
        connection, as_of=as_of, window_days=window_days, policy=policy, active_by=active_by
    )
    rows = run(connection, "customer_value_rows")
    return ValueRanking(summary=summary, rows=tuple(CustomerValue(*row) for row in rows))


def rank_customers(
    connection: "DuckDBPyConnection",
    *,
    as_of: date,
    window_days: int,
    policy: TierPolicy,
    active_by: ActiveBy,
) -> TierSummary:
    """Leave the rows in the temporary table `customer_value` (columns: CustomerValue) and return the summary.

    Raises InvalidFacts for a table of another shape or sums beyond 64 bits, InvalidArgument for the window.
    """
    from duckdb import ConversionException, OutOfRangeException

    require_facts(connection)
    opens_after = _day_before_window(as_of, window_days)
    run(connection, "ranking_parameters", [as_of, opens_after, policy.minimum_ranked, active_by])
    try:
        for statement in _RANKING:
            run(connection, statement)
    except (ConversionException, OutOfRangeException) as error:
        raise InvalidFacts("amounts_too_large") from error
    n = _number(connection, "ranked_count")
    _lay_cuts(connection, policy, n)
    run(connection, "tie")
    run(connection, "customer_value")
    return _summary(connection, as_of=as_of, window_days=window_days, policy=policy, n=n)


def _day_before_window(as_of: date, window_days: int) -> date:
    if not 1 <= window_days <= LONGEST_WINDOW_DAYS:
        raise InvalidArgument("window_out_of_range", high=LONGEST_WINDOW_DAYS, value=window_days)
    try:
        return as_of - timedelta(days=window_days)
    except OverflowError as error:
        raise InvalidArgument("window_before_calendar", value=window_days, as_of=as_of) from error


def _lay_cuts(connection: "DuckDBPyConnection", policy: TierPolicy, n: int) -> None:
    run(connection, "cut_table")
    if n < policy.minimum_ranked:
        return
    first_rank = 1
    for position, cut in enumerate(policy.cuts):
        last_rank = cut.last_rank(n)
        run(connection, "cut_add", [position, cut.tier, first_rank, last_rank])
        first_rank = last_rank + 1


def _summary(
    connection: "DuckDBPyConnection", *, as_of: date, window_days: int, policy: TierPolicy, n: int
) -> TierSummary:
    [(customers, active)] = run(connection, "customer_counts")
    cuts = tuple(Cut(*row) for row in run(connection, "cut_rows"))
    counts = dict.fromkeys((cut.tier for cut in policy.cuts), 0)
    counts.update({cut.tier: cut.last_rank - cut.first_rank + 1 for cut in cuts})
    return TierSummary(
        as_of=as_of,
        window_days=window_days,
        policy=policy,
        customers=customers,
        active=active,
        n=n,
        small_n=n < policy.minimum_ranked,
        cuts=cuts,
        ties=tuple(_ties(connection)),
        counts=counts,
    )


def _ties(connection: "DuckDBPyConnection") -> Iterator[Tie]:
    rows = run(connection, "tie_rows")
    for (tier, last_rank, revenue_minor), concerned in groupby(rows, key=lambda row: row[:3]):
        customers = tuple(row[3] for row in concerned)
        yield Tie(tier=tier, last_rank=last_rank, revenue_minor=revenue_minor, customers=customers)


def _number(connection: "DuckDBPyConnection", statement: str) -> int:
    [(number,)] = run(connection, statement)
    return int(number)
