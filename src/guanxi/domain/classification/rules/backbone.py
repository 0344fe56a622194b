"""Who may be backbone (骨干), and what ends it: values in, value out (D15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# The best first; those of `billing.CreditGrade`.
GRADES = ("aaa", "aa", "a", "bbb", "bb", "b", "ccc", "cc", "c", "d")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's confirmation that had not been ended by the as-of day, and the credit on that day.

    `grade` is empty while none is on file; `overdue_days` is None where no invoice could be judged.
    """

    confirmed_on: date
    review_due_on: date
    grade: str = ""
    graded_on: date | None = None
    overdue_days: int | None = None
    overdue_invoice: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """What ends a confirmation: a code of `BackboneCase.End`, and what its sentence names."""

    code: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of a candidate. Revenue in minor units; credit as in `Confirmation`.

    `judged` and `undated` count its invoices: those with a due day, and those that nobody can be late with.
    """

    revenue_minor: int
    orders: int
    grade: str = ""
    graded_on: date | None = None
    overdue_days: int | None = None
    overdue_invoice: str = ""
    judged: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """One measure against what the policy asks; money in minor units, grades by their code."""

    code: str
    passed: bool
    value: int | str | None
    threshold: int | str | None
    as_of: date
    inputs: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The fields, with dates in ISO form."""
        return {
            "code": self.code,
            "passed": self.passed,
            "value": self.value,
            "threshold": self.threshold,
            "as_of": self.as_of.isoformat(),
            "inputs": self.inputs,
        }


def nearest_rank(values: Iterable[int], percent: int) -> int | None:
    """The percentile by inclusive nearest rank: of n values in rising order that at ceil(percent · n / 100).

    It is always one of the values; None where there are none. Whole numbers throughout. Raises ValueError
    for a percentage outside 1 to 100.
    """
    if not 1 <= percent <= 100:
        raise ValueError(percent)
    ordered = sorted(values)
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the percentiles of the policy lie among the n active ranked customers of a run."""

    revenue_minor: int | None
    orders: int | None
    n: int


def thresholds_of(active: Sequence[tuple[int, int]], demands: Mapping[str, Any]) -> Thresholds:
    """From (revenue, orders) of every active ranked customer and the policy's section `backbone`."""
    return Thresholds(
        nearest_rank((revenue for revenue, _ in active), demands["revenue_percentile"]),
        nearest_rank((orders for _, orders in active), demands["orders_percentile"]),
        len(active),
    )


def backbone_tests(
    measures: Measures, thresholds: Thresholds, demands: Mapping[str, Any], *, as_of: date
) -> list[Test]:
    """The four measures of D15 in their order: revenue, orders, credit, overdue.

    Without a grade on file the test of credit is not passed. Where no invoice with a due day is on file
    nothing was overdue, and the inputs say that none could be judged.
    """
    revenue, orders = measures.revenue_minor, measures.orders
    return [
        Test(
            "revenue",
            _reaches(revenue, thresholds.revenue_minor),
            revenue,
            thresholds.revenue_minor,
            as_of,
            {"percentile": demands["revenue_percentile"], "n": thresholds.n},
        ),
        Test(
            "orders",
            _reaches(orders, thresholds.orders),
            orders,
            thresholds.orders,
            as_of,
            {"percentile": demands["orders_percentile"], "n": thresholds.n},
        ),
        Test(
            "credit",
            is_trusted(measures.grade, demands),
            measures.grade or None,
            demands["credit_at_least"],
            measures.graded_on or as_of,
            {},
        ),
        Test(
            "overdue",
            not is_overdue(measures.overdue_days, demands),
            measures.overdue_days,
            demands["overdue_days"],
            as_of,
            {
                "window_days": demands["overdue_window_days"],
                "invoice": measures.overdue_invoice,
                "judged": measures.judged,
                "undated": measures.undated,
            },
        ),
    ]


def loss_of_backbone(confirmation: Confirmation, demands: Mapping[str, Any], *, as_of: date) -> Loss | None:
    """What ends the confirmation on `as_of`, the weightiest first; None while it holds.

    A falling revenue ends nothing before the yearly review; the loss of credit does so at once.
    """
    if not is_trusted(confirmation.grade, demands):
        lost = {"grade": confirmation.grade, "graded_on": confirmation.graded_on}
        return Loss("credit_lost", {**lost, "at_least": demands["credit_at_least"]})
    if is_overdue(confirmation.overdue_days, demands):
        late = {"overdue_days": confirmation.overdue_days, "invoice": confirmation.overdue_invoice}
        return Loss("overdue", {**late, "at_most": demands["overdue_days"]})
    if as_of > confirmation.review_due_on + timedelta(days=demands["review_grace_days"]):
        return Loss("review_lapsed", {})
    return None


def is_trusted(grade: str, demands: Mapping[str, Any]) -> bool:
    """Whether the grade is at least what the policy asks; nobody without a grade is."""
    return grade in GRADES and GRADES.index(grade) <= GRADES.index(demands["credit_at_least"])


def is_overdue(days: int | None, demands: Mapping[str, Any]) -> bool:
    """Whether more days than the policy allows; what could not be judged is not."""
    return days is not None and days > demands["overdue_days"]


def _reaches(value: int, threshold: int | None) -> bool:
    return threshold is not None and value >= threshold
