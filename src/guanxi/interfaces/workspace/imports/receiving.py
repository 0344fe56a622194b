"""Step one: a file comes, and is shown as it was read."""

import io
from typing import Any, BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.domain.ground import clock
from guanxi.domain.intake.mapping import load_mapping
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rights import may_import
from guanxi.domain.intake.template import write_template
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.imports.forms import DELIMITERS, ENCODING_WORDS, FileForm, ReadingForm
from guanxi.interfaces.workspace.imports.kinds import WORDS
from guanxi.interfaces.workspace.imports.orders import told_if_overtaken
from guanxi.interfaces.workspace.imports.readings_offered import readings_offered
from guanxi.interfaces.workspace.imports.steps import COLUMNS, FILE, is_open, step_of, stepper, wizard
from guanxi.processes import staged_import
from guanxi.processes.file_import import KINDS

OWN_COLUMNS = "guanxi"


@staff_may("imports.run")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Choose a kind and a file of it; `?like=` takes kind and settings of an earlier upload."""
    like = _earlier(request)
    kinds = [kind for kind in KINDS if may_import(request.actor, kind)]
    initial = {"kind": like.kind if like else request.GET.get("kind", "")}
    form = FileForm(request.POST or None, request.FILES or None, initial=initial, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        upload = _receive(request, form, like)
        if upload:
            return redirect("workspace:import_upload", pk=upload.pk)
    context = {
        "form": form,
        "kinds": [(radio, WORDS[radio.data["value"]]) for radio in form["kind"]],
        "steps": stepper(FILE, None),
        "like": like,
    }
    return render(request, "workspace/imports/new.html", context, status=422 if form.errors else 200)


@staff_may("imports.run", reading="imports.view")
@require_GET
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """Go on where the upload stands."""
    chosen: Upload = found(Upload, request.actor, pk)
    return redirect(f"workspace:{step_of(chosen)}", pk=chosen.pk)


@staff_may("imports.run", reading="imports.view")
@require_http_methods(["GET", "POST"])
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """What was found in the file, with its first rows; read again where it was read wrongly."""
    chosen: Upload = found(Upload, request.actor, pk)
    if not is_open(chosen, FILE):
        return redirect("workspace:import_upload", pk=chosen.pk)
    survey, bound = chosen.survey, request.POST or None
    initial = {"header_row": survey.get("header_row"), "sheet": survey.get("sheet", "")}
    form = ReadingForm(bound, initial=initial | chosen.request, sheets=survey.get("sheets", []))
    if bound is not None and form.is_valid():
        with told_if_overtaken(request):
            staged_import.resurvey(chosen, _request_of(form, chosen), by=request.actor, at=clock.now())
        return redirect("workspace:import_upload", pk=chosen.pk)
    context = wizard(request.actor, FILE, chosen) | {
        "form": form,
        "survey": survey,
        "found": _found(survey),
        "readings": readings_offered(chosen),
        "may_go_on": is_open(chosen, COLUMNS),
    }
    return render(request, "workspace/imports/file.html", context, status=422 if form.errors else 200)


@staff_may("imports.run")
@require_GET
def template(request: StaffRequest) -> HttpResponse:
    """An empty file of a kind with our own columns, which need no assigning."""
    kind = request.GET.get("kind", "")
    if kind not in KINDS or not may_import(request.actor, kind):
        return redirect("workspace:import_new")
    text = io.StringIO()
    write_template(text, load_mapping(OWN_COLUMNS, KINDS[kind][0]))
    disposition = content_disposition_header(as_attachment=True, filename=f"guanxi-{kind}.csv")
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": str(disposition), "X-Content-Type-Options": "nosniff"},
    )


def _earlier(request: StaffRequest) -> Upload | None:
    pk = request.GET.get("like", "")
    return Upload.objects.visible_to(request.actor).filter(pk=pk).first() if pk.isdecimal() else None


def _receive(request: StaffRequest, form: FileForm, like: Upload | None) -> Upload | None:
    """The stored upload; None, with the reason at its field, where the file cannot be taken."""
    given = form.cleaned_data
    file = given["file"]
    stream = cast(BinaryIO, file.file) if file else io.BytesIO(given["pasted"].encode())
    try:
        return staged_import.receive(
            stream,
            file_name=file.name if file else _("Pasted rows") + ".csv",
            kind=given["kind"],
            request=like.request if like else None,
            by=request.actor,
            at=clock.now(),
        )
    except FileRefused as refused:
        form.add_error("file" if file else "pasted", refused.sentence)
        return None


def _request_of(form: ReadingForm, upload: Upload) -> dict[str, Any]:
    """What was chosen in the form; a chosen reading leaves all other choices as they are."""
    given = form.cleaned_data
    return {**upload.request, "encoding": given["encoding"]} if "reading" in form.data else given


def _found(survey: dict[str, Any]) -> list[tuple[str, str]]:
    """What the machine found, in words: how a text is written; the sheet and merged cells of a workbook."""
    if not survey:
        return []
    facts = [(_("Rows"), f"{survey['total']:,}"), (_("Columns"), f"{len(survey['header']):,}")]
    if survey["header_row"] > 1:
        facts.append((_("Row with the column names"), f"{survey['header_row']:,}"))
    if survey.get("sheets"):
        if filled := survey.get("filled"):
            facts.append((_("Merged cells filled down"), f"{filled:,}"))
        return [(_("Sheet"), str(survey["sheet"])), *facts]
    encoding, delimiter = str(survey.get("encoding", "")), str(survey.get("delimiter", ""))
    return [
        (_("Encoding"), str(ENCODING_WORDS.get(encoding, encoding))),
        (_("Columns are separated by"), str(dict(DELIMITERS).get(delimiter, delimiter))),
        *facts,
    ]
