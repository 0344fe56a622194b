"""Shares that lose nothing, and how few customers the sales rest on (D25)."""

from hypothesis import given
from hypothesis import strategies as st

from guanxi_analysis import (
    Concentration,
    apportioned,
    concentration,
    share_of_sales,
    shares_of,
    shipped_policy,
)
from tests.analysis.facts import AS_OF, Fact, fact, table_of

AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)


def test_three_equal_customers_share_a_hundred_percent_without_losing_a_millionth() -> None:
    assert shares_of([500, 500, 500]) == (333_334, 333_333, 333_333)


def test_whoever_returned_more_than_it_bought_has_no_share() -> None:
    assert shares_of([300, -100, 0, 100]) == (750_000, 0, 0, 250_000)


def test_without_sales_there_are_no_shares() -> None:
    assert shares_of([0, -5]) == (0, 0)


@given(st.lists(AMOUNTS, min_size=1))
def test_shares_sum_to_exactly_one_hundred_percent(revenues: list[int]) -> None:
    whole = 1_000_000 if any(revenue > 0 for revenue in revenues) else 0
    assert sum(shares_of(revenues)) == whole


@given(st.integers(min_value=0, max_value=10**15), st.lists(AMOUNTS, min_size=1))
def test_no_part_is_further_than_a_unit_from_its_exact_share(total: int, weights: list[int]) -> None:
    whole = sum(weight for weight in weights if weight > 0)
    for part, weight in zip(apportioned(total, weights), weights, strict=True):
        exact = total * max(weight, 0)
        assert abs(part * whole - exact) < whole or part == exact == 0


def test_of_two_hundred_customers_the_best_two_and_the_best_forty_are_named() -> None:
    shares = shares_of([38] * 2 + [1] * 198)

    assert concentration(shares, top_ppm=10_000) == Concentration(10_000, 2, 277_372)
    assert concentration(shares, top_ppm=200_000).customers == 40


def test_a_fraction_of_a_customer_counts_as_one_as_in_the_cuts_of_tiers() -> None:
    assert concentration(shares_of([3, 1]), top_ppm=10_000) == Concentration(10_000, 1, 750_000)
    assert concentration((), top_ppm=10_000) == Concentration(10_000, 0, 0)


def test_the_ranked_customers_of_a_table_reach_one_hundred_percent_in_order_of_rank() -> None:
    facts = [fact("b", 300), fact("a", 600), fact("c", 100), fact("a", 7, days_ago=400)]
    own_unit = Fact("internal", AS_OF, 9_999, "i", ranked=False)

    shares = share_of_sales(
        table_of([*facts, own_unit]), as_of=AS_OF, window_days=365, policy=shipped_policy()
    )

    assert [(row.customer_id, row.rank, row.share_ppm, row.cumulative_ppm) for row in shares] == [
        ("a", 1, 600_000, 600_000),
        ("b", 2, 300_000, 900_000),
        ("c", 3, 100_000, 1_000_000),
    ]
