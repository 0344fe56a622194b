from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count

from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.ground.scope import MissingScope
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "count": lambda records: records.count(),
    "exists": lambda records: records.exists(),
    "get": lambda records: records.get(pk=1),
    "first": lambda records: records.first(),
    "values": lambda records: list(records.values("pk")),
    "aggregate": lambda records: records.aggregate(n=Count("pk")),
    "iterator": lambda records: list(records.iterator()),
    "update": lambda records: records.update(number="X"),
    "delete": lambda records: records.delete(),
    "filtered": lambda records: list(records.filter(pk=1)),
    "as a part of another": lambda records: list(
        Contact.objects.everything("the inner one is tried").filter(customer__in=records)
    ),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_a_query_without_a_scope_raises(query: Callable[[Any], Any]) -> None:
    with pytest.raises(MissingScope):
        query(Customer.objects.all())


@pytest.mark.parametrize(
    "query", [q for name, q in QUERIES.items() if name not in {"update", "delete", "get"}]
)
def test_the_same_query_with_a_scope_answers(
    query: Callable[[Any], Any], mei: User, chenguang: Customer
) -> None:
    query(Customer.objects.visible_to(mei))


def test_the_records_of_a_customer_ask_for_a_scope_too(chenguang: Customer) -> None:
    with pytest.raises(MissingScope):
        list(chenguang.contacts.all())


def test_lifting_the_scope_asks_for_a_reason() -> None:
    with pytest.raises(ValueError, match="why"):
        Customer.objects.everything("")


def test_sales_see_the_customers_of_their_team_and_no_other(
    li: User, fang: User, ben: User, chenguang: Customer, nanhai: Customer
) -> None:
    assert set(Customer.objects.visible_to(li)) == {chenguang}
    assert set(Customer.objects.visible_to(fang)) == {chenguang}
    assert set(Customer.objects.visible_to(ben)) == {nanhai}


def test_a_salesperson_without_a_team_sees_only_own_customers(chenguang: Customer) -> None:
    loner = factories.staff("独行", "sales")
    own = factories.customer("自己的客户", owner=loner)
    assert set(Customer.objects.visible_to(loner)) == {own}


def test_what_hangs_on_a_customer_is_seen_with_it(li: User, ben: User, chenguang: Customer) -> None:
    lot = factories.shipment(chenguang, delivered_on=None)
    assert set(Shipment.objects.visible_to(li)) == {lot}
    assert not Shipment.objects.visible_to(ben).exists()
    assert Event.objects.visible_to(li).filter(customer_id=chenguang.pk).exists()
    assert not Event.objects.visible_to(ben).filter(customer_id=chenguang.pk).exists()


def test_an_inactive_account_sees_nothing(mei: User, chenguang: Customer) -> None:
    mei.is_active = False
    assert not Customer.objects.visible_to(mei).exists()


def test_a_portal_user_reaches_no_staff_record(chenguang: Customer) -> None:
    assert not Customer.objects.visible_to(factories.portal_user(chenguang)).exists()


def test_an_action_unknown_to_the_policy_table_is_an_error_not_a_denial(mei: User) -> None:
    with pytest.raises(KeyError, match=r"customers\.fly"):
        Customer.objects.visible_to(mei, "customers.fly")
