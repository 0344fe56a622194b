"""Reads for one screen: what is late, and what a customer ships and pays by month."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth, Upper

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.operations import rules
from guanxi.domain.operations.models import Direction, Shipment, ShipmentQuerySet

LATE_BUSINESS_DAYS = 30
# Fewer characters begin too many numbers to be a search for one.
SHORTEST_WAYBILL = 3


@dataclass(frozen=True, slots=True)
class LateShipments:
    """Broken promises an actor should know of: those still under way first, then the newest deliveries."""

    since: date
    shown: list[Shipment]
    more: bool


@dataclass(frozen=True, slots=True)
class Month:
    """`revenue_minor` is None where nothing delivered in the month has a known revenue: absent, not zero."""

    first_day: date
    shipments: int
    revenue_minor: int | None


def with_waybill(shipments: ShipmentQuerySet, text: str) -> ShipmentQuerySet:
    """Those whose waybill number begins with `text`, in capital or small letters, in the order of numbers."""
    beginning = "".join(c.upper() if c.isascii() else c for c in text.strip())
    if len(beginning) < SHORTEST_WAYBILL or not beginning.isprintable():
        return shipments.none()
    known = shipments.annotate(waybill=Upper("waybill_number"))
    if connection.vendor == "sqlite":
        # SQLite has no use for an index in LIKE with an escape; its bytes are in order.
        known = known.filter(waybill__gte=beginning, waybill__lt=f"{beginning}\U0010ffff")
    else:
        known = known.filter(waybill__startswith=beginning)
    return known.order_by("waybill", "-pk")


def promise_passed(*, on: date) -> Q:
    """Forward shipments whose promised day is over and which have not arrived."""
    return Q(
        direction=Direction.FORWARD,
        promised_on__lt=on,
        delivered_on__isnull=True,
        cancelled_on__isnull=True,
    )


def delivered_late() -> Q:
    """Forward shipments that arrived after the day that was promised."""
    return Q(direction=Direction.FORWARD, delivered_on__gt=F("promised_on"))


def counted_between(*, after: date, until: date) -> Q:
    """The purchases a run counted: forward, delivered in (after, until] (D16)."""
    return Q(direction=Direction.FORWARD, delivered_on__gt=after, delivered_on__lte=until)


def late_shipments(actor: Actor, *, owner_id: int | None, on: date, limit: int) -> LateShipments:
    """Shipments promised and not delivered by `on`, and those delivered late in the last 30 business days.

    `owner_id` narrows them to one salesperson's customers.
    """
    since = rules.business_days_before(on, LATE_BUSINESS_DAYS)
    shipments = Shipment.objects.visible_to(actor).select_related("customer__party")
    if owner_id is not None:
        shipments = shipments.filter(customer__owner_id=owner_id)
    waiting = shipments.filter(promise_passed(on=on)).order_by("promised_on", "pk")
    arrived = shipments.filter(delivered_late(), delivered_on__range=(since, on))
    arrived = arrived.order_by("-delivered_on", "-pk")
    found = list(waiting[: limit + 1])
    if len(found) <= limit:
        found += arrived[: limit + 1 - len(found)]
    return LateShipments(since, found[:limit], len(found) > limit)


def months_of(customer: Customer, *, actor: Actor, until: date, months: int, currency: str) -> list[Month]:
    """The `months` calendar months that end with that of `until`, oldest first, by day of delivery.

    Revenue is that in `currency`; amounts of others are never added to it.
    """
    days = rules.months_until(until, months)
    delivered = Shipment.objects.visible_to(actor).filter(
        customer=customer, direction=Direction.FORWARD, delivered_on__range=(days[0], until)
    )
    found = (
        delivered.order_by()
        .annotate(month=TruncMonth("delivered_on"))
        .values("month")
        .annotate(count=Count("pk"), known=Sum("revenue_minor", filter=Q(currency=currency)))
        .values_list("month", "count", "known")
    )
    by_month = {month: Month(month, count, known) for month, count, known in found}
    return [by_month.get(day, Month(day, 0, None)) for day in days]
