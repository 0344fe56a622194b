"""Makers of invoices, payments and credit grades, with only what a test does not care about filled in."""

from datetime import date
from itertools import count
from typing import Any

from guanxi.domain.billing.models import CreditGrade, Invoice, Payment
from guanxi.domain.customers.models import Customer
from tests.factories import LONG_AGO

_numbers = count(1)


def invoice(
    of: Customer, minor: int, *, issued_on: date, due_on: date | None = None, **fields: Any
) -> Invoice:
    """An invoice of the source "test" in CNY that names no waybill."""
    values: dict[str, Any] = {"number": f"F{next(_numbers):05d}", "currency": "CNY"} | fields
    return Invoice._base_manager.create(
        source="test",
        customer=of,
        amount_minor=minor,
        issued_on=issued_on,
        due_on=due_on,
        recorded_at=LONG_AGO,
        **values,
    )


def payment(of: Invoice, minor: int, *, on: date) -> Payment:
    return Payment._base_manager.create(
        source="test",
        source_id=f"P{next(_numbers):05d}",
        invoice=of,
        paid_on=on,
        amount_minor=minor,
        currency=of.currency,
        recorded_at=LONG_AGO,
    )


def grade(of: Customer, letters: str, *, on: date) -> CreditGrade:
    return CreditGrade._base_manager.create(
        source="test", customer=of, graded_on=on, grade=letters, recorded_at=LONG_AGO
    )
