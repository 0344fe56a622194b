"""Drawing up a maintenance budget: a period's money divided by share of sales (D27)."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.value import events
from guanxi.domain.value.models import BudgetLine, MaintenanceBudget, ValuePolicy
from guanxi.domain.value.rules import tier_bounds
from guanxi_analysis import BudgetSplit, Sale, split_budget

_WHY = "a budget divides the sales of all customers"
_AT_ONCE = 500


class UnableToDraw(ValueError):
    """No budget can be drawn up: days (they are not in order), amount (not above zero), overlaps."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def planned_split(run: ClassificationRun, amount_minor: int, policy: ValuePolicy) -> BudgetSplit:
    """How the amount, in the run's currency, would be divided by the revenue of the customers it ranked."""
    entries = ClassificationEntry.objects.everything(_WHY).filter(run=run).by_rank()
    sales = [Sale(*row) for row in entries.values_list("customer_id", "tier", "revenue_minor")]
    return split_budget(amount_minor, sales, tier_bounds(policy.rules))


@transaction.atomic
def draw_budget(
    *, run: ClassificationRun, starts_on: date, ends_on: date, amount_minor: int, by: User, at: datetime
) -> MaintenanceBudget:
    """Store the budget of a period with its lines, in the run's currency, by the policy of its first day.

    Raises UnableToDraw, and ValuePolicy.DoesNotExist before the first policy.
    """
    if ends_on < starts_on:
        raise UnableToDraw("days")
    if amount_minor <= 0:
        raise UnableToDraw("amount")
    same = MaintenanceBudget.objects.everything(_WHY).filter(currency=run.currency)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise UnableToDraw("overlaps")
    policy = ValuePolicy.objects.in_force_on(starts_on)
    split = planned_split(run, amount_minor, policy)
    budget = MaintenanceBudget._base_manager.create(
        starts_on=starts_on,
        ends_on=ends_on,
        amount_minor=amount_minor,
        reserve_minor=split.reserve_minor,
        currency=run.currency,
        tiers=[asdict(tier) for tier in split.tiers],
        run=run,
        policy=policy,
        drawn_by=by,
        drawn_at=at,
    )
    _store_lines(budget, split)
    data = {"amount": str(budget.amount.amount), "currency": budget.currency, "period": str(budget)}
    Event.record(events.BUDGET_DRAWN, subject=budget, by=by, at=at, data=data)
    return budget


def _store_lines(budget: MaintenanceBudget, split: BudgetSplit) -> None:
    entries = ClassificationEntry.objects.everything(_WHY).filter(run_id=budget.run_id, rank__isnull=False)
    revenue = dict(entries.values_list("customer_id", "revenue_minor"))
    BudgetLine._base_manager.bulk_create(
        [
            BudgetLine(
                budget=budget,
                customer_id=line.customer_id,
                tier=line.tier,
                revenue_minor=revenue[line.customer_id],
                amount_minor=line.amount_minor,
            )
            for line in split.customers
        ],
        batch_size=_AT_ONCE,
    )
