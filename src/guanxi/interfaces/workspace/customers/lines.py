"""Rows on a customer's pages, worded for the reader."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guanxi.design import figures
from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.operations.absence import RevenueAbsence
from guanxi.domain.operations.models import Mode, Shipment
from guanxi.domain.operations.rules import ShipmentState
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.names import names_of


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """`state` says in words how far it is and how late; `absent` why no revenue is known."""

    shipment: Shipment
    origin: str
    destination: str
    carried_by: str
    state: str
    tone: str
    absent: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A customer above or below in the group; without `href` the reader may not see it."""

    name: str
    href: str


def shipment_line(shipment: Shipment) -> ShipmentLine:
    mode = str(Mode(shipment.mode).label) if shipment.mode else ""
    carried_by = " · ".join(part for part in (mode, shipment.service) if part)
    state, tone = _state(shipment)
    origin, destination = shipment.origin or "–", shipment.destination
    return ShipmentLine(shipment, origin, destination, carried_by, state, tone, _absent(shipment))


def relative(customer: Customer) -> Relative:
    return Relative(str(names_of(customer.party)), reverse("workspace:customer", args=[customer.pk]))


def parent_of(customer: Customer, actor: User) -> Relative | None:
    """The customer above, by name only for who may see it."""
    if customer.parent_id is None:
        return None
    parent = Customer.objects.visible_to(actor).with_names().filter(pk=customer.parent_id).first()
    return relative(parent) if parent else Relative(_("a customer outside your team"), "")


def place_of(party: Party) -> str:
    """Address, city and country in one line; a city that the address already names is not said twice."""
    country = figures.locale_of(get_language() or "en").territories.get(party.country, party.country)
    city = "" if party.city and party.city in party.address else party.city
    if (get_language() or "").startswith("zh"):
        return " ".join(part for part in (country, city, party.address) if part)
    return ", ".join(part for part in (party.address, city, country) if part)


def _state(shipment: Shipment) -> tuple[str, str]:
    late = shipment.days_late
    if late is not None and late > 0:
        words = ngettext("Delivered, %(days)s day late", "Delivered, %(days)s days late", late)
        return words % {"days": late}, "warning"
    tone = "good" if shipment.state == ShipmentState.DELIVERED else "plain"
    return shipment.state_label, tone


def _absent(shipment: Shipment) -> str:
    if shipment.revenue_minor is not None:
        return ""
    words = dict(RevenueAbsence.choices)
    return str(words.get(shipment.revenue_absent_reason, shipment.revenue_absent_reason))
