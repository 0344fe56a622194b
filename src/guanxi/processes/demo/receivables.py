"""Monthly statements and what was paid of them: the rows of invoices.csv and payments.csv."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guanxi.processes.demo.accounts import Standing
from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.money import fen, yuan
from guanxi.processes.demo.seasons import FACTS_END, YEAR_BEGIN
from guanxi.processes.demo.shipments import ShipmentRow

_TERMS = timedelta(30)
# 中原钢构 is billed on the 14th: its statement of 2025-04-14 was due on 14 May, 47 days before the facts end.
_LATE_PAYER, _LATE_PAYERS_CLOSING_DAY = "中原钢构", 14
_UNPAID_SINCE = date(2025, 4, 14)
# 秦筑机械 once paid 38 days late, which keeps it from being backbone for a year.
_ONCE_LATE, _ONCE_LATE_ON, _ONCE_LATE_BY = "秦筑机械", date(2024, 11, 30), timedelta(38)
# Days between the due day and the payment, and how often.
_USUALLY = (((-8, -1), 38), ((0, 4), 44), ((5, 12), 14), ((13, 27), 4))
_OF_THE_LATE_PAYER = (9, 24)


@dataclass(frozen=True)
class InvoiceRow:
    """One line of invoices.csv: a statement of the lots delivered since the last one, in yuan.

    It covers many waybills, so it names none; none was withdrawn.
    """

    invoice_number: str
    customer_number: str
    waybill_number: str
    issued_on: str
    due_on: str
    amount: str
    currency: str
    cancelled_on: str


@dataclass(frozen=True)
class PaymentRow:
    """One line of payments.csv."""

    payment_id: str
    invoice_number: str
    paid_on: str
    amount: str
    currency: str


@dataclass(frozen=True)
class _Statement:
    customer: Customer
    issued_on: date
    amount_fen: int

    @property
    def due_on(self) -> date:
        return self.issued_on + _TERMS

    @property
    def label(self) -> str:
        return self.customer.identity.label


def receivables(
    customers: Sequence[Customer], shipments: Sequence[ShipmentRow], dice: Dice
) -> tuple[list[InvoiceRow], list[PaymentRow]]:
    """Statements of the ranking year in order of issue, and their payments in order of receipt.

    Earlier bills are in the system that the operator left. Persons pay at the counter.
    """
    billed = {
        one.row.customer_number: one
        for one in customers
        if one.account.standing is Standing.RANKED and not one.account.is_person
    }
    statements = sorted(
        _statements(billed, shipments), key=lambda one: (one.issued_on, one.customer.row.customer_number)
    )
    invoices, paid = [], []
    for place, statement in enumerate(statements, start=1):
        invoice = _invoice(statement, place)
        invoices.append(invoice)
        if (day := _paid_on(statement, dice)) and day <= FACTS_END:
            paid.append((day, invoice))
    paid.sort(key=lambda one: one[0])
    return invoices, [_payment(day, invoice, place) for place, (day, invoice) in enumerate(paid, start=1)]


def _statements(billed: Mapping[str, Customer], shipments: Sequence[ShipmentRow]) -> Iterator[_Statement]:
    amounts: dict[tuple[str, date], int] = defaultdict(int)
    for row in shipments:
        if row.customer_number in billed and row.revenue and row.delivered_on >= YEAR_BEGIN.isoformat():
            closing = _closing_day(billed[row.customer_number], date.fromisoformat(row.delivered_on))
            amounts[row.customer_number, closing] += fen(row.revenue)
    for (number, day), amount in amounts.items():
        if day <= FACTS_END:
            yield _Statement(billed[number], day, amount)


def _closing_day(customer: Customer, day: date) -> date:
    """The day on which a lot delivered on `day` is billed."""
    if customer.identity.label == _LATE_PAYER and day.day <= _LATE_PAYERS_CLOSING_DAY:
        return day.replace(day=_LATE_PAYERS_CLOSING_DAY)
    next_month = (day.replace(day=28) + timedelta(4)).replace(day=1)
    if customer.identity.label == _LATE_PAYER:
        return next_month.replace(day=_LATE_PAYERS_CLOSING_DAY)
    return next_month - timedelta(1)


def _paid_on(statement: _Statement, dice: Dice) -> date | None:
    low, high = dice.pick_weighted(_USUALLY)
    usual = statement.due_on + timedelta(dice.between(low, high))
    if statement.label == _LATE_PAYER:
        late = statement.due_on + timedelta(dice.between(*_OF_THE_LATE_PAYER))
        return None if statement.issued_on >= _UNPAID_SINCE else late
    if (statement.label, statement.issued_on) == (_ONCE_LATE, _ONCE_LATE_ON):
        return statement.due_on + _ONCE_LATE_BY
    return usual


def _invoice(statement: _Statement, place: int) -> InvoiceRow:
    return InvoiceRow(
        invoice_number=f"F{statement.issued_on:%y%m}-{place:04d}",
        customer_number=statement.customer.row.customer_number,
        waybill_number="",
        issued_on=statement.issued_on.isoformat(),
        due_on=statement.due_on.isoformat(),
        amount=yuan(statement.amount_fen),
        currency="CNY",
        cancelled_on="",
    )


def _payment(day: date, invoice: InvoiceRow, place: int) -> PaymentRow:
    return PaymentRow(f"P-{place:05d}", invoice.invoice_number, day.isoformat(), invoice.amount, "CNY")
