"""All imports, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.domain.intake.models import ImportRun
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.imports.kinds import kind_label
from guanxi.interfaces.workspace.imports.waiting import waiting_for
from guanxi.interfaces.workspace.names import names_by_id

NEWEST = Order("started_at", datetime, descending=True)
State = ImportRun.State
_TONES = {
    State.RUNNING: ("accent", "loader"),
    State.DONE: ("good", "circle-check"),
    State.REFUSED: ("danger", "circle-alert"),
    State.INTERRUPTED: ("warning", "triangle-alert"),
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One import of the list. An empty `actor` is the system: a command, or the demo."""

    run: ImportRun
    kind: str
    actor: str
    state: str
    tone: str
    icon: str
    href: str


@staff_may("imports.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Who imported what, when, and what became of it."""
    page = page_of(ImportRun.objects.visible_to(request.actor), NEWEST, request.GET)
    context = {
        "page": page,
        "lines": run_lines(page.rows),
        "waiting": waiting_for(request.actor),
        "may_run": request.actor.may("imports.run"),
    }
    return render(request, "workspace/imports/index.html", context)


def run_lines(runs: Iterable[ImportRun]) -> list[RunLine]:
    """The runs in the order given, worded; costs one query for the names."""
    shown = list(runs)
    names = names_by_id(run.actor_id for run in shown)
    return [_line(run, names) for run in shown]


def _line(run: ImportRun, names: dict[int | None, str]) -> RunLine:
    tone, icon = _TONES[State(run.state)]
    state = str(State(run.state).label)
    if run.undone_at:
        tone, icon, state = "plain", "undo-2", _("Undone")
    return RunLine(
        run=run,
        kind=kind_label(run.kind),
        actor=names.get(run.actor_id, ""),
        state=state,
        tone=tone,
        icon=icon,
        href=reverse("workspace:import_run", args=[run.pk]),
    )
