"""The pages of one customer: what they share, and the four tabs."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.design.charts import Chart, MonthlyRevenue, revenue_by_month
from guanxi.design.components.lists import Tab
from guanxi.domain.classification.models import ClassificationEntry, Standing
from guanxi.domain.classification.queries import entry_before
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.queries import people_and_places
from guanxi.domain.ground import clock
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import months_of
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.worklist.queries import open_tasks
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.classification import explanation
from guanxi.interfaces.workspace.customers.attention import attention
from guanxi.interfaces.workspace.customers.group_on_day import group_on_day
from guanxi.interfaces.workspace.customers.lines import parent_of, place_of, relative, shipment_line
from guanxi.interfaces.workspace.customers.shipments import narrowed
from guanxi.interfaces.workspace.history import told
from guanxi.interfaces.workspace.names import name_of, names_of
from guanxi.interfaces.workspace.worklist.lines import task_line

MONTHS = 18
ROWS_ON_OVERVIEW = 6
NEWEST_SHIPMENTS = Order("ordered_on", date, descending=True)
NEWEST_EVENTS = Order("at", datetime, descending=True)


@staff_may("customers.view")
@require_GET
def overview(request: StaffRequest, pk: int) -> HttpResponse:
    """Key fields, revenue by month, what is to be done and what happened last."""
    customer, context = _frame(request, pk, "customer")
    actor, today = request.actor, clock.business_date()
    events = Event.objects.visible_to(actor).about_customer(customer.pk).newest_first()
    shipments = Shipment.objects.visible_to(actor).filter(customer=customer).newest_first()
    tasks = open_tasks(actor, assignee_ids=None).filter(customer=customer).most_urgent_first()
    children = Customer.objects.visible_to(actor).filter(parent=customer).with_names().order_by("pk")
    context |= {
        "chart": _revenue_chart(customer, actor),
        "events": told(events[:ROWS_ON_OVERVIEW]),
        "shipments": [shipment_line(shipment) for shipment in shipments[:ROWS_ON_OVERVIEW]],
        "tasks": [task_line(task, today=today) for task in tasks[:ROWS_ON_OVERVIEW]],
        "owner": name_of(customer.owner),
        "place": place_of(customer.party),
        "parent": parent_of(customer, actor),
        "children": [relative(child) for child in children[:ROWS_ON_OVERVIEW]],
    }
    return render(request, "workspace/customers/overview.html", context)


@staff_may("shipments.view", reading="customers.view")
@require_GET
def shipments(request: StaffRequest, pk: int) -> HttpResponse:
    """Every shipment of the customer, newest first; `state` and `run` narrow them."""
    customer, context = _frame(request, pk, "customer_shipments", "shipments.view")
    rows = Shipment.objects.visible_to(request.actor).filter(customer=customer)
    narrowing = narrowed(rows, request.GET, actor=request.actor)
    page = page_of(narrowing.shipments, NEWEST_SHIPMENTS, request.GET)
    lines = [shipment_line(shipment) for shipment in page.rows]
    context |= {"page": page, "shipments": lines, "narrowing": narrowing}
    return render(request, "workspace/customers/shipments.html", context)


@staff_may("timeline.view", reading="customers.view")
@require_GET
def timeline(request: StaffRequest, pk: int) -> HttpResponse:
    """What happened with the customer, newest first; and in which group it was on a day."""
    customer, context = _frame(request, pk, "customer_timeline", "timeline.view")
    events = Event.objects.visible_to(request.actor).about_customer(customer.pk)
    page = page_of(events, NEWEST_EVENTS, request.GET)
    context |= {"page": page, "events": told(page.rows)}
    if request.actor.may("classification.view"):
        context |= group_on_day(customer, request.GET, actor=request.actor)
    return render(request, "workspace/customers/timeline.html", context)


@staff_may("customers.view")
@require_GET
def contacts(request: StaffRequest, pk: int) -> HttpResponse:
    """People and places; of sealed facts only that they exist."""
    customer, context = _frame(request, pk, "customer_contacts")
    may_open = _may(request.actor, "personal_facts.view", customer)
    context |= {
        "people_and_places": people_and_places(customer, actor=request.actor),
        "may_open": may_open,
        "may_record": _may(request.actor, "personal_facts.record", customer),
    }
    return render(request, "workspace/customers/contacts.html", context)


def _frame(
    request: StaffRequest, pk: int, current: str, action: str | None = None
) -> tuple[Customer, dict[str, Any]]:
    """The customer, and what all its pages show: name, badges with their reasons, banner, tabs."""
    actor = request.actor
    customer: Customer = found(Customer, actor, pk, action=action)
    entry = _newest_entry(customer, actor)
    before = entry_before(entry, actor=actor) if entry else None
    points = attention(customer, entry, actor=actor, on=clock.business_date())
    return customer, {
        "customer": customer,
        "names": names_of(customer.party),
        "entry": entry,
        "why": _reasons(customer, entry, before, actor),
        "attention": points,
        "attention_tone": "warning" if any(point.is_urgent for point in points) else "plain",
        "tabs": _tabs(customer, current),
        "today": clock.business_date(),
        "may_edit": _may(actor, "customers.edit", customer),
        "may_assign": _may(actor, "customers.assign", customer),
    }


def _newest_entry(customer: Customer, actor: User) -> ClassificationEntry | None:
    standings = Standing.objects.visible_to(actor).filter(customer=customer)
    standing = standings.select_related("entry__run__policy").first()
    return standing.entry if standing else None


def _reasons(
    customer: Customer, entry: ClassificationEntry | None, before: ClassificationEntry | None, actor: User
) -> dict[str, Any]:
    reasons = {"purpose": explanation.why_purpose(customer)}
    if customer.nature:
        reasons["nature"] = explanation.why_nature(customer)
    if entry:
        reasons["group"] = explanation.why_group(entry, before)
        reasons["tier"] = explanation.why_tier(entry, before, run_open=actor.may("runs.view"))
    return reasons


def _may(actor: User, action: str, customer: Customer) -> bool:
    return Customer.objects.visible_to(actor, action).filter(pk=customer.pk).exists()


def _tabs(customer: Customer, current: str) -> list[Tab]:
    return [
        Tab(label, reverse(f"workspace:{route}", args=[customer.pk]), current=route == current)
        for route, label in (
            ("customer", _("Overview")),
            ("customer_shipments", _("Shipments")),
            ("customer_timeline", _("Timeline")),
            ("customer_contacts", _("Contacts and sites")),
        )
    ]


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
