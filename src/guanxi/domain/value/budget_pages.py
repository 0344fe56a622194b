"""Reads for the page of a budget: what was spent, by tier and by customer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.value.budgets import charged_to
from guanxi.domain.value.models import BudgetApproval, MaintenanceBudget

_WHY = "what is spent of a budget is spent whoever looks"


@dataclass(frozen=True, slots=True)
class Spent:
    """One customer's spending under a budget and what was approved beyond its line, in minor units."""

    spent_minor: int = 0
    postings: int = 0
    approved_minor: int = 0


@dataclass(frozen=True, slots=True)
class TierSpending:
    """A tier of a budget; the fields of its division, and what its customers have cost."""

    tier: str
    revenue_minor: int
    by_share_minor: int
    amount_minor: int
    held_by: str
    approved_minor: int
    spent_minor: int

    @property
    def left_minor(self) -> int:
        return self.amount_minor + self.approved_minor - self.spent_minor


@dataclass(frozen=True, slots=True)
class BudgetSpending:
    """All tiers; `beside_minor` was spent on customers without a line, and is part of `spent_minor`."""

    tiers: list[TierSpending]
    spent_minor: int
    beside_minor: int


def spending_by_tier(budget: MaintenanceBudget) -> BudgetSpending:
    """What the tiers of the budget may cost and have cost; its sum is that of the cost ledger."""
    costs = CostActivity.objects.everything(_WHY).filter(charged_to(budget))
    whole = costs.aggregate(total=Sum("amount_minor"))["total"] or 0
    spent = _by_tier(costs.filter(customer__budget_lines__budget=budget))
    approved = BudgetApproval.objects.everything(_WHY).approved().filter(budget=budget)
    beyond = _by_tier(approved.filter(customer__budget_lines__budget=budget))
    tiers = [
        TierSpending(
            **tier,
            approved_minor=beyond.get(tier["tier"], 0),
            spent_minor=spent.get(tier["tier"], 0),
        )
        for tier in budget.tiers
    ]
    return BudgetSpending(tiers, whole, whole - sum(spent.values()))


def spent_by_customer(budget: MaintenanceBudget, customer_ids: Collection[int]) -> dict[int, Spent]:
    """customer id → spending, for those of them with any or with an approval."""
    costs = CostActivity.objects.everything(_WHY).filter(charged_to(budget), customer_id__in=customer_ids)
    spent = costs.order_by().values("customer_id").annotate(total=Sum("amount_minor"), count=Count("pk"))
    found = {pk: (total, count) for pk, total, count in spent.values_list("customer_id", "total", "count")}
    approvals = BudgetApproval.objects.everything(_WHY).approved()
    beyond = approvals.filter(budget=budget, customer_id__in=customer_ids).order_by().values("customer_id")
    approved = dict(beyond.annotate(total=Sum("amount_minor")).values_list("customer_id", "total"))
    return {
        pk: Spent(*found.get(pk, (0, 0)), approved_minor=approved.get(pk, 0))
        for pk in found.keys() | approved.keys()
    }


def _by_tier(rows: "QuerySet[Any]") -> dict[str, int]:
    grouped = rows.order_by().values("customer__budget_lines__tier").annotate(total=Sum("amount_minor"))
    return dict(grouped.values_list("customer__budget_lines__tier", "total"))
