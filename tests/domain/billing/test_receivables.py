"""What a customer owes on a day, and for how long our invoices wait (D228, D120)."""

from datetime import date

import pytest

from guanxi.domain.billing.receivables import receivables_of
from guanxi.domain.billing.rules import days_sales_outstanding
from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.exposure import exposure_of
from guanxi.domain.people.models import User
from tests import factories, money_on_file

ON = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("receivables", "invoiced", "days"),
    [(36_500, 365_000, 37), (100, 1_000, 37), (0, 1, 0), (5, 0, None), (-1, 100, None)],
)
def test_days_of_sales_are_rounded_to_the_nearest_day(
    receivables: int, invoiced: int, days: int | None
) -> None:
    """36,500 ÷ 365,000 × 365 = 36.5 days, half a day up."""
    found = days_sales_outstanding(receivables_minor=receivables, invoiced_minor=invoiced, window_days=365)
    assert found == days


def test_open_and_overdue_are_those_of_the_day_by_currency(chenguang: Customer, mei: User) -> None:
    late = money_on_file.invoice(chenguang, 50_000, issued_on=date(2025, 3, 1), due_on=date(2025, 5, 14))
    money_on_file.payment(late, 20_000, on=date(2025, 6, 1))
    money_on_file.payment(late, 30_000, on=date(2025, 7, 1))
    paid = money_on_file.invoice(chenguang, 10_000, issued_on=date(2025, 4, 1), due_on=date(2025, 5, 1))
    money_on_file.payment(paid, 10_000, on=date(2025, 4, 30))
    money_on_file.invoice(chenguang, 7_000, issued_on=date(2025, 6, 1))
    money_on_file.invoice(chenguang, -2_000, issued_on=date(2025, 6, 2))
    money_on_file.invoice(chenguang, 9_999, issued_on=date(2025, 6, 2), cancelled_on=date(2025, 6, 3))
    money_on_file.invoice(chenguang, 5_000, issued_on=date(2025, 7, 1))
    money_on_file.invoice(chenguang, 300, issued_on=date(2024, 1, 1), due_on=ON, currency="USD")
    yuan, dollars = receivables_of(chenguang, actor=mei, on=ON, window_days=365)
    assert (yuan.open_minor, yuan.open, yuan.undated) == (35_000, 2, 1)
    assert (yuan.overdue_minor, yuan.overdue, yuan.days_overdue) == (30_000, 1, 47)
    assert yuan.overdue_ppm == 857_142
    assert yuan.invoiced_minor == 65_000
    # 35,000 ÷ 65,000 × 365 = 196.5…
    assert yuan.days_sales_outstanding == 197
    # Due today is not late, and what was invoiced before the window gives no days.
    assert (dollars.currency, dollars.overdue, dollars.days_sales_outstanding) == ("USD", 0, None)


def test_exposure_adds_what_is_delivered_and_not_invoiced_and_what_is_accepted(
    chenguang: Customer, mei: User
) -> None:
    billed = factories.shipment(chenguang, delivered_on=date(2025, 5, 2), revenue_minor=1_000)
    money_on_file.invoice(chenguang, 1_000, issued_on=date(2025, 5, 3), waybill_number=billed.waybill_number)
    factories.shipment(chenguang, delivered_on=date(2025, 5, 4), revenue_minor=2_000)
    factories.shipment(chenguang, delivered_on=None, revenue_minor=4_000)
    factories.shipment(chenguang, delivered_on=None, revenue_absent_reason="not_given")
    factories.shipment(chenguang, delivered_on=None, cancelled_on=date(2025, 6, 2), revenue_minor=8_000)
    owed = receivables_of(chenguang, actor=mei, on=ON, window_days=365)
    (exposure,) = exposure_of(chenguang, owed, actor=mei, on=ON)
    assert (exposure.invoiced_minor, exposure.unbilled_minor, exposure.accepted_minor) == (
        1_000,
        2_000,
        4_000,
    )
    assert (exposure.total_minor, exposure.unpriced) == (7_000, 1)


def test_without_an_invoice_on_file_no_exposure_is_told(chenguang: Customer, mei: User) -> None:
    factories.shipment(chenguang, delivered_on=date(2025, 5, 4))
    assert exposure_of(chenguang, [], actor=mei, on=ON) == []
