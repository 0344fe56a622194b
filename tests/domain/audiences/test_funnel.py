"""D233 and D234 without a database: who moved on in time, and what one of them cost."""

from datetime import date, timedelta

import pytest

from guanxi.domain.audiences.rules import Journey, Terms, cost_of_each, funnel_of, share_ppm

SEEN = date(2025, 2, 20)
TERMS = Terms(responses=320, cost_minor=4_800_000, register_within_days=90, ship_within_days=180)


def after(days: int) -> date:
    return SEEN + timedelta(days)


def test_the_figures_of_story_1() -> None:
    journeys = [
        Journey(
            customer_id=number,
            seen_on=SEEN,
            registered_on=after(5) if number < 36 else None,
            shipped_on=after(60) if number < 9 else None,
        )
        for number in range(288)
    ]
    ordinary, basic, actual = funnel_of(journeys, TERMS).steps
    assert [step.count for step in (ordinary, basic, actual)] == [288, 36, 9]
    assert [step.share_ppm for step in (ordinary, basic, actual)] == [900_000, 125_000, 31_250]
    assert [step.cost_minor for step in (ordinary, basic, actual)] == [16_667, 133_333, 533_333]
    assert [step.entered for step in (ordinary, basic, actual)] == [320, 288, 288]


@pytest.mark.parametrize(("days", "is_counted"), [(0, True), (90, True), (91, False)])
def test_the_last_day_of_a_window_counts_and_the_day_after_does_not(days: int, is_counted: bool) -> None:
    basic = funnel_of([Journey(1, SEEN, registered_on=after(days))], TERMS).steps[1]
    assert basic.count == int(is_counted)
    assert basic.median_days == (days if is_counted else None)


def test_who_was_on_file_before_is_nobodys_new_customer() -> None:
    funnel = funnel_of([Journey(1, SEEN, after(3), after(9), known_before=True), Journey(2, SEEN)], TERMS)
    assert [step.count for step in funnel.steps] == [1, 0, 0]
    assert funnel.known_before == (1,)


def test_a_customer_with_two_signals_counts_once_and_from_the_first() -> None:
    twice = [Journey(1, after(40), registered_on=after(100)), Journey(1, SEEN, registered_on=after(100))]
    ordinary, basic, _ = funnel_of(twice, TERMS).steps
    assert (ordinary.count, basic.count) == (1, 0)


def test_a_window_is_complete_when_that_of_the_last_signal_is() -> None:
    _, basic, actual = funnel_of([Journey(1, SEEN), Journey(2, after(2))], TERMS).steps
    assert (basic.complete_on, actual.complete_on) == (after(92), after(182))


def test_nobody_has_no_share_no_cost_and_no_window() -> None:
    ordinary, basic, _ = funnel_of([], TERMS).steps
    assert (ordinary.share_ppm, ordinary.cost_minor) == (0, None)
    assert (basic.share_ppm, basic.median_days, basic.complete_on) == (None, None, None)


def test_shares_and_costs_are_rounded_half_up() -> None:
    assert share_ppm(1, 3) == 333_333
    assert share_ppm(2, 3) == 666_667
    assert (cost_of_each(1, 2), cost_of_each(5, 3), cost_of_each(4_800_000, 288)) == (1, 2, 16_667)
