"""The ranking in SQL against the vectors of D16, D17 and D20 and against a ranking done by hand."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi_analysis import (
    CustomerValue,
    InvalidArgument,
    InvalidFacts,
    TierPolicy,
    ValueRanking,
    shipped_policy,
    value_tiers,
)
from guanxi_analysis.tiers import ActiveBy
from tests.analysis.facts import AS_OF, Fact, fact, oracle, table_of


def ranking_of(
    facts: list[Fact],
    *,
    active_by: ActiveBy = "order",
    window_days: int = 365,
    policy: TierPolicy | None = None,
) -> ValueRanking:
    return value_tiers(
        table_of(facts),
        as_of=AS_OF,
        window_days=window_days,
        policy=policy or shipped_policy(),
        active_by=active_by,
    )


def rows_by_customer(ranking: ValueRanking) -> dict[str | int, CustomerValue]:
    return {row.customer_id: row for row in ranking.rows}


def falling_revenues(number: int) -> list[Fact]:
    return [fact(f"c{place:04}", (number - place) * 997) for place in range(number)]


@pytest.mark.parametrize(
    ("number", "counts"),
    [(200, (2, 8, 30, 160)), (137, (2, 5, 21, 109)), (40, (1, 1, 6, 32)), (1000, (10, 40, 150, 800))],
)
def test_the_cuts_are_those_of_d16(number: int, counts: tuple[int, ...]) -> None:
    ranking = ranking_of(falling_revenues(number))

    assert tuple(ranking.summary.counts.values()) == counts
    tiers = [row.tier for row in ranking.rows]
    assert tuple(tiers.count(tier) for tier in ("platinum", "gold", "iron", "lead")) == counts
    assert tiers == sorted(tiers, key=lambda tier: list(ranking.summary.counts).index(tier or ""))


def test_twenty_customers_have_tiers_and_nineteen_do_not() -> None:
    twenty, nineteen = ranking_of(falling_revenues(20)), ranking_of(falling_revenues(19))

    assert twenty.summary.counts == {"platinum": 1, "gold": 0, "iron": 3, "lead": 16}
    assert not twenty.summary.small_n
    assert nineteen.summary.small_n
    assert nineteen.summary.cuts == ()
    assert {(row.tier, row.reason_code) for row in nineteen.rows} == {(None, "too_few")}
    assert [row.rank for row in nineteen.rows] == list(range(1, 20))


def test_equal_revenue_at_a_cut_is_settled_by_orders_and_the_run_names_both() -> None:
    facts = falling_revenues(200)
    inside, outside = facts[1], facts[2]
    facts[1:3] = [
        inside,
        fact(outside.customer_id, 0, order="first"),
        fact(outside.customer_id, inside.revenue_minor, order="second"),
    ]

    ranking = ranking_of(facts)

    rows = rows_by_customer(ranking)
    assert rows["c0002"].tier == "platinum", "two orders stand before one"
    assert rows["c0001"].tier == "gold"
    [tie] = ranking.summary.ties
    assert (tie.tier, tie.last_rank) == ("platinum", 2)
    assert tie.customers == ("c0002", "c0001")
    assert {rows["c0001"].reason_code, rows["c0002"].reason_code} == {"ranked_at_tie"}
    assert rows["c0000"].reason_code == "ranked"


def test_ties_fall_to_contribution_then_orders_then_first_day_then_identifier() -> None:
    facts = [
        *falling_revenues(30),
        fact("z-by-id", 10**9),
        fact("y-by-id", 10**9),
        fact("x-by-day", 10**9, days_ago=11),
        fact("w-by-orders", 10**9, days_ago=5, order="1"),
        fact("w-by-orders", None, days_ago=5, order="2"),
        fact("v-by-contribution", 10**9, days_ago=1)._replace(contribution_minor=-1),
    ]

    ranking = ranking_of(facts)

    first_five = [row.customer_id for row in ranking.rows[:5]]
    assert first_five == ["v-by-contribution", "w-by-orders", "x-by-day", "y-by-id", "z-by-id"]


def test_equal_revenue_away_from_the_cuts_is_no_tie() -> None:
    facts = falling_revenues(200)
    facts[4] = fact(facts[4].customer_id, facts[5].revenue_minor)

    assert ranking_of(facts).summary.ties == ()


def test_ten_internal_units_are_measured_and_change_no_tier() -> None:
    facts = falling_revenues(137)
    units = [fact(f"unit{place}", 10**8 + place)._replace(ranked=False) for place in range(10)]

    without, beside = ranking_of(facts), ranking_of([*units, *facts])

    rows = rows_by_customer(beside)
    assert {row.customer_id: (row.rank, row.tier, row.share_ppm) for row in without.rows} == {
        customer: (row.rank, row.tier, row.share_ppm) for customer, row in rows.items() if row.ranked
    }
    assert beside.summary.counts == without.summary.counts
    unit = rows["unit3"]
    assert (unit.revenue_minor, unit.rank, unit.tier, unit.share_ppm) == (10**8 + 3, None, None, 0)
    assert unit.reason_code == "not_ranked"


def test_a_shipment_without_known_revenue_is_an_order_that_adds_no_money() -> None:
    facts = [*falling_revenues(30), fact("absent", None, order="1"), fact("absent", None, order="2")]

    by_order, by_amount = ranking_of(facts), ranking_of(facts, active_by="positive_amount")

    row = rows_by_customer(by_order)["absent"]
    assert (row.active, row.orders, row.revenue_minor, row.rank) == (True, 2, 0, 31)
    row = rows_by_customer(by_amount)["absent"]
    assert (row.active, row.rank, row.reason_code) == (False, None, "no_positive_amount")


def test_the_window_holds_its_last_day_and_not_the_one_before_its_first() -> None:
    facts = [
        fact("on-the-day", 5, days_ago=0),
        fact("first-day", 5, days_ago=364),
        fact("day-before", 5, days_ago=365),
        fact("tomorrow", 5, days_ago=-1),
    ]

    rows = rows_by_customer(ranking_of(facts))

    assert set(rows) == {"on-the-day", "first-day", "day-before"}
    assert (rows["on-the-day"].active, rows["first-day"].active) == (True, True)
    before = rows["day-before"]
    assert (before.active, before.revenue_minor, before.share_ppm) == (False, 0, 0)
    assert (before.recency_days, before.reason_code) == (365, "no_order")


def test_shares_of_three_equal_customers_still_sum_to_a_million() -> None:
    ranking = ranking_of([fact(name, 1) for name in "abc"])

    assert [row.share_ppm for row in ranking.rows] == [333_334, 333_333, 333_333]


def test_a_customer_whose_returns_outweigh_its_sales_ranks_last_with_no_share() -> None:
    ranking = ranking_of([fact("good", 7), fact("zero", 0), fact("bad", 5), fact("bad", -9, days_ago=2)])

    assert [(row.customer_id, row.share_ppm) for row in ranking.rows] == [
        ("good", 10**6),
        ("zero", 0),
        ("bad", 0),
    ]


def test_no_facts_make_an_empty_ranking() -> None:
    ranking = ranking_of([])

    assert ranking.rows == ()
    assert (ranking.summary.customers, ranking.summary.n, ranking.summary.small_n) == (0, 0, True)


def test_sums_beyond_64_bits_are_refused_and_not_wrapped() -> None:
    with pytest.raises(InvalidFacts) as refused:
        ranking_of([fact("a", 2**62), fact("a", 2**62, days_ago=3)])
    assert refused.value.code == "amounts_too_large"


def test_facts_in_floating_point_are_refused_by_column() -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE facts AS SELECT 'a' AS customer_id, true AS ranked, DATE '2025-01-01' AS occurred_on,"
        " 1 AS order_key, 1.5::DOUBLE AS revenue_minor, NULL::BIGINT AS contribution_minor"
    )

    with pytest.raises(InvalidFacts, match="revenue_minor of facts must be BIGINT, not DOUBLE"):
        value_tiers(connection, as_of=AS_OF, window_days=365, policy=shipped_policy())


@pytest.mark.parametrize("days", [0, -1, 36_601])
def test_a_window_outside_the_calendar_is_refused(days: int) -> None:
    with pytest.raises(InvalidArgument, match="window must be from 1 to 36600"):
        ranking_of([], window_days=days)


def test_a_window_that_begins_before_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="begins before the calendar"):
        value_tiers(table_of([]), as_of=date(1, 2, 3), window_days=365, policy=shipped_policy())


some_facts = st.lists(
    st.builds(
        Fact,
        customer_id=st.integers(0, 60).map(lambda number: f"c{number}"),
        occurred_on=st.integers(-3, 400).map(lambda days: AS_OF - timedelta(days=days)),
        revenue_minor=st.one_of(st.none(), st.integers(-50, 200), st.integers(-(10**12), 10**13)),
        order_key=st.one_of(st.none(), st.integers(0, 9).map(str)),
        ranked=st.just(True),
        contribution_minor=st.one_of(st.none(), st.integers(-3, 3)),
    ),
    max_size=150,
)


@settings(max_examples=60, deadline=None)
@given(facts=some_facts, internal=st.sets(st.integers(0, 60), max_size=4), by_order=st.booleans())
def test_the_sql_ranks_as_one_would_by_hand(facts: list[Fact], internal: set[int], by_order: bool) -> None:
    facts = [row._replace(ranked=int(row.customer_id[1:]) not in internal) for row in facts]
    policy = replace(shipped_policy(), minimum_ranked=5)
    active_by: ActiveBy = "order" if by_order else "positive_amount"

    ranking = ranking_of(facts, active_by=active_by, window_days=180, policy=policy)

    expected = oracle(facts, window_days=180, policy=policy, active_by=active_by)
    assert {
        row.customer_id: (row.orders, row.revenue_minor, row.share_ppm, row.rank, row.tier)
        for row in ranking.rows
    } == {customer: tuple(row) for customer, row in expected.items()}
    shares = sum(row.share_ppm for row in ranking.rows)
    assert shares == (1_000_000 if any(row.share_ppm for row in expected.values()) else 0)


@settings(max_examples=25, deadline=None)
@given(facts=some_facts, random=st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(facts: list[Fact], random: object) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert ranking_of(facts) == ranking_of(shuffled)
