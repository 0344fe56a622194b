"""Business days and months, without a database."""

from datetime import date

import pytest

from guanxi.domain.operations.rules import business_days_before, months_until


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [
        (date(2025, 6, 30), 1, date(2025, 6, 30)),  # a Monday is its own first business day
        (date(2025, 6, 30), 2, date(2025, 6, 27)),  # over a week-end
        (date(2025, 6, 29), 1, date(2025, 6, 27)),  # a Sunday has none
        (date(2025, 6, 30), 30, date(2025, 5, 20)),
    ],
)
def test_business_days_are_counted_backwards(day: date, count: int, first: date) -> None:
    assert business_days_before(day, count) == first


def test_months_go_back_over_the_new_year() -> None:
    assert months_until(date(2025, 2, 28), 3) == [date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1)]
