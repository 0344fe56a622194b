"""What and how a customer buys (D24), for one customer in Python and for all of them in SQL."""

from datetime import date, timedelta
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi_analysis import InvalidFacts, MixPart, Shipped, Total, features_of, purchase_features

AS_OF = date(2025, 6, 30)
YEAR = 365
# Thirteen gaps; sorted, the seventh is 6.
GAPS = (3, 9, 6, 5, 14, 6, 2, 7, 6, 30, 4, 6, 8)


def fourteen_shipments() -> list[Shipped]:
    days = [AS_OF - timedelta(days=5)]
    for gap in GAPS:
        days.append(days[-1] - timedelta(days=gap))
    return [Shipped(day, 100_00, 1_500_000, 12, "rail", "bulk", "圃田", "城厢") for day in days]


def table_of(shipments: dict[str, list[Shipped]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE shipments (customer_id VARCHAR, occurred_on DATE, revenue_minor BIGINT,"
        " weight_g BIGINT, packages BIGINT, mode VARCHAR, service VARCHAR, origin VARCHAR,"
        " destination VARCHAR)"
    )
    rows = [(customer, *one) for customer, own in shipments.items() for one in own]
    if rows:
        connection.executemany("INSERT INTO shipments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return connection


def test_fourteen_shipments_have_a_median_gap_of_six_days() -> None:
    found = features_of(fourteen_shipments(), as_of=AS_OF, window_days=YEAR)

    assert found.orders == found.purchase_days == 14
    assert found.median_gap_days == 6
    assert found.revenue == Total(1_400_00, 14)
    assert found.weight == Total(21_000_000, 14)
    assert found.packages == Total(168, 14)
    assert found.last_on == date(2025, 6, 25)
    assert found.lanes == (MixPart(("圃田", "城厢"), 14),)


def test_two_shipments_of_one_day_are_one_purchase_and_half_a_day_stays_half_a_day() -> None:
    days = [date(2025, 6, 1), date(2025, 6, 1), date(2025, 6, 4), date(2025, 6, 8)]

    found = features_of([Shipped(day) for day in days], as_of=AS_OF, window_days=YEAR)

    assert (found.orders, found.purchase_days) == (4, 3)
    assert found.median_gap_days == Fraction(7, 2)


def test_a_single_purchase_has_no_gap_and_none_has_no_day() -> None:
    one = features_of([Shipped(AS_OF)], as_of=AS_OF, window_days=1)
    none = features_of([Shipped(AS_OF - timedelta(days=1))], as_of=AS_OF, window_days=1)

    assert one.median_gap_days is None
    assert one.orders == 1
    assert (none.orders, none.first_on, none.season_permille) == (0, None, (0,) * 12)


def test_what_is_not_on_file_is_counted_as_unknown_and_not_as_zero() -> None:
    shipments = [Shipped(AS_OF, revenue_minor=None, weight_g=7), Shipped(AS_OF, revenue_minor=5)]

    found = features_of(shipments, as_of=AS_OF, window_days=YEAR)

    assert found.revenue == Total(5, 1)
    assert found.weight == Total(7, 1)
    assert found.modes == (MixPart(("",), 2),)


def test_a_month_with_twice_its_even_share_has_the_index_two_thousand() -> None:
    days = [date(2025, month, 3) for month in range(1, 7)] + [date(2024, month, 20) for month in range(7, 13)]

    even = features_of([Shipped(day) for day in days], as_of=AS_OF, window_days=YEAR)
    twice = features_of([Shipped(day) for day in [*days, *days[:1] * 12]], as_of=AS_OF, window_days=YEAR)

    assert even.season_permille == (1000,) * 12
    assert twice.season_permille[0] == 6500
    assert twice.season_permille[1] == 500


NAMES = st.sampled_from(["", "rail", "road", "圃田", "城厢"])
SHIPPED = st.builds(
    Shipped,
    st.dates(min_value=date(2024, 4, 1), max_value=date(2025, 7, 31)),
    *[st.none() | st.integers(min_value=-(10**9), max_value=10**9)] * 3,
    NAMES,
    NAMES,
    NAMES,
    NAMES,
)


@given(st.dictionaries(st.sampled_from("abc"), st.lists(SHIPPED, max_size=12)))
@settings(deadline=None, max_examples=40)
def test_the_engine_measures_all_customers_as_python_measures_one(
    shipments: dict[str, list[Shipped]],
) -> None:
    measured = purchase_features(table_of(shipments), as_of=AS_OF, window_days=YEAR)

    by_hand = {
        customer: features_of(own, as_of=AS_OF, window_days=YEAR)
        for customer, own in sorted(shipments.items())
    }
    assert measured == {customer: found for customer, found in by_hand.items() if found.orders}


def test_a_table_without_a_column_is_refused_by_name() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE shipments (customer_id VARCHAR, occurred_on DATE)")

    with pytest.raises(InvalidFacts, match="The table shipments has no column revenue_minor"):
        purchase_features(connection, as_of=AS_OF, window_days=YEAR)
