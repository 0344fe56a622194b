"""Facts for the workshop's tests: a table built from tuples, and an oracle that ranks them in Python."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import duckdb

from guanxi_analysis import TierPolicy

AS_OF = date(2025, 6, 30)


class Fact(NamedTuple):
    customer_id: str
    occurred_on: date
    revenue_minor: int | None
    order_key: str | None
    ranked: bool = True
    contribution_minor: int | None = None


def fact(customer: str, minor: int | None, *, days_ago: int = 10, order: str | None = None) -> Fact:
    """One shipment `days_ago` before the as-of date; the order key tells facts apart unless given."""
    key = order if order is not None else f"{customer}/{days_ago}/{minor}"
    return Fact(customer, AS_OF - timedelta(days=days_ago), minor, key)


def table_of(facts: Iterable[Fact]) -> duckdb.DuckDBPyConnection:
    """A connection whose table `facts` holds the given rows in the given order."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE facts (customer_id VARCHAR, occurred_on DATE, revenue_minor BIGINT, order_key VARCHAR,"
        " ranked BOOLEAN, contribution_minor BIGINT)"
    )
    rows = list(facts)
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(
            "INSERT INTO facts SELECT unnest(?::VARCHAR[]), unnest(?::DATE[]), unnest(?::BIGINT[]),"
            " unnest(?::VARCHAR[]), unnest(?::BOOLEAN[]), unnest(?::BIGINT[])",
            columns,
        )
    return connection


class Expected(NamedTuple):
    orders: int
    revenue_minor: int
    share_ppm: int
    rank: int | None
    tier: str | None


def oracle(facts: list[Fact], *, window_days: int, policy: TierPolicy, active_by: str) -> dict[str, Expected]:
    """The ranking as one would do it by hand: sort everyone, count down, share out the remainders."""
    known = [row for row in facts if row.occurred_on <= AS_OF]
    opens_after = AS_OF - timedelta(days=window_days)
    measured = {}
    for customer in {row.customer_id for row in known}:
        own = [row for row in known if row.customer_id == customer]
        recent = [row for row in own if row.occurred_on > opens_after]
        orders = len({row.order_key for row in recent if row.order_key is not None})
        revenue = sum(row.revenue_minor or 0 for row in recent)
        positive = any((row.revenue_minor or 0) > 0 for row in recent)
        active = positive if active_by == "positive_amount" else orders > 0
        known_parts = [row.contribution_minor for row in recent if row.contribution_minor is not None]
        contribution = (0, -sum(known_parts)) if known_parts else (1, 0)
        first_on = min(row.occurred_on for row in own)
        place = (-revenue, contribution, -orders, first_on, customer)
        measured[customer] = (active and all(row.ranked for row in own), place)
    order = sorted(place for ranked, place in measured.values() if ranked)
    shares = _largest_remainder([(place[-1], -place[0]) for place in order])
    ranks = {place[-1]: rank for rank, place in enumerate(order, start=1)}
    return {
        customer: Expected(
            orders=-place[2],
            revenue_minor=-place[0],
            share_ppm=shares.get(customer, 0),
            rank=ranks.get(customer),
            tier=_tier(ranks.get(customer), len(order), policy),
        )
        for customer, (_, place) in measured.items()
    }


def _tier(rank: int | None, n: int, policy: TierPolicy) -> str | None:
    if rank is None or n < policy.minimum_ranked:
        return None
    return next(cut.tier for cut in policy.cuts if rank <= cut.last_rank(n))


def _largest_remainder(revenues: list[tuple[str, int]]) -> dict[str, int]:
    positive = [(customer, revenue) for customer, revenue in revenues if revenue > 0]
    total = sum(revenue for _, revenue in positive)
    exact = {customer: Fraction(revenue * 1_000_000, total) for customer, revenue in positive}
    shares = {customer: int(share) for customer, share in exact.items()}
    by_remainder = sorted(exact, key=lambda customer: shares[customer] - exact[customer])
    for customer in by_remainder[: 1_000_000 - sum(shares.values()) if shares else 0]:
        shares[customer] += 1
    return shares
