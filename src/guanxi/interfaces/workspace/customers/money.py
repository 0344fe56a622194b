"""What a customer owes us and leaves us: receivables, exposure, credit, invoices with their payments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from guanxi.design.explanation import Explanation
from guanxi.design.listing import Facet, Option, without
from guanxi.domain.billing.models import CreditGrade, Invoice, Payment
from guanxi.domain.billing.receivables import Receivables, receivables_of, with_balance
from guanxi.domain.classification.models import Policy
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.operations.exposure import Exposure, exposure_of
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.customers.frame import Frame, frame_of
from guanxi.interfaces.workspace.explanations.receivables import why_exposed, why_grade, why_owed
from guanxi.interfaces.workspace.explanations.tiers import why_contribution

NEWEST_INVOICES = Order("issued_on", date, descending=True)
GRADES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice with what came in for it; `state` says in words whether somebody has to act."""

    invoice: Invoice
    paid_minor: int
    balance_minor: int
    payments: list[Payment]
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One currency: the figures with their reasons; `exposure` where it can be told."""

    receivables: Receivables
    why: dict[str, Explanation]
    exposure: Exposure | None
    why_exposed: Explanation | None


@staff_may("invoices.view", reading="customers.view")
@require_GET
def money(request: StaffRequest, pk: int) -> HttpResponse:
    """Open and overdue amounts, days of sales, credit, contribution, and every invoice with its payments."""
    frame = frame_of(request, pk, "customer_money", "invoices.view")
    customer, actor, today = frame.customer, request.actor, clock.business_date()
    invoices = with_balance(Invoice.objects.visible_to(actor).filter(customer=customer), on=today)
    states = _states(today)
    options = [Option(name, label) for name, (label, _condition) in states.items()]
    facet = Facet("state", _("State"), options, request.GET)
    chosen = [states[choice.option.value][1] for choice in facet.chosen]
    page = page_of(invoices.filter(reduce(or_, chosen, Q())), NEWEST_INVOICES, request.GET)
    context = frame.context | {
        "owed": _owed(customer, actor, today),
        "page": page,
        "invoices": _lines(page.rows, actor, today),
        "facet": facet,
        "facets": [facet],
        "clear_href": without(request.GET, "state"),
        "contribution": _contribution(frame, actor),
        **_credit(customer, actor),
    }
    return render(request, "workspace/customers/money.html", context)


def _states(today: date) -> dict[str, tuple[str, Q]]:
    return {
        "open": (_("Unpaid"), Q(balance_minor__gt=0)),
        "overdue": (_("Overdue"), Q(balance_minor__gt=0, due_on__lt=today)),
        "paid": (_("Paid"), Q(balance_minor__lte=0)),
    }


def _owed(customer: Customer, actor: User, today: date) -> list[Owed]:
    policy = Policy.objects.in_force_on(today)
    window = policy.rules["value_tiers"]["window_days"]
    rows = receivables_of(customer, actor=actor, on=today, window_days=window)
    exposures = exposure_of(customer, rows, actor=actor, on=today) if actor.may("shipments.view") else []
    by_currency = {one.currency: one for one in exposures}
    return [
        Owed(
            one,
            why_owed(one, customer.pk, policy=str(policy)),
            by_currency.get(one.currency),
            why_exposed(by_currency[one.currency], one) if one.currency in by_currency else None,
        )
        for one in rows
    ]


def _lines(invoices: Iterable[Any], actor: User, today: date) -> list[InvoiceLine]:
    payments: dict[int, list[Payment]] = {}
    rows = list(invoices)
    received = Payment.objects.visible_to(actor).filter(
        invoice__in=[one.pk for one in rows], paid_on__lte=today
    )
    for payment in received.order_by("paid_on", "pk"):
        payments.setdefault(payment.invoice_id, []).append(payment)
    return [
        InvoiceLine(one, one.paid_minor, one.balance_minor, payments.get(one.pk, []), *_state(one, today))
        for one in rows
    ]


def _state(invoice: Any, today: date) -> tuple[str, str]:
    if invoice.balance_minor <= 0:
        return (_("Credit note"), "plain") if invoice.amount_minor < 0 else (_("Paid"), "good")
    if invoice.due_on and invoice.due_on < today:
        days = (today - invoice.due_on).days
        words = ngettext("Overdue, %(days)s day", "Overdue, %(days)s days", days)
        return words % {"days": days}, "danger"
    return _("Unpaid"), "plain"


def _credit(customer: Customer, actor: User) -> dict[str, Any]:
    grades = CreditGrade.objects.visible_to(actor).filter(customer=customer)
    shown = list(grades.order_by("-graded_on", "-pk")[:GRADES_SHOWN])
    return {
        "may_see_credit": actor.may("credit.view"),
        "grades": shown,
        "why_grade": why_grade(shown[0], shown[1] if len(shown) > 1 else None) if shown else None,
    }


def _contribution(frame: Frame, actor: User) -> Explanation | None:
    """Why the contribution of the newest run is what it is; None without costs, or without the right."""
    entry = frame.place.entry
    if entry is None or entry.contribution_minor is None or not actor.may("costs.view"):
        return None
    return why_contribution(entry, run_open=actor.may("runs.view"))
