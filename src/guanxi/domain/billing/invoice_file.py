"""Invoices that come in by file. Their number is their identity within the source."""

from collections.abc import Sequence

from guanxi.domain.billing import events
from guanxi.domain.billing.models import Invoice
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected

KIND = FileKind(
    name="invoices",
    key="invoice_number",
    fields={
        "invoice_number": Field(Reading.IDENTIFIER, required=True, longest=120),
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "waybill_number": Field(Reading.IDENTIFIER, longest=120),
        "issued_on": Field(Reading.DAY, required=True),
        "due_on": Field(Reading.DAY),
        "amount": Field(Reading.MONEY, required=True),
        "currency": Field(Reading.CURRENCY, required=True),
        "cancelled_on": Field(Reading.DAY),
    },
)
_PLAIN = ("waybill_number", "issued_on", "due_on", "currency", "cancelled_on")


class InvoiceFile(FactFile):
    """The writer of invoice rows for one import."""

    book = Book(
        model=Invoice,
        identity=("source", "number"),
        day="issued_on",
        imported=events.INVOICES_IMPORTED,
        corrected=events.INVOICE_CORRECTED,
        labels={"customer_id": "customer__number"},
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._customers = KnownCustomers()

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        self._customers.look_up(rows)

    def objection(self, row: ReadRow) -> Verdict | None:
        return self._customers.objection(row) or _out_of_order(row)

    def fact(self, row: ReadRow) -> Fact:
        customer = self._customers.of(row)
        return Fact(
            key=row.key,
            name=row.key,
            customer_id=customer.pk,
            attributes={
                "number": row.key,
                "customer_id": customer.pk,
                "amount_minor": row.values["amount"],
                **provided(row, _PLAIN),
            },
            labels={"customer_id": customer.number},
        )

    def forget(self) -> None:
        self._customers.forget()


def _out_of_order(row: ReadRow) -> Verdict | None:
    issued = row.values["issued_on"]
    for field in ("due_on", "cancelled_on"):
        day = row.values.get(field)
        if day is not None and day < issued:
            return rejected(field, "before_issue", day=day.isoformat(), issued=issued.isoformat())
    return None
