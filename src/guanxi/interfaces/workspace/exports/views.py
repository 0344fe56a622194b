"""Exports: order one, see what became of it, take the file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.exports.models import Export
from guanxi.domain.exports.vocabulary import What
from guanxi.domain.ground import clock
from guanxi.domain.ground.export import Format
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.fragments import fragment_or_page
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.http.run_chart import chart_of
from guanxi.interfaces.workspace.exports.orders import OF_RUNS, OrderForm, parameters_of
from guanxi.processes.exporting import AT_ONCE, KINDS, kinds_for, may_export, order_export
from guanxi.processes.run_export import run_of

NEWEST = Order("ordered_at", datetime, descending=True)
_TONES = {
    Export.State.ORDERED: ("accent", "loader"),
    Export.State.READY: ("good", "circle-check"),
    Export.State.FAILED: ("danger", "circle-alert"),
    Export.State.GONE: ("plain", "archive"),
}
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One export of the list; `may_take` when its file is there and is the reader's."""

    export: Export
    tone: str
    icon: str
    may_take: bool


@staff_may("exports.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Who exported what, and the files the reader may still take."""
    actor = request.actor
    page = page_of(Export.objects.visible_to(actor), NEWEST, request.GET)
    context = {
        "page": page,
        "lines": [_line(export, actor) for export in page.rows],
        "at_work": any(export.state == Export.State.ORDERED for export in page.rows),
        "may_run": bool(kinds_for(actor)),
    }
    return fragment_or_page(request, "workspace/exports/index.html", "list", context)


@staff_may("exports.run")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Order an export of what the address names: `?what=customers` with the filters of its list."""
    actor = request.actor
    choices = [what for what in kinds_for(actor) if what not in OF_RUNS]
    asked = request.GET.get("what", "")
    what = What(asked) if asked in What.values else None
    parameters = parameters_of(what, request.GET) if what else None
    if what is None or parameters is None:
        return render(request, "workspace/exports/choose.html", {"choices": choices})
    if not may_export(actor, what):
        raise Http404
    form = OrderForm(request.POST or None, what=what, actor=actor)
    if form.is_valid():
        _order(what, parameters | _said(form), Format(form.cleaned_data["format"]), actor)
        return redirect("workspace:exports")
    context = {"what": what, "form": form, "at_once": AT_ONCE, **_scope(what, parameters, actor)}
    return render(request, "workspace/exports/new.html", context, status=422 if form.errors else 200)


@staff_may("exports.download")
@require_GET
def download(request: StaffRequest, pk: int) -> FileResponse:
    """The file, for whoever ordered it and may still see its rows; saved, never shown by the browser."""
    own = Export.objects.visible_to(request.actor, "exports.download")
    export = get_object_or_404(own, pk=pk, state=Export.State.READY)
    if not may_export(request.actor, What(export.what)) or not export.path.is_file():
        raise Http404
    export.note_download(by=request.actor, at=clock.now())
    ending = "." + export.file_name.rpartition(".")[2]
    return FileResponse(
        export.path.open("rb"),
        as_attachment=True,
        filename=export.file_name,
        content_type=_TYPES[ending],
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _order(what: What, parameters: dict[str, Any], format: Format, actor: User) -> None:
    if what is What.RUN_REPORT and format is Format.PDF:
        charts = chart_of(run_of(actor, parameters), by=actor)
        parameters = parameters | {"charts": [{"title": one.title, "svg": one.svg} for one in charts]}
    try:
        order_export(what, format, parameters, by=actor, at=clock.now())
    except ClassificationRun.DoesNotExist:
        raise Http404 from None


def _said(form: OrderForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name != "format" and value}


def _scope(what: What, parameters: dict[str, Any], actor: User) -> dict[str, Any]:
    try:
        return {
            "count": KINDS[what].count(actor, parameters),
            "filters": KINDS[what].words(actor, parameters),
        }
    except ClassificationRun.DoesNotExist:
        raise Http404 from None


def _line(export: Export, actor: User) -> Line:
    tone, icon = _TONES[Export.State(export.state)]
    is_own = export.actor_id == actor.pk and export.state == Export.State.READY
    return Line(export, tone, icon, is_own and may_export(actor, What(export.what)))
