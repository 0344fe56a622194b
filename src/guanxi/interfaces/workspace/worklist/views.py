from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.design.listing import Facet, Option
from guanxi.domain.classification.queries import moves
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.operations.queries import late_shipments
from guanxi.domain.people.models import User
from guanxi.domain.worklist.models import Task
from guanxi.domain.worklist.queries import colleagues_with_tasks, open_tasks
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.http.keyset import Order, capped_count, page_of
from guanxi.interfaces.workspace.account.banner import what_is_missing
from guanxi.interfaces.workspace.names import name_of
from guanxi.interfaces.workspace.worklist.forms import TaskForm
from guanxi.interfaces.workspace.worklist.lines import late_line, move_line, task_line

INDEX = "workspace/worklist/index.html"
URGENCY = Order("due_on", date, nullable=True)
SIDE_ROWS = 8
EVERYBODY = "everybody"


@staff_may("tasks.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Open tasks, most urgent first; beside them who moved in the last run, and what is late."""
    today, owner_id = clock.business_date(), _owner_of_interest(request.actor)
    moved = moves(request.actor, owner_id=owner_id, limit=SIDE_ROWS)
    late = late_shipments(request.actor, owner_id=owner_id, on=today, limit=SIDE_ROWS)
    context = _tasks(request) | {
        "form": TaskForm(actor=request.actor),
        "moves": moved,
        "move_lines": [move_line(move) for move in moved.shown],
        "late": late,
        "late_lines": [late_line(shipment, today=today) for shipment in late.shown],
        "missing": what_is_missing(request.actor),
    }
    return render(request, INDEX, context)


@staff_may("tasks.create")
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """A task for oneself; `?customer=` names whom it is about."""
    form = TaskForm(
        request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=request.actor
    )
    if request.method == "POST" and form.is_valid():
        task = Task.plan(by=request.actor, at=clock.now(), assignee=request.actor, **form.cleaned_data)
        messages.success(request, _("Task added."))
        return _back_to(task.customer)
    status = 422 if form.is_bound else 200
    return render(request, "workspace/worklist/new.html", {"form": form}, status=status)


@staff_may("tasks.complete", reading="tasks.view")
@require_POST
def complete(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a task as done; a second click changes nothing."""
    task: Task = found(Task, request.actor, pk, action="tasks.complete")
    task.complete(by=request.actor, at=clock.now())
    if request.htmx:
        return render(request, f"{INDEX}#tasks", _tasks(request) | {"done": task})
    messages.success(request, _("Done: %(task)s") % {"task": task.title})
    return redirect("workspace:worklist")


def _tasks(request: StaffRequest) -> dict[str, Any]:
    actor, today = request.actor, clock.business_date()
    facet = _colleagues(request) if "any" in actor.relations_for("tasks.view") else None
    chosen = facet.chosen_values if facet else []
    tasks = open_tasks(actor, assignee_ids=_assignees(chosen, actor))
    page = page_of(tasks, URGENCY, request.GET)
    count, more = capped_count(tasks)
    return {
        "page": page,
        "lines": [task_line(task, today=today) for task in page.rows],
        "count": f"{count:,}+" if more else f"{count:,}",
        "overdue": tasks.due_before(today).count(),
        "facets": [facet] if facet else [],
        "names_shown": bool(chosen),
    }


def _colleagues(request: StaffRequest) -> Facet:
    others = [user for user in colleagues_with_tasks(request.actor) if user != request.actor]
    options = [
        Option(EVERYBODY, _("Everybody")),
        Option(str(request.actor.pk), _("Mine")),
        *(Option(str(user.pk), name_of(user)) for user in others),
    ]
    return Facet("of", _("Whose"), options, request.GET)


def _assignees(chosen: list[str], actor: User) -> list[int] | None:
    """None for everybody's; one's own where nothing is chosen."""
    if EVERYBODY in chosen:
        return None
    return [int(value) for value in chosen if value.isdecimal()] or [actor.pk]


def _owner_of_interest(actor: User) -> int | None:
    """Whose customers the side panels tell of: one's own, or everybody's for those who own none by role."""
    return None if "any" in actor.relations_for("customers.view") else actor.pk


def _back_to(customer: Customer | None) -> HttpResponseRedirect:
    if customer is None:
        return HttpResponseRedirect(reverse("workspace:worklist"))
    return HttpResponseRedirect(reverse("workspace:customer", args=[customer.pk]))
