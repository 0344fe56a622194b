from datetime import date, timedelta
from typing import Any

import pytest

from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.rules import Confirmation, Evidence, group_of
from guanxi.domain.classification.rules.backbone import (
    GRADES,
    Measures,
    Thresholds,
    backbone_tests,
    loss_of_backbone,
    nearest_rank,
    thresholds_of,
)
from guanxi.domain.classification.rules.payment_delay import Bill, Delay, longest_delay

DAY = date(2025, 6, 30)
DEMANDS = {
    "revenue_percentile": 90,
    "orders_percentile": 75,
    "credit_at_least": "a",
    "overdue_days": 30,
    "overdue_window_days": 365,
    "review_days": 365,
    "review_notice_days": 30,
    "review_grace_days": 30,
}
BUYER = Evidence(completed=3, first_completed_on=date(2024, 5, 1), last_completed_on=date(2025, 6, 1))


def test_grades_are_those_of_billing_from_the_best_to_the_worst() -> None:
    assert list(GRADES) == CreditGrade.Grade.values


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [
        # Of 200 the 90th percentile is the 180th in rising order: 21 customers reach it.
        (range(1, 201), 90, 180),
        (range(1, 201), 75, 150),
        # Inclusive: of ten, nine tenths is the ninth itself, and anything above it the tenth.
        (range(1, 11), 90, 9),
        (range(1, 11), 91, 10),
        ([7], 1, 7),
        ([7], 100, 7),
        ([5, 5, 5, 1], 75, 5),
        ([], 90, None),
    ],
)
def test_a_percentile_is_one_of_the_values(values: Any, percent: int, found: int | None) -> None:
    assert nearest_rank(values, percent) == found


@pytest.mark.parametrize("percent", [0, 101])
def test_a_percentage_outside_one_to_a_hundred_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match=str(percent)):
        nearest_rank([1], percent)


def bill(number: str, due_on: date | None, *payments: tuple[date, int], amount: int = 100) -> Bill:
    return Bill(number, due_on, amount, list(payments))


MAY_14 = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("bills", "found"),
    [
        # Due on 14 May and open on 30 June: 47 days.
        ([bill("I1", MAY_14)], Delay(47, "I1", True, 1)),
        # Paid in full: from the due day to the day on which the last of it came in.
        ([bill("I1", MAY_14, (MAY_14 + timedelta(40), 100))], Delay(40, "I1", False, 1)),
        ([bill("I1", MAY_14, (MAY_14, 60), (MAY_14 + timedelta(31), 40))], Delay(31, "I1", False, 1)),
        # A part is still open.
        ([bill("I1", MAY_14, (MAY_14, 99))], Delay(47, "I1", True, 1)),
        # What came in and went back does not settle it.
        ([bill("I1", MAY_14, (MAY_14, 60), (MAY_14 + timedelta(1), -60))], Delay(47, "I1", True, 1)),
        ([bill("I1", MAY_14, (MAY_14 - timedelta(3), 100))], Delay(0, "I1", False, 1)),
        ([bill("I1", date(2025, 7, 30))], Delay(0, "I1", True, 1)),
        # Settled before the window of a year began, and on its first day.
        ([bill("I1", date(2024, 1, 1), (date(2024, 6, 30), 100))], Delay()),
        ([bill("I1", date(2024, 1, 1), (date(2024, 7, 1), 100))], Delay(182, "I1", False, 1)),
        # Long due and never paid is late in the window too.
        ([bill("I1", date(2023, 6, 30))], Delay(731, "I1", True, 1)),
        # Without a due day nobody can be late; a credit note asks for nothing.
        ([bill("I1", None)], Delay(None, "", False, 0, 1)),
        ([bill("I1", MAY_14, amount=-100)], Delay()),
        ([bill("I2", MAY_14), bill("I1", MAY_14), bill("I3", None)], Delay(47, "I1", True, 2, 1)),
        ([], Delay()),
    ],
)
def test_the_longest_delay_in_a_year(bills: list[Bill], found: Delay) -> None:
    assert longest_delay(bills, as_of=DAY, window_days=365) == found


def test_a_platinum_payer_with_47_days_overdue_and_grade_c_fails_two_tests_by_name() -> None:
    """D15, 中原钢构."""
    measures = Measures(
        revenue_minor=10_200_000_00,
        orders=300,
        grade="c",
        graded_on=date(2025, 6, 10),
        overdue_days=47,
        overdue_invoice="I1",
        judged=12,
    )
    tests = backbone_tests(measures, Thresholds(500_000_00, 40, 200), DEMANDS, as_of=DAY)
    assert [(test.code, test.passed) for test in tests] == [
        ("revenue", True),
        ("orders", True),
        ("credit", False),
        ("overdue", False),
    ]
    assert [(test.value, test.threshold) for test in tests[2:]] == [("c", "a"), (47, 30)]
    assert tests[2].as_of == date(2025, 6, 10)
    assert tests[3].inputs == {"window_days": 365, "invoice": "I1", "judged": 12, "undated": 0}


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ({}, []),
        ({"revenue_minor": 99}, ["revenue"]),
        ({"orders": 9}, ["orders"]),
        ({"grade": "bbb"}, ["credit"]),
        ({"grade": "aaa"}, []),
        ({"grade": ""}, ["credit"]),
        ({"overdue_days": 30}, []),
        ({"overdue_days": 31}, ["overdue"]),
        ({"overdue_days": None}, []),
    ],
)
def test_each_measure_has_its_own_test(change: dict[str, Any], failing: list[str]) -> None:
    values: dict[str, Any] = {"revenue_minor": 100, "orders": 10, "grade": "a", "overdue_days": 0}
    measures = Measures(**(values | change))
    tests = backbone_tests(measures, Thresholds(100, 10, 200), DEMANDS, as_of=DAY)
    assert [test.code for test in tests if not test.passed] == failing


def test_nobody_passes_where_nobody_is_ranked() -> None:
    thresholds = thresholds_of([], DEMANDS)
    tests = backbone_tests(Measures(100, 10, "aaa"), thresholds, DEMANDS, as_of=DAY)
    assert [test.passed for test in tests] == [False, False, True, True]


def confirmed(**change: Any) -> Confirmation:
    values: dict[str, Any] = {
        "confirmed_on": date(2024, 7, 1),
        "review_due_on": date(2025, 7, 1),
        "grade": "aa",
        "graded_on": date(2025, 3, 31),
        "overdue_days": 3,
    }
    return Confirmation(**(values | change))


@pytest.mark.parametrize(
    ("confirmation", "as_of", "code"),
    [
        (confirmed(), DAY, None),
        (confirmed(grade="bbb"), DAY, "credit_lost"),
        (confirmed(grade=""), DAY, "credit_lost"),
        (confirmed(overdue_days=31), DAY, "overdue"),
        (confirmed(overdue_days=None), DAY, None),
        (confirmed(grade="c", overdue_days=47), DAY, "credit_lost"),
        # The review is due on 1 July; thirty days of grace later it has lapsed.
        (confirmed(), date(2025, 7, 31), None),
        (confirmed(), date(2025, 8, 1), "review_lapsed"),
    ],
)
def test_loss_of_credit_ends_it_at_once(confirmation: Confirmation, as_of: date, code: str | None) -> None:
    loss = loss_of_backbone(confirmation, DEMANDS, as_of=as_of)
    assert (loss.code if loss else None) == code
    group = group_of(BUYER, confirmation=confirmation, demands=DEMANDS, as_of=as_of)
    assert group is not None
    expected = ("backbone", "backbone_confirmed") if code is None else ("actual", f"actual_{code}")
    assert (group.value, group.code) == expected
    assert group.inputs["confirmed_on"] == date(2024, 7, 1)


def test_a_confirmation_without_a_purchase_moves_nothing() -> None:
    registered = Evidence(registered_on=date(2024, 1, 1))
    found = group_of(registered, confirmation=confirmed(), demands=DEMANDS, as_of=DAY)
    assert found is not None
    assert found.value == "basic"


def test_under_a_policy_without_demands_nobody_is_backbone() -> None:
    found = group_of(BUYER, confirmation=confirmed(), demands=None, as_of=DAY)
    assert found is not None
    assert found.value == "actual"
