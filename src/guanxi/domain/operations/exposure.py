"""What a customer could come to owe us: open invoices, delivered and not invoiced, accepted orders (D120)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from guanxi.domain.billing.models import Invoice
from guanxi.domain.billing.receivables import Receivables
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.operations.models import Direction, Shipment


@dataclass(frozen=True, slots=True)
class Exposure:
    """In minor units of one currency, as of a day; `unpriced` shipments have no known revenue to add."""

    currency: str
    invoiced_minor: int
    unbilled_minor: int
    unbilled: int
    accepted_minor: int
    accepted: int
    unpriced: int

    @property
    def total_minor(self) -> int:
        return self.invoiced_minor + self.unbilled_minor + self.accepted_minor


def exposure_of(
    customer: Customer, receivables: list[Receivables], *, actor: Actor, on: date
) -> list[Exposure]:
    """One row for each currency of `receivables`; none where no invoice is on file (one query).

    A delivered shipment is unbilled while no invoice that stands names its waybill. Where an invoice names
    none, which shipments it is for is not known: then nothing counts as unbilled but what was delivered
    after the newest invoice was issued.
    """
    if not receivables:
        return []
    shipments = Shipment.objects.visible_to(actor).filter(
        customer=customer, direction=Direction.FORWARD, ordered_on__lte=on
    )
    delivered = Q(delivered_on__isnull=False, delivered_on__lte=on) & _unbilled(customer, actor, on)
    accepted = (Q(delivered_on__isnull=True) | Q(delivered_on__gt=on)) & (
        Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    )
    rows: QuerySet[Any, Any] = (
        shipments.filter(delivered | accepted)
        .order_by()
        .values("currency")
        .annotate(
            unbilled_minor=Sum("revenue_minor", filter=delivered),
            unbilled=Count("pk", filter=delivered),
            accepted_minor=Sum("revenue_minor", filter=accepted),
            accepted=Count("pk", filter=accepted),
            unpriced=Count("pk", filter=Q(revenue_minor__isnull=True)),
        )
    )
    found = {row["currency"]: row for row in rows}
    return [_exposure(one, found.get(one.currency, {})) for one in receivables]


def _exposure(receivables: Receivables, row: dict[str, int | None]) -> Exposure:
    counts = {name: row.get(name) or 0 for name in ("unbilled_minor", "unbilled", "accepted_minor")}
    counts |= {name: row.get(name) or 0 for name in ("accepted", "unpriced")}
    return Exposure(currency=receivables.currency, invoiced_minor=receivables.open_minor, **counts)


def _unbilled(customer: Customer, actor: Actor, on: date) -> Q:
    """No invoice names the waybill, and none that names no waybill was issued since the delivery."""
    stands = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    invoices = Invoice.objects.visible_to(actor).filter(stands, customer=customer, issued_on__lte=on)
    named = invoices.filter(waybill_number=OuterRef("waybill_number"))
    collective = invoices.filter(waybill_number="", issued_on__gte=OuterRef("delivered_on"))
    return ~Exists(named) & ~Exists(collective)
