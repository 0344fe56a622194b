"""Reads about maintenance budgets: which one holds, what is spent of it, and what is left for a customer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.ground.scope import Actor
from guanxi.domain.value.models import BudgetApproval, BudgetLine, MaintenanceBudget
from guanxi.domain.value.rules import maintenance_activities

_WHY = "what is left is left of all spending, whoever may see it"


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """One customer under one budget, in its currency's minor units.

    `postings` and `spent_minor` are the cost activities of the period that the policy charges to the budget.
    `waiting` is a request beyond the line that nobody has decided yet.
    """

    budget: MaintenanceBudget
    line_minor: int
    approved_minor: int
    spent_minor: int
    postings: int
    waiting: BudgetApproval | None

    @property
    def allowed_minor(self) -> int:
        return self.line_minor + self.approved_minor

    @property
    def left_minor(self) -> int:
        """Below zero where costs that came in by file went beyond what was allowed."""
        return self.allowed_minor - self.spent_minor


def budget_on(day: date, *, currency: str) -> MaintenanceBudget | None:
    """The budget whose period holds the day; who may see what of it is asked of its lines."""
    budgets = MaintenanceBudget.objects.everything("the period's budget concerns every customer")
    found: MaintenanceBudget | None = (
        budgets.covering(day).filter(currency=currency).select_related("policy", "run").first()
    )
    return found


def standing_of(budget: MaintenanceBudget, customer_id: int) -> BudgetStanding:
    """What a customer may cost under the budget, and what it has cost so far."""
    line = BudgetLine.objects.everything(_WHY).filter(budget=budget, customer_id=customer_id).first()
    approvals = BudgetApproval.objects.everything(_WHY).filter(budget=budget, customer_id=customer_id)
    approved = approvals.approved().aggregate(total=Sum("amount_minor"))["total"]
    spent = CostActivity.objects.everything(_WHY).filter(charged_to(budget), customer_id=customer_id)
    found = spent.aggregate(total=Sum("amount_minor"), count=Count("pk"))
    return BudgetStanding(
        budget=budget,
        line_minor=line.amount_minor if line else 0,
        approved_minor=approved or 0,
        spent_minor=found["total"] or 0,
        postings=found["count"],
        waiting=approvals.waiting().first(),
    )


def charged_to(budget: MaintenanceBudget) -> Q:
    """The cost activities that the budget's policy charges to it."""
    return Q(
        activity__in=maintenance_activities(budget.policy.rules),
        occurred_on__range=(budget.starts_on, budget.ends_on),
        currency=budget.currency,
    )


def visible_standing(customer_id: int, *, on: date, currency: str, actor: Actor) -> BudgetStanding | None:
    """The customer's line of the budget that holds on the day, for who may see budgets of that customer."""
    reach = BudgetLine.objects.visible_to(actor)
    may_see = "any" in actor.relations_for("budgets.view") or reach.filter(customer_id=customer_id).exists()
    budget = budget_on(on, currency=currency) if may_see else None
    return standing_of(budget, customer_id) if budget else None
