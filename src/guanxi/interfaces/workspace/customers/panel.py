"""A customer beside the list: every field of the list at a glance, and the way to its whole page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from guanxi.domain.customers.models import Customer
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.listing import CUSTOMER_LISTING, lines_of
from guanxi.interfaces.workspace.lists.neighbours import Neighbours, neighbours


def neighbours_of(request: StaffRequest, customer: Customer) -> Neighbours | None:
    """The customers beside this one in the list its page was opened from, if it was."""
    return neighbours(request.GET, CUSTOMER_LISTING, customer.pk, request.actor)


@staff_may("customers.view")
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel; whoever comes without script is led to the page."""
    customers = Customer.objects.visible_to(request.actor)
    customer = get_object_or_404(customers.select_related("party", "owner", "standing__entry__run"), pk=pk)
    if not request.htmx:
        return redirect("workspace:customer", pk=customer.pk)
    columns = tuple(own for own in CUSTOMER_LISTING.subject.fields if own.is_column)
    context = {
        "line": lines_of([customer], columns, request.actor)[0],
        "beside": neighbours_of(request, customer),
    }
    return render(request, "workspace/lists/panel.html", context)
