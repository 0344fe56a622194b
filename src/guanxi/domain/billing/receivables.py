"""What a customer owes on a day: open, overdue, and for how long our invoices wait (D120, D228)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from guanxi.domain.billing import rules
from guanxi.domain.billing.models import Invoice, Payment
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor


@dataclass(frozen=True, slots=True)
class Receivables:
    """One currency's worth, in minor units, as of `on`; amounts of different currencies are never added.

    `open_minor` is what was asked less what came in; credit notes lessen it. `overdue_minor` is the part of
    `overdue` invoices whose due day is over, the oldest of `oldest_due_on`; `undated` open invoices have no
    due day, so nobody can be late with them. `invoiced_minor` was asked in the `window_days` up to `on`.
    """

    currency: str
    on: date
    open_minor: int
    open: int
    overdue_minor: int
    overdue: int
    oldest_due_on: date | None
    undated: int
    invoiced_minor: int
    window_days: int

    @property
    def days_overdue(self) -> int:
        """How long the oldest invoice has been overdue; 0 where none is."""
        return (self.on - self.oldest_due_on).days if self.oldest_due_on else 0

    @property
    def overdue_ppm(self) -> int | None:
        """Overdue ÷ receivables in parts per million; None where nothing is open (D228)."""
        return self.overdue_minor * 1_000_000 // self.open_minor if self.open_minor > 0 else None

    @property
    def days_sales_outstanding(self) -> int | None:
        return rules.days_sales_outstanding(
            receivables_minor=self.open_minor,
            invoiced_minor=self.invoiced_minor,
            window_days=self.window_days,
        )


def with_balance(invoices: "QuerySet[Any]", *, on: date) -> "QuerySet[Any]":
    """Invoices issued by `on` and not cancelled by then, with `paid_minor` and `balance_minor` of the day."""
    received = (
        Payment.objects.everything("payments of invoices that are scoped themselves")
        .filter(invoice=OuterRef("pk"), paid_on__lte=on)
        .order_by()
        .values("invoice")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    stands = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    known = invoices.filter(stands, issued_on__lte=on)
    known = known.annotate(paid_minor=Coalesce(Subquery(received), 0))
    balanced: QuerySet[Any] = known.annotate(balance_minor=F("amount_minor") - F("paid_minor"))
    return balanced


def receivables_of(customer: Customer, *, actor: Actor, on: date, window_days: int) -> list[Receivables]:
    """One row for each currency in which the customer was ever asked for money, by currency; one query."""
    invoices = with_balance(Invoice.objects.visible_to(actor).filter(customer=customer), on=on)
    owed, late = Q(balance_minor__gt=0), Q(balance_minor__gt=0, due_on__lt=on)
    rows = (
        invoices.order_by()
        .values("currency")
        .annotate(
            open_minor=Sum("balance_minor"),
            open=Count("pk", filter=owed),
            overdue_minor=Coalesce(Sum("balance_minor", filter=late), 0),
            overdue=Count("pk", filter=late),
            oldest_due_on=Min("due_on", filter=late),
            undated=Count("pk", filter=owed & Q(due_on__isnull=True)),
            invoiced_minor=Coalesce(
                Sum("amount_minor", filter=Q(issued_on__gt=on - timedelta(days=window_days))), 0
            ),
        )
    )
    return [_receivables(row, on, window_days) for row in rows.order_by("currency")]


def _receivables(row: dict[str, Any], on: date, window_days: int) -> Receivables:
    return Receivables(on=on, window_days=window_days, **row)
