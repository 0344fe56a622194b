"""The list of shipments: its fields, and the rows of a filter. Pages and exports ask here, so they agree."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import Actor
from guanxi.domain.operations.absence import RevenueAbsence
from guanxi.domain.operations.models import Direction, Mode, Shipment, ShipmentQuerySet
from guanxi.domain.operations.queries import delivered_late, promise_passed, with_waybill
from guanxi.domain.views.fields import Field, Kind, Ordering, Reading, Subject
from guanxi.domain.views.rules import Filter
from guanxi.domain.views.vocabulary import ListOf

_NOT_THERE = Q(delivered_on__isnull=True)
_STATES = {
    "delivered": (_("Delivered"), lambda _today: Q(delivered_on__isnull=False)),
    "late": (_("Delivered late"), lambda _today: delivered_late()),
    "overdue": (_("Past its promise"), lambda today: promise_passed(on=today)),
    "open": (_("Under way"), lambda _today: _NOT_THERE & Q(cancelled_on__isnull=True)),
    "cancelled": (_("Cancelled"), lambda _today: _NOT_THERE & Q(cancelled_on__isnull=False)),
}


SHIPMENTS = Subject(
    name=ListOf.SHIPMENTS,
    columns=("customer", "lane", "state", "mode", "ordered", "promised", "delivered", "revenue"),
    fields=(
        Field(
            key="state",
            label=_("State"),
            kind=Kind.CHOICE,
            column="state",
            choices=tuple((code, label) for code, (label, _condition) in _STATES.items()),
            special={code: condition for code, (_label, condition) in _STATES.items()},
        ),
        Field(
            key="mode",
            label=_("Mode"),
            kind=Kind.CHOICE,
            column="mode",
            choices=tuple(Mode.choices),
            without=_("Not stated"),
            empty=Q(mode=""),
        ),
        Field(
            key="direction",
            label=_("Direction"),
            kind=Kind.CHOICE,
            column="direction",
            choices=tuple(Direction.choices),
        ),
        Field(
            key="ordered",
            label=_("Ordered on"),
            kind=Kind.DAY,
            column="ordered_on",
            order=Ordering("ordered_on", date),
        ),
        Field(
            key="promised",
            label=_("Promised for"),
            kind=Kind.DAY,
            column="promised_on",
            without=_("No promise"),
            empty=Q(promised_on__isnull=True),
        ),
        Field(
            key="delivered",
            label=_("Delivered on"),
            kind=Kind.DAY,
            column="delivered_on",
            without=_("Not delivered"),
            empty=_NOT_THERE,
            order=Ordering("delivered_on", date, nullable=True),
        ),
        Field(
            key="revenue",
            label=_("Revenue"),
            kind=Kind.MONEY,
            column="revenue_minor",
            without=_("Not known"),
            empty=Q(revenue_minor__isnull=True),
            currency_column="currency",
            sums=True,
        ),
        Field(
            key="absence",
            label=_("Why revenue is absent"),
            kind=Kind.CHOICE,
            column="revenue_absent_reason",
            choices=tuple(RevenueAbsence.choices),
            without=_("Revenue is known"),
            empty=Q(revenue_absent_reason=""),
        ),
        Field(key="number", label=_("Customer number"), kind=Kind.TEXT, column="customer__number"),
        Field(key="customer", label=_("Customer"), kind=Kind.TEXT, column="customer", is_filter=False),
        Field(key="lane", label=_("Lane"), kind=Kind.TEXT, column="destination", is_filter=False),
        Field(
            key="origin",
            label=_("Origin"),
            kind=Kind.TEXT,
            column="origin",
            without=_("Not stated"),
            empty=Q(origin=""),
        ),
        Field(
            key="destination",
            label=_("Destination"),
            kind=Kind.TEXT,
            column="destination",
            without=_("Not stated"),
            empty=Q(destination=""),
        ),
        Field(key="service", label=_("Service"), kind=Kind.TEXT, column="service"),
        Field(key="cargo", label=_("Cargo"), kind=Kind.TEXT, column="cargo"),
    ),
)


def shipments_within(actor: Actor, asked: Filter, *, reading: Reading) -> ShipmentQuerySet:
    """Shipments the actor may see, with their customers, narrowed; the text is the beginning of a waybill."""
    shipments = Shipment.objects.visible_to(actor).select_related("customer__party")
    shipments = shipments.filter(SHIPMENTS.condition(asked, reading))
    return with_waybill(shipments, asked.text) if asked.text else shipments
