"""Spending the maintenance budget: within a customer's line at once, beyond it when another agreed."""

from datetime import date, datetime

from django.db import transaction

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.billing.rules import QUANTITY_DECIMALS, RATE_DECIMALS
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.money import Money
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.value import events
from guanxi.domain.value.budgets import BudgetStanding, budget_on, standing_of
from guanxi.domain.value.models import BudgetApproval, MaintenanceBudget
from guanxi.domain.value.rules import maintenance_activities

SOURCE = "workspace"
_WHY = "the budget is held while what is left of it is reckoned"


class UnableToSpend(ValueError):
    """Nothing was recorded: no_budget (none holds on the day), activity (not paid from it), amount, asked.

    `asked`: for this customer a request beyond the line is waiting already.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BeyondBudget(UnableToSpend):
    """The amount is more than is left; `over_minor` more would have to be allowed for it."""

    def __init__(self, standing: BudgetStanding, over_minor: int) -> None:
        super().__init__("beyond")
        self.standing = standing
        self.over_minor = over_minor


@transaction.atomic
def record_spending(
    customer: Customer,
    *,
    activity: str,
    amount_minor: int,
    currency: str,
    on: date,
    key: str,
    by: User,
    at: datetime,
) -> CostActivity:
    """Post a cost activity that the budget of the day pays for; the same `key` posts once.

    Raises BeyondBudget where less is left for the customer, and UnableToSpend; then nothing is recorded.
    """
    if amount_minor <= 0:
        raise UnableToSpend("amount")
    budget = _held(on, currency)
    posted = CostActivity.objects.everything(_WHY).filter(source=SOURCE, source_id=key).first()
    if posted:
        return posted
    if activity not in maintenance_activities(budget.policy.rules):
        raise UnableToSpend("activity")
    standing = standing_of(budget, customer.pk)
    if amount_minor > standing.left_minor:
        raise BeyondBudget(standing, amount_minor - standing.left_minor)
    cost = CostActivity._base_manager.create(
        source=SOURCE,
        source_id=key,
        customer=customer,
        activity=activity,
        occurred_on=on,
        quantity_thousandths=10**QUANTITY_DECIMALS,
        rate_millionths=int(Money(amount_minor, currency).amount.scaleb(RATE_DECIMALS)),
        amount_minor=amount_minor,
        currency=currency,
        recorded_at=at,
    )
    data = {"activity": activity, "amount": str(cost.cost.amount), "currency": currency}
    Event.record(events.SPENDING_RECORDED, customer_id=customer.pk, subject=cost, by=by, at=at, data=data)
    return cost


@transaction.atomic
def request_overspend(
    customer: Customer,
    *,
    amount_minor: int,
    currency: str,
    reason: str,
    on: date,
    by: User,
    at: datetime,
) -> BudgetApproval:
    """Ask that `amount_minor` more than the line may be spent on the customer. Raises UnableToSpend."""
    if amount_minor <= 0:
        raise UnableToSpend("amount")
    budget = _held(on, currency)
    waiting = BudgetApproval.objects.everything(_WHY).waiting()
    if waiting.filter(budget=budget, customer=customer).exists():
        raise UnableToSpend("asked")
    approval = BudgetApproval._base_manager.create(
        budget=budget,
        customer=customer,
        amount_minor=amount_minor,
        reason=reason,
        requested_by=by,
        requested_at=at,
    )
    data = {"amount": str(Money(amount_minor, currency).amount), "currency": currency}
    data |= {"period": str(budget), "reason": reason}
    Event.record(
        events.OVERSPEND_REQUESTED, customer_id=customer.pk, subject=approval, by=by, at=at, data=data
    )
    return approval


def _held(on: date, currency: str) -> MaintenanceBudget:
    """The budget of the day, locked, so that two who spend at once do not both find the same money."""
    found = budget_on(on, currency=currency)
    if found is None:
        raise UnableToSpend("no_budget")
    MaintenanceBudget.objects.everything(_WHY).select_for_update().get(pk=found.pk)
    return found
