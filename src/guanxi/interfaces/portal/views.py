from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanxi.interfaces.http.access import anyone_may


@anyone_may
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """The door before the portal is furnished: whose it is and how to reach them, in both languages."""
    return render(request, "portal/closed.html", {"operator": settings.GUANXI})
