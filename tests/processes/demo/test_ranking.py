from datetime import date

import pytest

from tests.processes.demo.world import World

BUSINESS_DATE = date(2025, 6, 30)
MARCH_CLOSE = date(2025, 3, 31)
EVERY_DAY_OF_A_SHIPMENT = ("ordered_on", "accepted_on", "picked_up_on", "delivered_on")


@pytest.fixture(params=EVERY_DAY_OF_A_SHIPMENT)
def by(request: pytest.FixtureRequest) -> str:
    """The day by which a shipment is counted in the year; the figures hold for each."""
    day: str = request.param
    return day


def test_two_hundred_customers_are_ranked(any_world: World, by: str) -> None:
    assert len(any_world.ranking(BUSINESS_DATE, by=by)) == 200


def test_the_year_brings_sixty_million_to_the_fen(any_world: World, by: str) -> None:
    assert sum(any_world.ranking(BUSINESS_DATE, by=by).values()) == 6_000_000_000


def test_platinum_holds_38_per_cent_exactly(any_world: World, by: str) -> None:
    first, second = any_world.ranking(BUSINESS_DATE, by=by).most_common(2)
    assert (first[1], second[1]) == (1_260_000_000, 1_020_000_000)
    assert (first[1] + second[1]) * 100 == 38 * 6_000_000_000
    assert any_world.rank("中原钢构", BUSINESS_DATE, by=by) == 2


def test_shuwei_falls_from_rank_9_to_12(any_world: World, by: str) -> None:
    assert any_world.rank("蜀味食品", MARCH_CLOSE, by=by) == 9
    assert any_world.rank("蜀味食品", BUSINESS_DATE, by=by) == 12


def test_rank_9_was_gold_when_march_closed(any_world: World, by: str) -> None:
    ranked = len(any_world.ranking(MARCH_CLOSE, by=by))
    assert 181 <= ranked <= 200, "two platinum and eight gold"


def test_two_customers_tie_on_either_side_of_the_lead_cut(any_world: World) -> None:
    ranked = any_world.ranking(BUSINESS_DATE).most_common()
    assert ranked[39][1] == ranked[40][1]
    assert ranked[38][1] > ranked[39][1]
    assert ranked[40][1] > ranked[41][1]


def test_no_other_amounts_tie(any_world: World) -> None:
    amounts = list(any_world.ranking(BUSINESS_DATE).values())
    assert len(amounts) - len(set(amounts)) == 1


def test_own_units_would_change_the_ranking_if_they_were_counted(any_world: World) -> None:
    everyone = any_world.ranking(BUSINESS_DATE, internal=True)
    own = [number for number in everyone if any_world.customers[number]["purpose"] == "internal"]
    assert len(own) == 10
    ranked = [number for number, _ in everyone.most_common(10)]
    assert set(own) & set(ranked)


def test_shuwei_shipped_240_orders_for_1200000_yuan(any_world: World) -> None:
    number = any_world.customer("蜀味食品")["customer_number"]
    orders = [
        row
        for row in any_world.delivered()
        if row["customer_number"] == number and date(2024, 7, 1) <= date.fromisoformat(row["delivered_on"])
    ]
    assert len(orders) == 240
    assert any_world.ranking(BUSINESS_DATE)[number] == 120_000_000
