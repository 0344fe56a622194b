"""What an activity costs: the rate of its day, multiplied exactly, rounded once (D26, D217)."""

from datetime import date

import pytest

from guanxi.domain.billing.rules import DatedRate, cost_of, rate_on
from guanxi.domain.ground.money import UnableToReadMoney

RATES = [
    DatedRate(date(2024, 1, 1), 30_000_000, 1),
    DatedRate(date(2025, 1, 1), 35_000_000, 2),
    DatedRate(date(2025, 7, 1), 40_000_000, 3),
]


@pytest.mark.parametrize(
    ("day", "pk"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 1),
        (date(2024, 12, 31), 1),
        (date(2025, 1, 1), 2),
        (date(2025, 6, 30), 2),
        (date(2025, 7, 1), 3),
        (date(2099, 12, 31), 3),
    ],
)
def test_the_rate_of_a_day_is_the_last_that_has_begun(day: date, pk: int | None) -> None:
    found = rate_on(day, RATES)
    assert (found.pk if found else None) == pk


def test_without_rates_there_is_none() -> None:
    assert rate_on(date(2025, 1, 1), []) is None


@pytest.mark.parametrize(
    ("quantity", "rate", "currency", "minor"),
    [
        (240_000, 35_000_000, "CNY", 840_000),
        (1_500, 12_500_000, "CNY", 1_875),
        (1, 5_000_000, "CNY", 1),  # 0.005 yuan: half a fen is rounded away from zero
        (1, 4_999_999, "CNY", 0),
        (1_000, 1_500_000, "JPY", 2),
        (1_000, 1_234_500, "KWD", 1_235),
        (0, 35_000_000, "CNY", 0),
    ],
)
def test_quantity_times_rate_is_rounded_once_to_the_minor_unit(
    quantity: int, rate: int, currency: str, minor: int
) -> None:
    assert cost_of(quantity_thousandths=quantity, rate_millionths=rate, currency=currency) == minor


def test_thousandths_are_not_rounded_before_they_are_multiplied() -> None:
    parts = [cost_of(quantity_thousandths=333, rate_millionths=1_000_001, currency="CNY") for _ in range(3)]
    assert parts == [33, 33, 33]
    assert cost_of(quantity_thousandths=999, rate_millionths=1_000_001, currency="CNY") == 100


def test_a_cost_beyond_the_bound_of_money_is_refused() -> None:
    with pytest.raises(UnableToReadMoney):
        cost_of(quantity_thousandths=10**12, rate_millionths=10**15, currency="CNY")
