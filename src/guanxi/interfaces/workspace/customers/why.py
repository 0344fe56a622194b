"""The explanation of one computed value of a customer, as a card for a list and as a page without script."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from guanxi.domain.customers.models import Customer
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.customers.place import place_of_customer, reasons
from guanxi.interfaces.workspace.names import names_of


@staff_may("classification.view", reading="customers.view")
@require_GET
def why(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Why the value `name` (group, tier, revenue, …) is what it is. Http404 where nothing was computed."""
    customer: Customer = found(Customer, request.actor, pk, action="classification.view")
    explanation = reasons(customer, place_of_customer(customer, request.actor), request.actor).get(name)
    if explanation is None:
        raise Http404
    context = {"customer": customer, "names": names_of(customer.party), "why": explanation}
    wants_card = bool(request.htmx) and not request.htmx.boosted
    template = "workspace/customers/why_card.html" if wants_card else "workspace/customers/why.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
