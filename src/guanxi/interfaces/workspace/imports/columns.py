"""Step two: which column fills which field."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guanxi.domain.ground import clock
from guanxi.domain.intake.models import SavedMapping, Upload
from guanxi.domain.intake.shipped import ready_for, shipped_document
from guanxi.domain.intake.unusable_mapping import UnusableMapping
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.imports.columns_form import ColumnsForm
from guanxi.interfaces.workspace.imports.forms import NameForm
from guanxi.interfaces.workspace.imports.kinds import recognised_by
from guanxi.interfaces.workspace.imports.orders import told_if_overtaken
from guanxi.interfaces.workspace.imports.steps import CHECK, COLUMNS, is_open, wizard
from guanxi.processes import staged_import
from guanxi.processes.file_import import KINDS

LOOKED_BACK = 20


@staff_may("imports.run", reading="imports.view")
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Assign the columns; `?saved=` starts from a saved mapping, `?anew=1` from the guesses alone."""
    upload: Upload = found(Upload, request.actor, pk)
    if not is_open(upload, COLUMNS):
        return redirect("workspace:import_upload", pk=upload.pk)
    saved = list(SavedMapping.objects.visible_to(request.actor).filter(kind=upload.kind).order_by("name"))
    form = _form(request, upload, _known(request, upload, saved))
    if request.method == "POST" and form.is_valid() and _map(request, upload, form):
        return redirect("workspace:import_upload", pk=upload.pk)
    context = wizard(request.actor, COLUMNS, upload) | {
        "form": form,
        "recognised_by": recognised_by(KINDS[upload.kind][0]),
        "saved": [(str(one.pk), one.name) for one in saved] + list(_ready(upload).items()),
        "chosen": request.GET.get("saved", ""),
    }
    return render(request, "workspace/imports/columns.html", context, status=422 if form.errors else 200)


@staff_may("imports.run", reading="imports.view")
@require_POST
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the upload's mapping under a name."""
    upload: Upload = found(Upload, request.actor, pk)
    form = NameForm(request.POST)
    if not upload.mapping:
        messages.error(request, _("Assign the columns first."))
    elif form.is_valid():
        saved = staged_import.save_mapping(
            upload, form.cleaned_data["name"], by=request.actor, at=clock.now()
        )
        messages.success(request, _("Mapping “%(name)s” saved.") % {"name": saved.name})
    else:
        messages.error(request, _("Give the mapping a name of at most 60 characters."))
    if is_open(upload, CHECK):
        return HttpResponseRedirect(reverse("workspace:import_check", args=[upload.pk]))
    return redirect("workspace:import_upload", pk=upload.pk)


def _known(request: StaffRequest, upload: Upload, saved: list[SavedMapping]) -> dict[str, Any]:
    """The mapping to start from: the chosen one, else the upload's own, else that of the last file alike."""
    chosen = request.GET.get("saved", "")
    named = next((one for one in saved if str(one.pk) == chosen), None)
    if named:
        return dict(named.columns)
    if chosen in _ready(upload):
        return shipped_document(chosen)
    if upload.mapping or "anew" in request.GET:
        return dict(upload.mapping)
    earlier = _earlier_alike(request, upload)
    return dict(earlier.mapping) if earlier else {}


def _ready(upload: Upload) -> dict[str, str]:
    return ready_for(KINDS[upload.kind][0], upload.survey["header"])


def _earlier_alike(request: StaffRequest, upload: Upload) -> Upload | None:
    """The last import of a file with the same columns: its settings are meant again."""
    done = Upload.objects.visible_to(request.actor).filter(kind=upload.kind, state=Upload.State.DONE)
    recent = done.newest_first()[:LOOKED_BACK]
    return next((one for one in recent if one.survey["header"] == upload.survey["header"]), None)


def _form(request: StaffRequest, upload: Upload, known: dict[str, Any]) -> ColumnsForm:
    return ColumnsForm(
        request.POST if request.method == "POST" else None,
        kind=KINDS[upload.kind][0],
        header=upload.survey["header"],
        rows=upload.survey["rows"],
        proposals=staged_import.proposal(upload),
        known=known,
        ask_days_of=_ambiguous_days(upload),
        words=upload.survey.get("words"),
    )


def _ambiguous_days(upload: Upload) -> dict[str, list[str]]:
    """The column for whose days the whole file leaves two readings, if the check met one."""
    params = upload.refusal.get("params", {})
    if upload.refusal.get("code") != "ambiguous_days":
        return {}
    return {params["column"]: [params["first_format"], params["second_format"]]}


def _map(request: StaffRequest, upload: Upload, form: ColumnsForm) -> bool:
    try:
        with told_if_overtaken(request):
            staged_import.map_columns(upload, form.mapping(), by=request.actor, at=clock.now())
    except UnusableMapping as unusable:
        form.add_error(None, unusable.sentence)
        return False
    return True
