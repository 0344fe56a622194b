"""Runs: the newest one, an earlier one, and a new one at the push of a button."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.domain.classification.models import ClassificationRun, Group
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.classification import run_figures
from guanxi.interfaces.workspace.classification.moves import moves_shown
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.processes.classification_order import is_classifying, order_run

EARLIER_RUNS = 12


@staff_may("runs.view")
@require_GET
def newest(request: StaffRequest) -> HttpResponse:
    """The last run, or what to do before the first one."""
    run = ClassificationRun.objects.visible_to(request.actor).select_related("policy").newest_first().first()
    return _page(request, run, is_newest=True)


@staff_may("runs.view")
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """An older run. Its figures open no list: customers have moved on since."""
    run = found(ClassificationRun, request.actor, pk)
    last = ClassificationRun.objects.visible_to(request.actor).newest_first().first()
    return _page(request, run, is_newest=run == last)


@staff_may("classification.run")
@require_POST
def classify(request: StaffRequest) -> HttpResponse:
    """An interim run as of the operator's day: at once, or by a worker where there are many customers."""
    run = order_run(as_of=clock.business_date(), by=request.actor, at=clock.now())
    if run is None:
        messages.info(request, _("The run is being computed; it appears here when it is done."))
        return redirect("workspace:classification")
    messages.success(request, _("Classified: %(count)s customers.") % {"count": f"{run.customers:,}"})
    return redirect("workspace:classification_run", run.pk)


def _page(request: StaffRequest, run: ClassificationRun | None, *, is_newest: bool) -> HttpResponse:
    actor = request.actor
    runs = ClassificationRun.objects.visible_to(actor).select_related("policy").newest_first()
    context: dict[str, Any] = {
        "run": run,
        "is_newest": is_newest,
        "runs": runs[:EARLIER_RUNS],
        "tabs": tabs_for(actor, "workspace:classification"),
        "at_work": is_classifying(),
        "may_run": actor.may("classification.run"),
        "may_export": actor.may("exports.run"),
    }
    if run:
        context |= _figures(run, actor, is_newest=is_newest)
    return render(request, "workspace/classification/show.html", context)


def _figures(run: ClassificationRun, actor: User, *, is_newest: bool) -> dict[str, Any]:
    return {
        "axes": run_figures.axes_of(run, linked=is_newest),
        "potential": run.counts["group"].get(Group.POTENTIAL, 0),
        "audiences": run_figures.estimates_for(actor),
        "chart": run_figures.curve_of(run, actor),
        "cuts": [cut for cut in run.cuts if cut["last_rank"] >= cut["first_rank"]],
        "ties": run_figures.ties_of(run, actor),
        "top": run_figures.first_of(run, actor),
        "moves": moves_shown(run, actor),
        "contribution": run_figures.two_views(run, actor),
        "ranked_href": f"{reverse('workspace:customers')}?sort=-revenue",
    }
