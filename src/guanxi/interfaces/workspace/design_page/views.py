from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.design_page import samples


@staff_may("design.view")
def show(request: StaffRequest) -> HttpResponse:
    """The gallery; `?state=mistakes` fills the form with errors, as a page does that came back."""
    language = get_language() or "en"
    context = {
        "facets": samples.facets(request.GET),
        "sort": samples.sort(request.GET),
        "tabs": samples.tabs(),
        "tiers": samples.TIERS,
        "groups": samples.GROUPS,
        "purposes": samples.PURPOSES,
        "natures": samples.NATURES,
        "customers": samples.CUSTOMERS,
        "why": samples.explanation(),
        "form": samples.mistaken_form() if request.GET.get("state") == "mistakes" else samples.SampleForm(),
        "revenue": samples.revenue(language),
        "pareto": samples.pareto(language),
        "moment": samples.MOMENT,
        "day": samples.DAY,
    }
    return render(request, "workspace/design.html", context)
