"""Who brings how much of the sales, and on how few they rest (domain.md D25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from guanxi_analysis.apportionment import apportioned
from guanxi_analysis.engine import run
from guanxi_analysis.policy import WHOLE_PPM, TierPolicy
from guanxi_analysis.tiers import ActiveBy, rank_customers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class SalesShare(NamedTuple):
    """One ranked customer. Shares are millionths of the positive revenue of all ranked customers."""

    customer_id: str | int
    rank: int
    revenue_minor: int
    share_ppm: int
    cumulative_ppm: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """What the best `customers` bring: the first ceil(n × `top_ppm`) of n, and their share of the sales."""

    top_ppm: int
    customers: int
    share_ppm: int


def shares_of(revenues_minor: Sequence[int]) -> tuple[int, ...]:
    """Each revenue's share in millionths; they sum to exactly 1,000,000 where one is positive.

    A revenue of zero or less has the share 0 and takes nothing from the others.
    """
    return apportioned(WHOLE_PPM, revenues_minor)


def concentration(shares_ppm: Sequence[int], *, top_ppm: int) -> Concentration:
    """The share of the best `top_ppm` millionths of customers; `shares_ppm` are in order of rank.

    The number of customers is rounded up, as the cuts of the tiers are (D16).
    """
    customers = -(-len(shares_ppm) * top_ppm // WHOLE_PPM)
    return Concentration(top_ppm, customers, sum(shares_ppm[:customers]))


def share_of_sales(
    connection: "DuckDBPyConnection",
    *,
    as_of: date,
    window_days: int,
    policy: TierPolicy,
    active_by: ActiveBy = "order",
) -> tuple[SalesShare, ...]:
    """Rank the table `facts` (columns: schemas.FACTS) by revenue in (as_of − window_days, as_of].

    By rank; customers that are not ranked (D20) have no share. Raises what `rank_customers` raises.
    """
    rank_customers(connection, as_of=as_of, window_days=window_days, policy=policy, active_by=active_by)
    rows = run(connection, "sales_share_rows")
    reached = accumulate(share_ppm for *_, share_ppm in rows)
    return tuple(SalesShare._make((*row, total)) for row, total in zip(rows, reached, strict=True))
