from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guanxi.domain.timeline.models import Event
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.history import told

NEWEST = Order("at", datetime, descending=True)


@staff_may("operator_log.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The operator's own chain, newest first."""
    events = Event.objects.visible_to(request.actor, "operator_log.view").of_the_operator()
    page = page_of(events, NEWEST, request.GET)
    context = {"page": page, "events": told(page.rows)}
    return render(request, "workspace/operator_log/index.html", context)
