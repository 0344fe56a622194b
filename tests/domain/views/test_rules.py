"""Filters as values: days told from today, ranges, and the two forms in which a filter is kept."""

from datetime import date
from decimal import Decimal

import pytest

from guanxi.domain.views.rules import Condition, Filter, Range, Span, UnableToRead, range_of, span_of
from guanxi.domain.views.rules.conditions import group_in_address, group_of_address

TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        ("today", date(2025, 6, 30), date(2025, 6, 30)),
        ("yesterday", date(2025, 6, 29), date(2025, 6, 29)),
        ("1d", date(2025, 6, 30), date(2025, 6, 30)),
        ("30d", date(2025, 6, 1), date(2025, 6, 30)),
        ("over-30d", None, date(2025, 5, 30)),
        ("next-7d", date(2025, 7, 1), date(2025, 7, 7)),
        ("this-week", date(2025, 6, 30), date(2025, 7, 6)),
        ("last-week", date(2025, 6, 23), date(2025, 6, 29)),
        ("this-month", date(2025, 6, 1), date(2025, 6, 30)),
        ("last-month", date(2025, 5, 1), date(2025, 5, 31)),
        ("this-quarter", date(2025, 4, 1), date(2025, 6, 30)),
        ("last-quarter", date(2025, 1, 1), date(2025, 3, 31)),
        ("this-year", date(2025, 1, 1), date(2025, 12, 31)),
        ("last-year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-01-01..2025-03-31", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-01-01..", date(2025, 1, 1), None),
        ("..2025-03-31", None, date(2025, 3, 31)),
        ("2025-02-03", date(2025, 2, 3), date(2025, 2, 3)),
    ],
)
def test_days_are_told_from_the_day_on_which_they_are_asked(
    term: str, first: date | None, last: date | None
) -> None:
    assert span_of(term, today=TODAY) == Span(first, last)


@pytest.mark.parametrize("today", [date(2025, 1, 1), date(2024, 12, 31), date(2024, 2, 29)])
def test_periods_meet_without_gap_at_every_turn_of_the_calendar(today: date) -> None:
    for unit in ("week", "month", "quarter", "year"):
        this, last = (span_of(f"{which}-{unit}", today=today) for which in ("this", "last"))
        assert this.first
        assert this.last
        assert last.last
        assert this.first <= today <= this.last
        assert (this.first - last.last).days == 1


@pytest.mark.parametrize(
    ("term", "code"),
    [
        *(("soon", "no_day"), ("0d", "no_day"), ("2025-02-30", "no_day"), ("..", "no_day"), ("", "no_day")),
        *(("2025-03-01..2025-02-01", "no_range"), ("99999d", "no_day"), ("２０２５-01-01", "no_day")),
    ],
)
def test_what_is_no_day_is_refused_by_name(term: str, code: str) -> None:
    with pytest.raises(UnableToRead) as refused:
        span_of(term, today=TODAY)
    assert (refused.value.code, refused.value.term) == (code, term)


def test_ranges_are_open_at_the_end_that_is_missing() -> None:
    assert range_of("1,000..5000.5") == Range(Decimal(1000), Decimal("5000.5"))
    assert range_of("7") == Range(Decimal(7), Decimal(7))
    assert range_of("..-3") == Range(None, Decimal(-3))


@pytest.mark.parametrize("term", ["", "..", "x", "NaN", "Infinity", "1e400", "1..2..3"])
def test_what_is_no_number_is_refused_by_name(term: str) -> None:
    with pytest.raises(UnableToRead) as refused:
        range_of(term)
    assert refused.value.code == "no_amount"


def test_a_filter_comes_back_from_json_as_it_was() -> None:
    gold, recent = Condition("tier", ("gold", "!iron")), Condition("last", ("30d",))
    asked = Filter((gold,), ((gold, recent),), "晨光")
    assert Filter.of_json(asked.as_json) == asked
    assert Filter.of_json({}) == Filter()
    assert Filter().as_json == {}


@pytest.mark.parametrize("term", ["gold", "a,b", "x;y:z", "100 %", "!none", "2025-01-01..", "杭州"])
def test_a_group_comes_back_from_its_address_whatever_its_terms_hold(term: str) -> None:
    group = (Condition("city", (term, "second")), Condition("last", ("30d",)))
    assert group_of_address(group_in_address(group)) == group


def test_an_address_that_names_no_field_or_no_term_asks_nothing() -> None:
    assert group_of_address("") == group_of_address(";;") == group_of_address("tier;:x;tier:,") == ()


def test_conditions_become_any_of_them_and_all_of_them_again() -> None:
    gold, recent = Condition("tier", ("gold",)), Condition("last", ("30d",))
    combined = Filter((gold, recent)).combined()
    assert combined == Filter((), ((gold, recent),))
    assert combined.taken_apart(0) == Filter((gold, recent))
    with_iron = Filter((Condition("tier", ("iron",)),), combined.groups)
    assert with_iron.taken_apart(0).conditions == (Condition("tier", ("iron", "gold")), recent)
