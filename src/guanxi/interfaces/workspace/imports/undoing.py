"""Taking an import back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.ground import clock
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.processes import staged_import
from guanxi.processes.import_undo import UnableToUndo


@staff_may("imports.undo", reading="imports.view")
@require_http_methods(["GET", "POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then take the import back, later, by the machine."""
    run: ImportRun = found(ImportRun, request.actor, pk, action="imports.undo")
    at = clock.now()
    if request.method == "GET":
        return render(request, "workspace/imports/undo_page.html", {"run": run} | _undo_context(run, at))
    try:
        staged_import.undo(run, by=request.actor, at=at)
        messages.success(request, _("The import is being undone."))
    except UnableToUndo:
        messages.error(request, _("This import can no longer be undone."))
    return redirect("workspace:import_run", pk=run.pk)


def undo_context(actor: User, run: ImportRun) -> dict[str, Any]:
    """What the result page needs to offer it: whether this actor may, still."""
    permitted = ImportRun.objects.visible_to(actor, "imports.undo").filter(pk=run.pk).exists()
    return {"is_permitted": permitted} | _undo_context(run, clock.now())


def _undo_context(run: ImportRun, at: datetime) -> dict[str, Any]:
    return {
        "may_undo": staged_import.may_undo(run, at),
        "touched": run.applied,
        "undo_days": staged_import.UNDO_DAYS,
    }
