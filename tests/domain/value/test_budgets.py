"""A maintenance budget: divided by share of sales, spent within its lines, exceeded by two persons (D27)."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.value.budgets import budget_on, standing_of, visible_standing
from guanxi.domain.value.drawing import UnableToDraw, draw_budget
from guanxi.domain.value.models import (
    BudgetApproval,
    BudgetLine,
    MaintenanceBudget,
    UnableToDecide,
    ValuePolicy,
)
from guanxi.domain.value.spending import BeyondBudget, UnableToSpend, record_spending, request_overspend
from tests import factories
from tests.domain.value.ledgers import cost

CLOSE = date(2025, 6, 30)
DAY = date(2025, 7, 8)
THIRD_QUARTER = {"starts_on": date(2025, 7, 1), "ends_on": date(2025, 9, 30)}
AT = datetime.fromisoformat("2025-07-08T10:00:00+08:00")


@pytest.fixture
def leaders(mei: User) -> list[Customer]:
    """Forty customers: the one platinum brings 38 % of ¥60,000,000, the other 39 share the rest."""
    customers = [factories.customer(f"客户{place}") for place in range(40)]
    rest, left = divmod(37_200_000_00, 39)
    for place, customer in enumerate(customers):
        minor = 22_800_000_00 if place == 0 else rest + (place <= left)
        factories.shipment(customer, delivered_on=date(2025, 5, 2), revenue_minor=minor)
    factories.run(CLOSE)
    return customers


def draw(by: User, **changed: Any) -> MaintenanceBudget:
    run = factories.run(CLOSE)
    arguments: dict[str, Any] = {"amount_minor": 600_000_00, "by": by, "at": AT} | THIRD_QUARTER | changed
    return draw_budget(run=run, **arguments)


@pytest.fixture
def budget(leaders: list[Customer], mei: User) -> MaintenanceBudget:
    return draw(mei)


def spend(customer: Customer, yuan: int, by: User, **changed: Any) -> CostActivity:
    """A visit of that many yuan on the day, unless the test says otherwise."""
    arguments: dict[str, Any] = {"activity": "visit", "key": f"{yuan}", "on": DAY, "at": AT} | changed
    return record_spending(customer, amount_minor=yuan * 100, currency="CNY", by=by, **arguments)


def ask(customer: Customer, yuan: int, by: User) -> BudgetApproval:
    return request_overspend(
        customer, amount_minor=yuan * 100, currency="CNY", reason="续约谈判", on=DAY, by=by, at=AT
    )


def test_platinum_with_38_percent_of_the_sales_gets_228_000(budget: MaintenanceBudget) -> None:
    by_tier = {tier["tier"]: tier["amount_minor"] for tier in budget.tiers}
    assert by_tier["platinum"] == 228_000_00
    lines = BudgetLine.objects.everything("the test").filter(budget=budget)
    assert sum(by_tier.values()) == 600_000_00
    assert lines.aggregate(total=Sum("amount_minor"))["total"] == 600_000_00
    assert lines.count() == 40
    assert budget.reserve_minor == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends_on": date(2025, 6, 30)}, "days"),
        ({"amount_minor": 0}, "amount"),
        ({"starts_on": date(2025, 9, 30), "ends_on": date(2025, 12, 31)}, "overlaps"),
    ],
)
def test_no_budget_without_money_or_in_the_period_of_another(
    budget: MaintenanceBudget, mei: User, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(UnableToDraw, match=code):
        draw(mei, **changed)

    assert MaintenanceBudget.objects.everything("the test").get() == budget


def test_what_the_period_s_visits_calls_and_gifts_cost_is_spent_and_nothing_else_is(
    budget: MaintenanceBudget, leaders: list[Customer]
) -> None:
    cost(leaders[0], "visit", 2, 300, on=DAY)
    cost(leaders[0], "礼品", 1, 1_200, on=DAY)
    cost(leaders[0], "complaint", 1, 800, on=DAY)
    cost(leaders[0], "visit", 1, 300, on=date(2025, 6, 30))
    cost(leaders[1], "visit", 1, 300, on=DAY)

    standing = standing_of(budget, leaders[0].pk)

    assert (standing.postings, standing.spent_minor) == (2, 1_800_00)
    assert standing.left_minor == 228_000_00 - 1_800_00


def test_spending_within_the_line_is_posted_to_the_cost_ledger_once(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User
) -> None:
    first = spend(leaders[0], 228_000, mei, key="a")
    again = spend(leaders[0], 228_000, mei, key="a")

    assert first == again
    assert first.cost.amount == 228_000
    assert standing_of(budget, leaders[0].pk).left_minor == 0
    [event] = Event.objects.everything("the test").filter(kind="value.spending_recorded")
    assert event.customer_id == leaders[0].pk


def test_a_yuan_more_than_is_left_is_refused_and_leaves_no_trace(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User
) -> None:
    spend(leaders[0], 200_000, mei)

    with pytest.raises(BeyondBudget) as refused:
        spend(leaders[0], 28_001, mei)

    assert refused.value.over_minor == 1_00
    assert refused.value.standing.left_minor == 28_000_00
    assert standing_of(budget, leaders[0].pk).spent_minor == 200_000_00
    assert CostActivity.objects.everything("the test").count() == 1


def test_who_asked_cannot_approve_and_another_person_can(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User, administrator: User
) -> None:
    approval = ask(leaders[0], 5_000, mei)

    with pytest.raises(UnableToDecide, match="own_request"):
        approval.approve(by=mei, at=AT)
    assert standing_of(budget, leaders[0].pk).allowed_minor == 228_000_00

    approval.approve(note="同意", by=administrator, at=AT)

    assert standing_of(budget, leaders[0].pk).allowed_minor == 233_000_00
    spend(leaders[0], 233_000, mei)
    kinds = Event.objects.everything("the test").about_customer(leaders[0].pk).newest_first()
    assert [event.kind for event in kinds[:3]] == [
        "value.spending_recorded",
        "value.overspend_approved",
        "value.overspend_requested",
    ]


def test_a_declined_request_changes_nothing_but_itself(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User, administrator: User
) -> None:
    approval = ask(leaders[0], 5_000, mei)
    before = standing_of(budget, leaders[0].pk)

    approval.decline(note="下季度再议", by=administrator, at=AT)

    after = standing_of(budget, leaders[0].pk)
    assert (after.allowed_minor, after.spent_minor) == (before.allowed_minor, before.spent_minor)
    assert after.waiting is None
    assert approval.state == BudgetApproval.State.DECLINED
    with pytest.raises(BeyondBudget):
        spend(leaders[0], 228_001, mei)
    with pytest.raises(UnableToDecide, match="decided_before"):
        approval.approve(by=administrator, at=AT)


def test_the_database_itself_refuses_an_approval_by_who_asked(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User
) -> None:
    approval = ask(leaders[0], 5_000, mei)

    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetApproval.objects.everything("the test forges").filter(pk=approval.pk).update(
            state="approved", decided_by=mei, decided_at=AT
        )


def test_one_request_at_a_time(budget: MaintenanceBudget, leaders: list[Customer], mei: User) -> None:
    ask(leaders[0], 5_000, mei)

    with pytest.raises(UnableToSpend, match="asked"):
        ask(leaders[0], 6_000, mei)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"on": date(2025, 10, 1)}, "no_budget"), ({"activity": "complaint"}, "activity")],
)
def test_only_maintenance_in_a_period_with_a_budget_can_be_spent(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(UnableToSpend, match=code):
        spend(leaders[0], 1, mei, **changed)


def test_costs_that_came_by_file_go_beyond_the_line_and_are_shown_as_less_than_nothing_left(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User
) -> None:
    cost(leaders[0], "visit", 1, 228_100, on=DAY)

    assert standing_of(budget, leaders[0].pk).left_minor == -100_00
    with pytest.raises(BeyondBudget) as refused:
        spend(leaders[0], 1, mei)
    assert refused.value.over_minor == 101_00


def test_a_budget_keeps_the_policy_it_was_drawn_under(
    budget: MaintenanceBudget, leaders: list[Customer], mei: User
) -> None:
    policy = ValuePolicy.objects.in_force_on(DAY)
    rules = policy.rules | {"activities": {"call": {"category": "service", "maintenance": True}}}
    ValuePolicy.adopt(rules, valid_from=DAY, reason="仅电话", today=DAY, by=mei, at=AT)

    spend(leaders[0], 300, mei)

    assert budget_on(DAY, currency="CNY") == budget
    assert standing_of(budget, leaders[0].pk).spent_minor == 300_00


def test_an_account_manager_sees_the_line_of_the_own_team_s_customer_only(
    leaders: list[Customer], mei: User, fang: User
) -> None:
    Customer.objects.everything("the test").filter(pk=leaders[0].pk).update(owner=fang)
    draw(mei)

    own = visible_standing(leaders[0].pk, on=DAY, currency="CNY", actor=fang)
    other = visible_standing(leaders[1].pk, on=DAY, currency="CNY", actor=fang)

    assert own is not None
    assert own.line_minor == 228_000_00
    assert other is None
    assert not MaintenanceBudget.objects.visible_to(fang).exists()
