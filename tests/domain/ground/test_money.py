from decimal import Decimal

import pytest
from babel.numbers import UnknownCurrencyError
from hypothesis import given
from hypothesis import strategies as st

from guanxi.domain.ground.money import LARGEST_MINOR, Money, UnableToReadMoney, minor_units, read_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("4521.5", "USD", 452150),
        ("0.005", "CNY", 1),
        ("-0.005", "CNY", -1),
        ("0.004", "CNY", 0),
        ("1200", "JPY", 1200),
        ("1.0005", "KWD", 1001),
        ("1e3", "CNY", 100000),
    ],
)
def test_half_a_unit_is_rounded_away_from_zero(text: str, currency: str, minor: int) -> None:
    assert read_amount(text, currency) == minor


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnableToReadMoney) as refusal:
        read_amount(text, "CNY")
    assert refusal.value.code == "not_a_number"


@pytest.mark.parametrize("text", ["1e14", "-1e14", "9" * 40])
def test_an_amount_beyond_the_bound_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadMoney) as refusal:
        read_amount(text, "CNY")
    assert refusal.value.code == "out_of_range"


def test_words_are_refused() -> None:
    with pytest.raises(UnableToReadMoney):
        read_amount("Freight Included", "CNY")


def test_a_currency_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownCurrencyError):
        read_amount("1", "XYZ")


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_minor_units_survive_the_way_to_text_and_back(minor: int, currency: str) -> None:
    assert read_amount(str(Money(minor, currency).amount), currency) == minor


def test_an_exact_decimal_stays_exact() -> None:
    assert minor_units(Decimal("68817849.41"), "USD") == 6_881_784_941
