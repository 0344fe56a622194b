"""Giving a file up that is not imported, and ordering work again that was given up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guanxi.domain.ground import clock
from guanxi.domain.intake.models import UnableToProceed, Upload
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.imports.orders import told_if_overtaken
from guanxi.processes import staged_import
from guanxi.processes.import_discard import may_discard


@staff_may("imports.discard", reading="imports.view")
@require_http_methods(["GET", "POST"])
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then remove the file and its rows."""
    upload: Upload = found(Upload, request.actor, pk, action="imports.discard")
    if request.method == "GET":
        context = {"upload": upload, "may_discard": may_discard(upload, by=request.actor)}
        return render(request, "workspace/imports/discard_page.html", context)
    run_id = upload.run_id
    try:
        staged_import.discard(upload, by=request.actor, at=clock.now())
    except UnableToProceed:
        messages.error(request, _("This file is being imported, or was: it can no longer be discarded."))
        return redirect("workspace:import_upload", pk=pk)
    messages.success(request, _("“%(file)s” was discarded.") % {"file": upload.file_name})
    return redirect("workspace:import_run", pk=run_id) if run_id else redirect("workspace:imports")


@staff_may("imports.run", reading="imports.view")
@require_POST
def try_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Have the machine go on where it gave up."""
    upload: Upload = found(Upload, request.actor, pk)
    with told_if_overtaken(request):
        staged_import.try_again(upload, by=request.actor, at=clock.now())
    return redirect("workspace:import_upload", pk=upload.pk)
