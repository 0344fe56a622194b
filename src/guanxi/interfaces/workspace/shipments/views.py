from django.http import HttpResponse
from django.views.decorators.http import require_GET

from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.lists.page import list_page
from guanxi.interfaces.workspace.shipments.listing import SHIPMENT_LISTING


@staff_may("shipments.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Shipments the actor may see, as the address or a saved view asks."""
    context = {"may_export": request.actor.may("exports.run")}
    return list_page(request, SHIPMENT_LISTING, "workspace/shipments/index.html", context)
