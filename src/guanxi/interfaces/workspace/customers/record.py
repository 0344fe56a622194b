"""Overview, timeline, shipments and contacts of one customer."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.design.charts import Chart, MonthlyRevenue, revenue_by_month
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.queries import people_and_places
from guanxi.domain.ground import clock
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import months_of
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.customers.cards import cards
from guanxi.interfaces.workspace.customers.frame import frame_of, permitted
from guanxi.interfaces.workspace.customers.key_fields import key_fields
from guanxi.interfaces.workspace.customers.lines import shipment_line
from guanxi.interfaces.workspace.customers.shipments import narrowed
from guanxi.interfaces.workspace.history import told

MONTHS = 18
ROWS_ON_OVERVIEW = 6
NEWEST_SHIPMENTS = Order("ordered_on", date, descending=True)
NEWEST_EVENTS = Order("at", datetime, descending=True)


@staff_may("customers.view")
@require_GET
def overview(request: StaffRequest, pk: int) -> HttpResponse:
    """Key fields, revenue by month, what is to be done, who is there and what happened last."""
    frame = frame_of(request, pk, "customer")
    customer, actor = frame.customer, request.actor
    return render(
        request,
        "workspace/customers/overview.html",
        frame.context | key_fields(frame, actor) | cards(frame, actor) | _activity(customer, actor),
    )


def _activity(customer: Customer, actor: User) -> dict[str, Any]:
    events = Event.objects.visible_to(actor).about_customer(customer.pk).newest_first()
    shipments = Shipment.objects.visible_to(actor).filter(customer=customer).newest_first()
    return {
        "chart": _revenue_chart(customer, actor),
        "events": told(events[:ROWS_ON_OVERVIEW]),
        "shipments": [shipment_line(shipment) for shipment in shipments[:ROWS_ON_OVERVIEW]],
    }


@staff_may("shipments.view", reading="customers.view")
@require_GET
def shipments(request: StaffRequest, pk: int) -> HttpResponse:
    """Every shipment of the customer, newest first; `state` and `run` narrow them."""
    frame = frame_of(request, pk, "customer_shipments", "shipments.view")
    customer, context = frame.customer, frame.context
    rows = Shipment.objects.visible_to(request.actor).filter(customer=customer)
    narrowing = narrowed(rows, request.GET, actor=request.actor)
    page = page_of(narrowing.shipments, NEWEST_SHIPMENTS, request.GET)
    lines = [shipment_line(shipment) for shipment in page.rows]
    context |= {"page": page, "shipments": lines, "narrowing": narrowing}
    return render(request, "workspace/customers/shipments.html", context)


@staff_may("timeline.view", reading="customers.view")
@require_GET
def timeline(request: StaffRequest, pk: int) -> HttpResponse:
    """What happened with the customer, newest first."""
    frame = frame_of(request, pk, "customer_timeline", "timeline.view")
    events = Event.objects.visible_to(request.actor).about_customer(frame.customer.pk)
    page = page_of(events, NEWEST_EVENTS, request.GET)
    context = frame.context | {"page": page, "events": told(page.rows)}
    return render(request, "workspace/customers/timeline.html", context)


@staff_may("customers.view")
@require_GET
def contacts(request: StaffRequest, pk: int) -> HttpResponse:
    """People and places; of sealed facts only that they exist."""
    frame = frame_of(request, pk, "customer_contacts")
    customer, actor = frame.customer, request.actor
    may = permitted(actor, customer, "personal_facts.view", "personal_facts.record")
    context = frame.context | {
        "people_and_places": people_and_places(customer, actor=actor),
        "may_open": may["personal_facts.view"],
        "may_record": may["personal_facts.record"],
    }
    return render(request, "workspace/customers/contacts.html", context)


def _revenue_chart(customer: Customer, actor: User) -> Chart | None:
    """Nothing to draw where no month has a known revenue."""
    known = Shipment.objects.visible_to(actor).filter(customer=customer, revenue_minor__isnull=False)
    currency = known.newest_first().values_list("currency", flat=True).first()
    if currency is None:
        return None
    months = months_of(customer, actor=actor, until=clock.business_date(), months=MONTHS, currency=currency)
    if all(month.revenue_minor is None for month in months):
        return None
    points = [MonthlyRevenue(month.first_day, month.revenue_minor) for month in months]
    return revenue_by_month(points, currency=currency, language=get_language() or "en")
