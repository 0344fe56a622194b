from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from guanxi.design.listing import Sort, without
from guanxi.domain.classification.models import ClassificationEntry
from guanxi.domain.classification.queries import Selection, customers_with_standing
from guanxi.domain.customers.models import Customer
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import COUNT_CAP, Order, capped_count, page_of
from guanxi.interfaces.workspace.customers.filters import (
    AXES,
    TEXT,
    culprits,
    facets,
    selection_of,
)
from guanxi.interfaces.workspace.names import Names, name_of, names_of

NEWEST = "-created"
ORDERS = {
    NEWEST: Order("pk", int, descending=True),
    "created": Order("pk", int),
    # The rank is the order by revenue, settled where it is equal.
    "-revenue": Order("standing__entry__rank", int, nullable=True),
    "revenue": Order("standing__entry__rank", int, descending=True, nullable=True),
    "last": Order("standing__entry__last_on", date, nullable=True),
    "-last": Order("standing__entry__last_on", date, descending=True, nullable=True),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list; `entry` is None before the first classification."""

    customer: Customer
    names: Names
    owner: str
    entry: ClassificationEntry | None


@staff_may("customers.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Customers the actor may see, narrowed by axes, owner and text."""
    query, selection = request.GET, selection_of(request.GET)
    chosen = query.get("sort", "")
    customers = customers_with_standing(request.actor, selection)
    page = page_of(customers, ORDERS.get(chosen, ORDERS[NEWEST]), query)
    lines = [_line(customer) for customer in page.rows]
    context = {
        "lines": lines,
        "page": page,
        "as_of": next((line.entry.run.as_of for line in lines if line.entry), None),
        "count": _counted(*capped_count(customers)),
        "facets": facets(query, request.actor),
        "text": selection.text,
        "kept": [(axis, value) for axis in AXES for value in query.getlist(axis)],
        "sort": Sort(query, current=chosen if chosen in ORDERS else NEWEST),
        "clear_href": without(query, *AXES, TEXT),
        "may_create": request.actor.may("customers.create"),
        "is_narrowed": selection != Selection(),
        "culprits": [] if lines else culprits(query, request.actor),
    }
    return render(request, "workspace/customers/index.html", context)


def _line(customer: Customer) -> Line:
    standing = getattr(customer, "standing", None)
    entry = standing.entry if standing else None
    return Line(customer, names_of(customer.party), name_of(customer.owner), entry)


def _counted(count: int, more: bool) -> str:
    if more:
        return _("%(count)s+ customers") % {"count": f"{COUNT_CAP:,}"}
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": f"{count:,}"}
