"""What all pages of one customer share: name, badges with their reasons, banner, tabs with counts."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanxi.design.components.lists import Tab
from guanxi.domain.billing.models import Invoice
from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.ground import clock
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.interfaces.http.access import StaffRequest, found
from guanxi.interfaces.http.keyset import capped_count
from guanxi.interfaces.workspace.customers.attention import attention
from guanxi.interfaces.workspace.customers.panel import neighbours_of
from guanxi.interfaces.workspace.customers.place import Place, place_of_customer, reasons
from guanxi.interfaces.workspace.names import name_of, names_of


@dataclass(frozen=True, slots=True)
class Frame:
    """The customer with its place, and the context of `workspace/customers/record.html`."""

    customer: Customer
    place: Place
    context: dict[str, Any]


def frame_of(request: StaffRequest, pk: int, current: str, action: str | None = None) -> Frame:
    """The frame of the tab `current`. Raises Http404 for a customer out of sight, else PermissionDenied."""
    actor = request.actor
    customer: Customer = found(Customer, actor, pk, action=action)
    place = place_of_customer(customer, actor)
    points = attention(customer, place, actor=actor, on=clock.business_date())
    may = permitted(actor, customer, "customers.edit", "customers.assign")
    return Frame(
        customer,
        place,
        {
            "customer": customer,
            "names": names_of(customer.party),
            "owner": name_of(customer.owner),
            "standing": place.standing,
            "entry": place.entry,
            "outlook": place.outlook,
            "why": reasons(customer, place, actor),
            "attention": points,
            "attention_tone": "warning" if any(point.is_urgent for point in points) else "plain",
            "neighbours": neighbours_of(request, customer),
            "tabs": _tabs(customer, current, actor),
            "today": clock.business_date(),
            "may_edit": may["customers.edit"],
            "may_assign": may["customers.assign"],
        },
    )


def permitted(actor: User, customer: Customer, *actions: str) -> dict[str, bool]:
    """action → whether the actor may take it on this customer; asked of the policy table first."""
    answers = {}
    for action in actions:
        relations = actor.relations_for(action)
        answers[action] = bool(relations & {"any", "none"}) or (
            bool(relations) and Customer.objects.visible_to(actor, action).filter(pk=customer.pk).exists()
        )
    return answers


def _tabs(customer: Customer, current: str, actor: User) -> list[Tab]:
    mine = {"customer": customer}
    shipments = Shipment.objects.visible_to(actor).filter(**mine)
    contacts = Contact.objects.visible_to(actor).filter(**mine)
    invoices = Invoice.objects.visible_to(actor).filter(**mine)
    events = Event.objects.visible_to(actor).about_customer(customer.pk)
    offered = (
        ("customer", _("Overview"), None, "customers.view"),
        ("customer_timeline", _("Timeline"), events, "timeline.view"),
        ("customer_shipments", _("Shipments and lanes"), shipments, "shipments.view"),
        ("customer_money", _("Money"), invoices, "invoices.view"),
        ("customer_value", _("Customer value"), None, "shipments.view"),
        ("customer_contacts", _("Contacts and sites"), contacts, "customers.view"),
        ("customer_standing", _("Group and tier"), None, "classification.view"),
    )
    return [
        Tab(label, reverse(f"workspace:{route}", args=[customer.pk]), _counted(rows), route == current)
        for route, label, rows, action in offered
        if actor.may(action)
    ]


def _counted(rows: Any) -> int | str | None:
    if rows is None:
        return None
    count, more = capped_count(rows)
    return f"{count}+" if more else count
