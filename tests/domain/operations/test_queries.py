"""What is late, and what a customer brings by month."""

from datetime import date

from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Direction
from guanxi.domain.operations.queries import Month, late_shipments, months_of
from guanxi.domain.people.models import User
from tests import factories

ON = date(2025, 6, 30)


def test_those_under_way_come_before_those_delivered_late(mei: User, chenguang: Customer) -> None:
    delivered = factories.shipment(chenguang, promised_on=date(2025, 6, 1), delivered_on=date(2025, 6, 28))
    waiting = factories.shipment(chenguang, promised_on=date(2025, 6, 20), delivered_on=None)
    late = late_shipments(mei, owner_id=None, on=ON, limit=5)
    assert late.shown == [waiting, delivered]
    assert not late.more


def test_more_than_fit_is_said(mei: User, chenguang: Customer) -> None:
    for _one in range(3):
        factories.shipment(chenguang, promised_on=date(2025, 6, 20), delivered_on=None)
    late = late_shipments(mei, owner_id=None, on=ON, limit=2)
    assert (len(late.shown), late.more) == (2, True)


def test_a_way_back_breaks_no_forward_promise(mei: User, chenguang: Customer) -> None:
    for delivered_on in (None, date(2025, 6, 28)):
        factories.shipment(
            chenguang,
            promised_on=date(2025, 6, 20),
            delivered_on=delivered_on,
            direction=Direction.REVERSE,
        )
    assert late_shipments(mei, owner_id=None, on=ON, limit=5).shown == []


def test_an_owner_narrows_them_to_the_own_customers(
    mei: User, li: User, chenguang: Customer, nanhai: Customer
) -> None:
    ours = factories.shipment(chenguang, promised_on=date(2025, 6, 20), delivered_on=None)
    factories.shipment(nanhai, promised_on=date(2025, 6, 20), delivered_on=None)
    assert late_shipments(mei, owner_id=li.pk, on=ON, limit=5).shown == [ours]


def test_months_are_counted_by_delivery_and_an_unknown_revenue_is_none(
    mei: User, chenguang: Customer
) -> None:
    factories.shipment(chenguang, delivered_on=date(2025, 4, 30), revenue_minor=100)
    factories.shipment(chenguang, delivered_on=date(2025, 4, 1), revenue_minor=50)
    factories.shipment(chenguang, delivered_on=date(2025, 5, 1), revenue_absent_reason="not_given")
    factories.shipment(chenguang, delivered_on=date(2025, 6, 1), revenue_minor=7, currency="USD")
    factories.shipment(chenguang, delivered_on=date(2025, 3, 31), revenue_minor=999)
    assert months_of(chenguang, actor=mei, until=ON, months=3, currency="CNY") == [
        Month(date(2025, 4, 1), 2, 150),
        Month(date(2025, 5, 1), 1, None),
        Month(date(2025, 6, 1), 1, None),
    ]
