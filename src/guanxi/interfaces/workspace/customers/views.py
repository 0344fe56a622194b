from django.http import HttpResponse
from django.views.decorators.http import require_GET

from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.listing import CUSTOMER_LISTING
from guanxi.interfaces.workspace.lists.page import list_page


@staff_may("customers.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Customers the actor may see, as the address or a saved view asks."""
    context = {
        "may_create": request.actor.may("customers.create"),
        "selects": request.actor.may("bulk_edits.run"),
        "may_export": request.actor.may("exports.run"),
    }
    return list_page(request, CUSTOMER_LISTING, "workspace/customers/index.html", context)
