"""What is on file about customers' credit: of which day, and as known when."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from guanxi.domain.billing.models import CreditGrade, Invoice, Payment
from guanxi.domain.classification.rules.payment_delay import Bill, Delay, longest_delay
from guanxi.domain.timeline.knowledge import Knowledge

_WHY = "a confirmation rests on the credit of its customer"
_AT_ONCE = 500


class CreditFacts:
    """Grades, invoices and payments dated up to `as_of`; `known_before` as in `Facts`.

    Only customers asked for are read, a few hundred at once: credit is asked of the few that may be backbone.
    """

    def __init__(self, as_of: date, *, known_before: datetime | None = None) -> None:
        self._as_of = as_of
        self._knowledge = Knowledge(known_before)

    def grades(self, customer_ids: Collection[int]) -> dict[int, tuple[str, date]]:
        """customer id → the grade that holds on the day, and since when; absent where none is on file."""
        found: dict[int, tuple[str, date]] = {}
        for part in _parts(customer_ids):
            records = CreditGrade.objects.everything(_WHY).filter(customer__in=part)
            standing = self._knowledge.standing(records).values_list("graded_on", "customer_id", "grade")
            former = (
                (one.graded_on, one.customer_id, one.grade)
                for one in self._knowledge.former(CreditGrade)
                if one.customer_id in part
            )
            for graded_on, customer_id, grade in sorted([*standing, *former]):
                if graded_on <= self._as_of:
                    found[customer_id] = (grade, graded_on)
        return found

    def delays(self, customer_ids: Collection[int], *, window_days: int) -> dict[int, Delay]:
        """customer id → its longest delay in the window, for every customer asked for."""
        delays = {}
        for part in _parts(customer_ids):
            bills = self._bills(part)
            for customer_id in part:
                delays[customer_id] = longest_delay(
                    bills.get(customer_id, ()), as_of=self._as_of, window_days=window_days
                )
        return delays

    def _bills(self, customer_ids: Sequence[int]) -> dict[int, list[Bill]]:
        """customer id → its bills; those cancelled by the day ask for nothing."""
        by_customer: dict[int, list[Bill]] = {}
        by_invoice: dict[int, Bill] = {}
        for invoice in self._invoices(customer_ids):
            if invoice.issued_on > self._as_of or _is_cancelled(invoice, self._as_of):
                continue
            # A former state holds no number: the one on file names it.
            bill = Bill(invoice.number or f"#{invoice.pk}", invoice.due_on, invoice.amount_minor)
            by_invoice[invoice.pk] = bill
            by_customer.setdefault(invoice.customer_id, []).append(bill)
        for payment in self._payments(list(by_invoice)):
            if payment.paid_on <= self._as_of:
                by_invoice[payment.invoice_id].payments.append((payment.paid_on, payment.amount_minor))
        return by_customer

    def _invoices(self, customer_ids: Sequence[int]) -> Iterator[Invoice]:
        records = Invoice.objects.everything(_WHY).filter(customer__in=customer_ids)
        yield from self._knowledge.standing(records)
        former = [one for one in self._knowledge.former(Invoice) if one.customer_id in customer_ids]
        numbers = dict(
            Invoice.objects.everything(_WHY)
            .filter(pk__in=[one.pk for one in former])
            .values_list("pk", "number")
        )
        for one in former:
            one.number = numbers.get(one.pk, "")
            yield one

    def _payments(self, invoice_ids: Sequence[int]) -> Iterator[Payment]:
        known = set(invoice_ids)
        for part in _parts(invoice_ids):
            yield from self._knowledge.standing(Payment.objects.everything(_WHY).filter(invoice__in=part))
        yield from (one for one in self._knowledge.former(Payment) if one.invoice_id in known)


def _is_cancelled(invoice: Invoice, day: date) -> bool:
    return invoice.cancelled_on is not None and invoice.cancelled_on <= day


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(sorted(ids))
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
