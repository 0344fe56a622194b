"""What each tab of a customer costs the database: the same, however much is on file."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from tests import factories, money_on_file
from tests.house.decided import decide_about

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
FIRST_GRADE = date(2025, 1, 1)
_days = count()
AS_OF = date(2025, 6, 30)
# Every tab pays for the frame: session, customer, place, what needs action, and the counts on the tabs.
BUDGETS = {"": 34, "timeline/": 21, "shipments/": 21, "money/": 26, "contacts/": 22, "standing/": 26}


def much_more(of: Customer, owner: User, manager: User) -> None:
    for index in range(20):
        factories.shipment(of, delivered_on=date(2025, 5, 3))
        factories.contact(of, f"person {index}", "user")
        factories.task(owner, f"Call {index}", about=of)
        bill = money_on_file.invoice(of, 1_000, issued_on=date(2025, 5, 1), due_on=date(2025, 6, 1))
        money_on_file.payment(bill, 10, on=date(2025, 6, 2))
        money_on_file.grade(of, "a", on=FIRST_GRADE + timedelta(days=next(_days)))
        factories.customer(f"branch {index}", owner=owner, parent=of)
    factories.run(AS_OF)


@pytest.mark.parametrize("tab", BUDGETS)
def test_a_tab_costs_the_same_queries_however_much_there_is(
    signed_in: SignedIn,
    mei: User,
    li: User,
    chenguang: Customer,
    tab: str,
    django_assert_num_queries: Any,
) -> None:
    client, path = signed_in(mei), f"/customers/{chenguang.pk}/{tab}"
    much_more(chenguang, li, mei)
    decide_about(chenguang, mei)
    factories.run(date(2025, 3, 31))
    client.get(path)  # the first page of a session keeps its token
    with django_assert_num_queries(BUDGETS[tab], info=tab):
        client.get(path)
    much_more(chenguang, li, mei)
    with django_assert_num_queries(BUDGETS[tab], info=f"{tab} with twice as much"):
        client.get(path)
