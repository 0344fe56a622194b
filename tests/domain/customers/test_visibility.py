"""Who sees which customer."""

import pytest

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import MissingScope
from guanxi.domain.people.models import User
from tests import factories


def test_a_salesperson_sees_what_the_own_team_owns(li: User, fang: User, chenguang: Customer) -> None:
    hers = factories.customer("丰谷食品", owner=fang)
    factories.customer("无主物流")
    assert set(Customer.objects.visible_to(li)) == {chenguang, hers}


def test_a_stranger_salesperson_sees_nothing_of_another_team(ben: User, chenguang: Customer) -> None:
    assert not Customer.objects.visible_to(ben).exists()


def test_a_manager_sees_every_customer(mei: User, chenguang: Customer, nanhai: Customer) -> None:
    ownerless = factories.customer("无主物流")
    assert set(Customer.objects.visible_to(mei)) == {chenguang, nanhai, ownerless}


def test_a_salesperson_may_edit_only_the_own_customers(li: User, fang: User, chenguang: Customer) -> None:
    factories.customer("丰谷食品", owner=fang)
    assert list(Customer.objects.visible_to(li, "customers.edit")) == [chenguang]


def test_an_account_that_was_closed_sees_nothing(mei: User, chenguang: Customer) -> None:
    mei.is_active = False
    assert not Customer.objects.visible_to(mei).exists()


def test_a_query_that_names_no_scope_is_an_error(chenguang: Customer) -> None:
    with pytest.raises(MissingScope):
        Customer.objects.count()
