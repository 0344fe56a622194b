"""The list of shipments as people see it: each waybill's cells, with the way to its customer's shipments."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.domain.operations.models import Mode, Shipment
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Ordering
from guanxi.interfaces.http.keyset import COUNT_CAP
from guanxi.interfaces.workspace.customers.lines import shipment_line
from guanxi.interfaces.workspace.lists.rows import Cell, Line, Listing
from guanxi.interfaces.workspace.names import names_of
from guanxi.processes.shipment_list import SHIPMENTS, shipments_within


def lines_of(shipments: Sequence[Shipment], columns: tuple[Field, ...], _actor: User) -> list[Line]:
    """Shipments with a cell for each column."""
    return [_line(shipment, columns) for shipment in shipments]


def nobody(_actor: User) -> Mapping[int, str]:
    """No filter of shipments names a colleague."""
    return {}


def counted(count: int, more: bool) -> str:
    """How many there are, as the sentence above the list."""
    if more:
        return _("%(count)s+ shipments") % {"count": f"{COUNT_CAP:,}"}
    return ngettext("%(count)s shipment", "%(count)s shipments", count) % {"count": f"{count:,}"}


def _line(shipment: Shipment, columns: tuple[Field, ...]) -> Line:
    href = reverse("workspace:customer_shipments", args=[shipment.customer_id])
    cells = [(own, _CELLS[own.key](shipment)) for own in columns]
    return Line(shipment, href, shipment.waybill_number, "", "", cells)


def _state(shipment: Shipment) -> Cell:
    line = shipment_line(shipment)
    return Cell("state", line.state, tone=line.tone)


def _lane(shipment: Shipment) -> Cell:
    return Cell("text", " → ".join(part or "–" for part in (shipment.origin, shipment.destination)))


def _revenue(shipment: Shipment) -> Cell:
    return Cell(
        "money", shipment.revenue_minor, currency=shipment.currency, absent=shipment_line(shipment).absent
    )


def _text(name: str) -> Callable[[Shipment], Cell]:
    return lambda shipment: Cell("text", getattr(shipment, name))


def _day(name: str) -> Callable[[Shipment], Cell]:
    return lambda shipment: Cell("day", getattr(shipment, name))


_CELLS: Mapping[str, Callable[[Shipment], Cell]] = {
    "state": _state,
    "mode": lambda one: Cell("text", Mode(one.mode).label if one.mode else ""),
    "direction": lambda one: Cell("text", one.get_direction_display()),
    "ordered": _day("ordered_on"),
    "promised": _day("promised_on"),
    "delivered": _day("delivered_on"),
    "revenue": _revenue,
    "absence": lambda one: Cell("text", shipment_line(one).absent),
    "customer": lambda one: Cell(
        "link", str(names_of(one.customer.party)), href=reverse("workspace:customer", args=[one.customer_id])
    ),
    "number": lambda one: Cell("text", one.customer.number),
    "lane": _lane,
    "origin": _text("origin"),
    "destination": _text("destination"),
    "service": _text("service"),
    "cargo": _text("cargo"),
}

SHIPMENT_LISTING = Listing(
    subject=SHIPMENTS,
    route="workspace:shipments",
    action="shipments.view",
    icon="package",
    panel_route="",
    newest=Ordering("ordered_on", date),
    facets=("state", "mode"),
    name_label=gettext_lazy("Waybill"),
    name_order="",
    within=lambda actor, asked, reading: shipments_within(actor, asked, reading=reading),
    lines=lines_of,
    people=nobody,
    counted=counted,
    note=lambda _shipments: "",
)
