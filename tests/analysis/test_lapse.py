"""Silence measured against a customer's own rhythm (D29)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from guanxi_analysis import LapseRule, lapses_on, rhythm_of, silence_allowed

RULE = LapseRule(floor_days=30, gap_factor=3, window_days=365, minimum_purchase_days=3, season_years=2)


def every(days: int, *, until: date, times: int) -> list[date]:
    return [until - timedelta(days=days * place) for place in range(times)]


def test_fenggu_ships_every_six_days_until_21_may_and_is_lapsed_on_20_june() -> None:
    rhythm = rhythm_of(every(6, until=date(2025, 5, 21), times=14), RULE)

    assert rhythm is not None
    assert rhythm.median_gap_days == 6
    assert silence_allowed(rhythm, RULE) == 30
    assert lapses_on(rhythm, RULE) == date(2025, 6, 20)


@pytest.mark.parametrize(
    ("gap", "allowed"), [(Fraction(10), 30), (Fraction(21, 2), 32), (Fraction(11), 33), (Fraction(90), 270)]
)
def test_a_slow_customer_is_given_three_of_its_own_gaps(gap: Fraction, allowed: int) -> None:
    days = [date(2025, 3, 1), date(2025, 3, 1) + timedelta(days=int(gap * 2) // 2)]
    days.append(days[-1] + timedelta(days=int(gap * 2) - (days[1] - days[0]).days))

    rhythm = rhythm_of(days, RULE)

    assert rhythm is not None
    assert rhythm.median_gap_days == gap
    assert silence_allowed(rhythm, RULE) == allowed


def test_two_purchases_are_no_rhythm() -> None:
    assert rhythm_of([date(2025, 5, 1), date(2025, 5, 21)], RULE) is None
    assert rhythm_of([], RULE) is None


def test_the_rhythm_is_that_of_the_year_up_to_the_last_purchase() -> None:
    busy_once = every(1, until=date(2020, 1, 31), times=30)
    slow_now = every(20, until=date(2025, 5, 21), times=6)

    rhythm = rhythm_of(busy_once + slow_now, RULE)

    assert rhythm is not None
    assert (rhythm.purchase_days, rhythm.median_gap_days) == (6, Fraction(20))


def harvest(years: range) -> list[date]:
    """Every six days from September to December, and nothing else in the year."""
    return [date(year, 9, 1) + timedelta(days=6 * place) for year in years for place in range(20)]


def test_the_quiet_months_of_a_season_do_not_count_as_silence() -> None:
    rhythm = rhythm_of(harvest(range(2021, 2025)), RULE)

    assert rhythm is not None
    assert rhythm.last_on == date(2024, 12, 24)
    assert rhythm.quiet_months == frozenset(range(1, 9))
    # Seven days are left of December; of September the twenty-third is the thirtieth day.
    assert lapses_on(rhythm, RULE) == date(2025, 9, 23)


def test_one_season_alone_is_no_pattern() -> None:
    rhythm = rhythm_of(harvest(range(2024, 2025)), RULE)

    assert rhythm is not None
    assert rhythm.quiet_months == frozenset()
    assert lapses_on(rhythm, RULE) == date(2025, 1, 23)


def test_a_slow_customer_has_no_quiet_months_for_they_would_be_chance() -> None:
    rhythm = rhythm_of(every(90, until=date(2025, 5, 21), times=20), RULE)

    assert rhythm is not None
    assert rhythm.quiet_months == frozenset()
