"""Payments that come in by file, each for an invoice that is on file."""

from collections import defaultdict
from collections.abc import Sequence

from guanxi.domain.billing import events
from guanxi.domain.billing.models import Invoice, Payment
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected

KIND = FileKind(
    name="payments",
    key="payment_id",
    fields={
        "payment_id": Field(Reading.IDENTIFIER, required=True, longest=120),
        "invoice_number": Field(Reading.IDENTIFIER, required=True, longest=120),
        "paid_on": Field(Reading.DAY, required=True),
        "amount": Field(Reading.MONEY, required=True),
        "currency": Field(Reading.CURRENCY, required=True),
    },
)


class PaymentFile(FactFile):
    """The writer of payment rows for one import."""

    book = Book(
        model=Payment,
        identity=("source", "source_id"),
        day="paid_on",
        imported=events.PAYMENTS_IMPORTED,
        corrected=events.PAYMENT_CORRECTED,
        labels={"invoice_id": "invoice__number"},
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._invoices: dict[str, list[Invoice]] = {}

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Find the invoices by number: those of the payments' own source, or else those of any."""
        numbers = {row.values["invoice_number"] for row in rows}
        found: dict[str, list[Invoice]] = defaultdict(list)
        for invoice in Invoice.objects.everything("a file may name any invoice").filter(number__in=numbers):
            found[invoice.number].append(invoice)
        self._invoices = {
            number: [invoice for invoice in invoices if invoice.source == self._errand.source] or invoices
            for number, invoices in found.items()
        }

    def objection(self, row: ReadRow) -> Verdict | None:
        number = row.values["invoice_number"]
        invoices = self._invoices.get(number, [])
        if not invoices:
            return rejected("invoice_number", "unknown_invoice", number=number)
        if len(invoices) > 1:
            return rejected("invoice_number", "invoice_unclear", number=number)
        if invoices[0].currency != row.values["currency"]:
            return rejected("currency", "not_the_invoices_currency", currency=invoices[0].currency)
        return None

    def fact(self, row: ReadRow) -> Fact:
        invoice = self._invoices[row.values["invoice_number"]][0]
        return Fact(
            key=row.key,
            name=row.key,
            customer_id=invoice.customer_id,
            attributes={
                "source_id": row.key,
                "invoice_id": invoice.pk,
                "amount_minor": row.values["amount"],
                **provided(row, ("paid_on", "currency")),
            },
            labels={"invoice_id": invoice.number},
        )
