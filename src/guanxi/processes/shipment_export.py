"""Shipments as a file with the columns of the import, so that our own come in again unchanged (D2)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from guanxi.domain.ground.export import Column, Kind, Provenance, Report, Row, Table
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.people.models import User
from guanxi.domain.views.rules import Filter
from guanxi.processes.customer_list import reading_of, words_of
from guanxi.processes.shipment_list import SHIPMENTS, shipments_within

_AT_A_TIME = 2000
_GRAMS = 1000
_WHY = "the consignees of shipments within sight"
_PLAIN = ("origin", "destination", "mode", "service", "cargo")
_DAYS = ("ordered_on", "accepted_on", "promised_on", "picked_up_on", "delivered_on", "cancelled_on")
_COLUMNS = (
    *(Column(name, Kind.IDENTIFIER) for name in ("source_id", "waybill_number", "customer_number")),
    *(Column(name, Kind.DAY) for name in _DAYS),
    *(Column(name) for name in _PLAIN),
    *(Column("packages", Kind.NUMBER), Column("weight_kg", Kind.NUMBER), Column("revenue", Kind.MONEY)),
    *(Column(name) for name in ("revenue_absent_reason", "currency", "direction", "consignee")),
)


def count(by: User, parameters: Mapping[str, Any]) -> int:
    """How many shipments the actor would get."""
    return int(_shipments(by, parameters).count())


def words(by: User, parameters: Mapping[str, Any]) -> str:
    """The filters as one sentence, empty without any."""
    source, number = parameters.get("source", ""), parameters.get("customer_number", "")
    parts = [_("Source: %(source)s") % {"source": source}] if source else []
    parts += [_("Customer number: %(number)s") % {"number": number}] if number else []
    parts += [told] if (told := words_of(SHIPMENTS, Filter.of_json(parameters))) else []
    return "; ".join(parts)


def report(by: User, parameters: Mapping[str, Any], at: datetime) -> Report:
    """The list. `parameters` may name a `source`, whose numbers identify a row, and a `customer_number`;
    beside them they hold a filter as `list_parameters` wrote it."""
    shipments = _shipments(by, parameters)
    provenance = Provenance(
        produced_at=at,
        produced_by=by.display_name,
        n=shipments.count(),
        filters=words(by, parameters) or _("no filter"),
    )
    consignees = ShipmentParty.objects.everything(_WHY).filter(role=ShipmentParty.Role.CONSIGNEE)
    named = Prefetch("parties", consignees.select_related("party").order_by("pk"))
    found = shipments.select_related("customer").prefetch_related(named).order_by("pk")
    table = Table("shipments", _("Shipments"), _COLUMNS, map(_row, found.iterator(chunk_size=_AT_A_TIME)))
    return Report(f"shipments-{at:%Y%m%d}", _("Shipments"), provenance, [table])


def _shipments(by: User, parameters: Mapping[str, Any]) -> Any:
    reading = reading_of(parameters)
    shipments = shipments_within(by, Filter.of_json(parameters), reading=reading)
    if source := parameters.get("source"):
        shipments = shipments.filter(source=source)
    if number := parameters.get("customer_number"):
        shipments = shipments.filter(customer__number=number)
    return shipments


def _row(one: Shipment) -> Row:
    consignee = next(iter(one.parties.all()), None)
    return [
        *(one.source_id, one.waybill_number, one.customer.number),
        *(getattr(one, name) for name in (*_DAYS, *_PLAIN)),
        one.packages,
        None if one.weight_g is None else Decimal(one.weight_g) / _GRAMS,
        *(one.revenue, one.revenue_absent_reason, one.currency, one.direction),
        consignee.party.name if consignee else "",
    ]
