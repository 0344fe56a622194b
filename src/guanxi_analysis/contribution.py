"""What a customer leaves us after everything done for it: the contribution statement (domain.md D26, D217).

gross revenue − discounts = net revenue
net revenue − transport − cost-to-serve − gifts = contribution
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from guanxi_analysis.policy import WHOLE_PPM

DISCOUNT, TRANSPORT, SERVICE, GIFT = "discount", "transport", "service", "gift"
# In the order of the statement.
CATEGORIES = (DISCOUNT, TRANSPORT, SERVICE, GIFT)


class ActivityCost(NamedTuple):
    """Postings of the cost ledger for one activity: how many, how much was done, and their minor units."""

    activity: str
    postings: int
    quantity_thousandths: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One category with its activities, the dearest first; their amounts sum to `amount_minor`."""

    category: str
    amount_minor: int
    activities: tuple[ActivityCost, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Amounts in minor units of one currency; costs are positive and taken off.

    `lines` are the four categories in order, also where nothing was posted. `unlisted` are the activities the
    policy does not name; they stand under the category it gives to all others.
    """

    gross_minor: int
    lines: tuple[StatementLine, ...]
    unlisted: tuple[str, ...]

    @property
    def net_minor(self) -> int:
        """Gross revenue less discounts."""
        return self.gross_minor - self.amount_of(DISCOUNT)

    @property
    def cost_to_serve_minor(self) -> int:
        """Σ activity × rate and payouts of category service: D217's numerator."""
        return self.amount_of(SERVICE)

    @property
    def contribution_minor(self) -> int:
        """Gross revenue less every posting of the ledger."""
        return self.gross_minor - sum(line.amount_minor for line in self.lines)

    @property
    def contribution_ppm(self) -> int | None:
        """Millionths of the net revenue, rounded half up; None without a positive net revenue."""
        return _ppm(self.contribution_minor, self.net_minor)

    @property
    def cost_to_serve_ppm(self) -> int | None:
        """The cost-to-serve as a ratio to net revenue, in millionths; None without a positive one."""
        return _ppm(self.cost_to_serve_minor, self.net_minor)

    def amount_of(self, category: str) -> int:
        """What was posted in a category. Raises KeyError for an unknown one."""
        return {line.category: line.amount_minor for line in self.lines}[category]


def statement_of(
    gross_minor: int,
    costs: Iterable[ActivityCost],
    *,
    category_of: Mapping[str, str],
    other: str,
) -> Statement:
    """Put every cost into the category of its activity; an activity without one goes to `other`.

    Costs may be single postings or sums of some. Nothing is rounded and nothing left out: the lines sum to
    the ledger to the minor unit. Raises KeyError for a category that is none of CATEGORIES.
    """
    found: dict[str, list[ActivityCost]] = defaultdict(list)
    for cost in costs:
        found[cost.activity].append(cost)
    by_category: dict[str, list[ActivityCost]] = {category: [] for category in CATEGORIES}
    for activity, own in found.items():
        by_category[category_of.get(activity, other)].append(_summed(activity, own))
    lines = tuple(_line(category, costs) for category, costs in by_category.items())
    return Statement(gross_minor, lines, tuple(sorted(found.keys() - category_of.keys())))


def _summed(activity: str, costs: list[ActivityCost]) -> ActivityCost:
    return ActivityCost(
        activity,
        sum(cost.postings for cost in costs),
        sum(cost.quantity_thousandths for cost in costs),
        sum(cost.amount_minor for cost in costs),
    )


def _line(category: str, costs: list[ActivityCost]) -> StatementLine:
    ordered = sorted(costs, key=lambda cost: (-cost.amount_minor, cost.activity))
    return StatementLine(category, sum(cost.amount_minor for cost in costs), tuple(ordered))


def _ppm(part: int, whole: int) -> int | None:
    return (2 * part * WHOLE_PPM + whole) // (2 * whole) if whole > 0 else None
