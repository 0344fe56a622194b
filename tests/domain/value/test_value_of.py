"""What a customer is worth, from the records on file (D24–D26, D29), for who may see them."""

from datetime import date, timedelta

import pytest

from guanxi.domain.classification.models import Standing
from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Direction
from guanxi.domain.people.models import User
from guanxi.domain.value.queries import CustomerValueView, value_of
from tests import factories
from tests.domain.value.ledgers import cost, d217

AS_OF = date(2025, 6, 30)


def value(customer: Customer, actor: User, *, as_of: date = AS_OF) -> CustomerValueView:
    return value_of(customer, as_of=as_of, currency="CNY", actor=actor)


@pytest.fixture
def shuwei(li: User) -> Customer:
    customer = factories.customer("蜀味食品", owner=li)
    d217(customer)
    return customer


def test_d217_from_the_ledger_on_file(shuwei: Customer, mei: User) -> None:
    statement = value(shuwei, mei).statement

    assert statement is not None
    assert statement.cost_to_serve_minor == 44_900_00
    assert statement.net_minor == 1_164_000_00
    assert statement.contribution_minor == 217_900_00
    assert statement.unlisted == ()


def test_the_statement_ends_where_the_run_of_the_day_does(shuwei: Customer, mei: User) -> None:
    cost(shuwei, "call", 1, 25, on=AS_OF - timedelta(days=365))
    factories.run(AS_OF)

    found = value(shuwei, mei)

    entry = Standing.objects.everything("the test").get(customer=shuwei).entry
    assert entry is not None
    assert found.entry == entry
    assert found.statement is not None
    assert found.statement.contribution_minor == entry.contribution_minor == 217_900_00


def test_fourteen_shipments_give_a_median_gap_of_six_days(chenguang: Customer, mei: User) -> None:
    day = AS_OF - timedelta(days=3)
    for gap in (0, 3, 9, 6, 5, 14, 6, 2, 7, 6, 30, 4, 6, 8):
        day -= timedelta(days=gap)
        factories.shipment(chenguang, delivered_on=day, weight_g=2_000_000)

    features = value(chenguang, mei).features

    assert features is not None
    assert features.orders == 14
    assert features.median_gap_days == 6
    assert features.weight.amount == 28_000_000


def test_only_purchases_count_and_not_what_came_back_or_lies_outside_the_window(
    chenguang: Customer, mei: User
) -> None:
    factories.shipment(chenguang, delivered_on=AS_OF)
    factories.shipment(chenguang, delivered_on=AS_OF, direction=Direction.REVERSE)
    factories.shipment(chenguang, delivered_on=AS_OF + timedelta(days=1))
    factories.shipment(chenguang, delivered_on=AS_OF - timedelta(days=365))
    factories.shipment(chenguang, delivered_on=AS_OF, revenue_minor=9, currency="USD")

    found = value(chenguang, mei)

    assert found.features is not None
    assert found.features.orders == 2
    assert found.features.revenue == (100_000, 1)
    assert found.other_currencies == ("USD",)


def test_fenggu_is_lapsed_on_20_june_and_not_the_day_before(mei: User) -> None:
    fenggu = factories.customer("丰谷食品")
    for place in range(14):
        factories.shipment(fenggu, delivered_on=date(2025, 5, 21) - timedelta(days=6 * place))

    before = value(fenggu, mei, as_of=date(2025, 6, 19)).lapse
    on_the_day = value(fenggu, mei, as_of=date(2025, 6, 20)).lapse

    assert before is not None
    assert on_the_day is not None
    assert before.rhythm is not None
    assert before.rhythm.median_gap_days == 6
    assert before.lapses_on == on_the_day.lapses_on == date(2025, 6, 20)
    assert (before.is_lapsed, on_the_day.is_lapsed) == (False, True)


def test_a_salesperson_sees_what_is_bought_and_not_what_it_costs_us(shuwei: Customer, li: User) -> None:
    found = value(shuwei, li)

    assert found.features is not None
    assert found.features.revenue.amount == 1_200_000_00
    assert found.statement is None
    assert found.budget is None


def test_an_account_manager_sees_the_costs_of_the_own_team_only(
    shuwei: Customer, nanhai: Customer, fang: User
) -> None:
    cost(nanhai, "visit", 1, 300)

    assert value(shuwei, fang).statement is not None
    assert value(nanhai, fang).statement is None
