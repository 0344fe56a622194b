"""Step three: what would become of every row, and mending what is wrong."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from guanxi.domain.ground import clock
from guanxi.domain.intake.models import StagedRow, Upload
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.imports.forms import MendForm, NameForm, ReplaceForm
from guanxi.interfaces.workspace.imports.orders import told_if_overtaken
from guanxi.interfaces.workspace.imports.steps import CHECK, is_open, wizard
from guanxi.processes import staged_import

AS_NUMBERED = Order("number", int)
ROWS_SHOWN = 25
_FIGURE = re.compile(r"[+\-]?\d[\d.,:/\-+ T]{0,29}")
Outcome = StagedRow.Outcome
_TONES = {
    Outcome.CREATE: ("good", "plus"),
    Outcome.UPDATE: ("accent", "pencil"),
    Outcome.UNCHANGED: ("plain", "equal"),
    Outcome.REJECTED: ("danger", "circle-alert"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A count that narrows the list to its rows, and widens it again when it is chosen."""

    label: str
    count: int
    tone: str
    icon: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    column: str
    text: str
    is_bad: bool

    @property
    def is_figure(self) -> bool:
        """A day, a number or a telephone number, which nobody reads in two lines."""
        return bool(_FIGURE.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class RowLine:
    """A staged row; `reason` stands under the bad cell, or under the number where no cell is to blame."""

    row: StagedRow
    cells: list[Cell]
    reason: str
    is_row_wrong: bool
    outcome: str
    tone: str
    icon: str

    @property
    def has_bad_cell(self) -> bool:
        return any(cell.is_bad for cell in self.cells)


@staff_may("imports.run", reading="imports.view")
@require_GET
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """The dry run: four counts, and the rows behind them."""
    upload: Upload = found(Upload, request.actor, pk)
    if not is_open(upload, CHECK):
        return redirect("workspace:import_upload", pk=upload.pk)
    context = (
        _rows(request, upload)
        | wizard(request.actor, CHECK, upload)
        | {
            "replace": ReplaceForm(columns=upload.survey["header"]),
            "name_form": NameForm(),
            "writes": upload.counts.get("create", 0) + upload.counts.get("update", 0),
            "rejected": upload.counts.get("rejected", 0),
        }
    )
    return render(request, "workspace/imports/check.html", context)


@staff_may("imports.run", reading="imports.view")
@require_POST
def mend(request: StaffRequest, pk: int) -> HttpResponse:
    """Write one cell anew; its row is checked again."""
    upload: Upload = found(Upload, request.actor, pk)
    form = MendForm(request.POST, columns=upload.survey.get("header", []))
    if not staged_import.may_mend(upload) or not form.is_valid():
        messages.error(request, _("This cell cannot be mended now."))
        return _onward(request, upload)
    given = form.cleaned_data
    with told_if_overtaken(request):
        staged_import.mend(
            upload, given["number"], given["column"], given["value"], by=request.actor, at=clock.now()
        )
        if request.htmx:
            return _row_fragment(request, upload, given["number"])
    return _onward(request, upload)


@staff_may("imports.run", reading="imports.view")
@require_GET
def row(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A row that is being checked again, and the counts as soon as it is."""
    upload: Upload = found(Upload, request.actor, pk)
    return (
        _row_fragment(request, upload, number) if staged_import.may_mend(upload) else _onward(request, upload)
    )


@staff_may("imports.run", reading="imports.view")
@require_POST
def replace_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Replace one text by another in a whole column; the rows it changes are checked again."""
    upload: Upload = found(Upload, request.actor, pk)
    form = ReplaceForm(request.POST, columns=upload.survey.get("header", []))
    if not is_open(upload, CHECK):
        messages.error(request, _("Nothing can be replaced now."))
    elif form.is_valid():
        with told_if_overtaken(request):
            count = staged_import.replace_all(upload, **form.cleaned_data, by=request.actor, at=clock.now())
            sentence = ngettext("Replaced in %(count)s row.", "Replaced in %(count)s rows.", count)
            messages.success(request, sentence % {"count": count})
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("workspace:import_upload", pk=upload.pk)


@staff_may("imports.run", reading="imports.view")
@require_POST
def commit(request: StaffRequest, pk: int) -> HttpResponse:
    """Import what the check found good; a second click finds it under way."""
    upload: Upload = found(Upload, request.actor, pk)
    if is_open(upload, CHECK):
        with told_if_overtaken(request):
            staged_import.commit(upload, by=request.actor, at=clock.now())
    return redirect("workspace:import_upload", pk=upload.pk)


def _onward(request: StaffRequest, upload: Upload) -> HttpResponse:
    address = reverse("workspace:import_upload", args=[upload.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _row_fragment(request: StaffRequest, upload: Upload, number: int) -> HttpResponse:
    staged = get_object_or_404(StagedRow.objects.visible_to(request.actor), upload=upload, number=number)
    header, is_settled = upload.survey["header"], upload.state == Upload.State.CHECKED
    first = request.POST.get("first") or request.GET.get("first", "")
    leading = {
        header[int(place)] for place in first.split(",") if place.isdecimal() and int(place) < len(header)
    }
    context = {
        "upload": upload,
        "line": _line(staged, header, _places(upload, leading)),
        "first": first,
        "is_settled": is_settled,
        "polls": not is_settled,
        "chips": _chips(upload, ""),
    }
    return render(request, "workspace/imports/mended_row.html", context | _totals(upload))


def _totals(upload: Upload) -> dict[str, int]:
    return {
        "writes": upload.counts.get("create", 0) + upload.counts.get("update", 0),
        "rejected": upload.counts.get("rejected", 0),
    }


def _rows(request: StaffRequest, upload: Upload) -> dict[str, Any]:
    shown = _asked(request, upload)
    staged = StagedRow.objects.visible_to(request.actor).filter(upload=upload)
    if shown:
        staged = staged.filter(outcome=shown)
    page = page_of(staged, AS_NUMBERED, request.GET, size=ROWS_SHOWN)
    bad = {row.column for row in page.rows if row.reason}
    order = _places(upload, bad)
    header = upload.survey["header"]
    return {
        "page": page,
        "chips": _chips(upload, shown),
        "header": [header[place] for place in order],
        "lines": [_line(row, header, order) for row in page.rows],
        "shown": shown,
        "first": ",".join(str(place) for place in order if header[place] in bad),
    }


def _asked(request: HttpRequest, upload: Upload) -> str:
    """The outcome to show: the one asked for, else the rejected rows where there are any."""
    asked = request.GET.get("show")
    if asked in set(Outcome.values) or asked == "":
        return asked or ""
    return str(Outcome.REJECTED.value) if upload.counts.get("rejected") else ""


def _chips(upload: Upload, shown: str) -> list[Chip]:
    address = reverse("workspace:import_check", args=[upload.pk])
    return [
        Chip(
            label=str(outcome.label),
            count=int(upload.counts.get(outcome.value, 0)),
            tone=_TONES[outcome][0],
            icon=_TONES[outcome][1],
            href=f"{address}?show={'' if shown == outcome else outcome.value}",
            is_chosen=shown == outcome,
        )
        for outcome in Outcome
    ]


def _places(upload: Upload, bad: set[str]) -> list[int]:
    """The columns in the order shown: what is wrong first, then as in the file."""
    header = upload.survey["header"]
    return sorted(range(len(header)), key=lambda place: (header[place] not in bad, place))


def _line(row: StagedRow, header: list[str], order: list[int]) -> RowLine:
    tone, icon = _TONES[Outcome(row.outcome)] if row.outcome else ("plain", "clock")
    cells = [
        Cell(header[place], row.cells[place] if place < len(row.cells) else "", header[place] == row.column)
        for place in order
    ]
    return RowLine(
        row=row,
        cells=cells,
        reason=row.sentence,
        is_row_wrong=bool(row.reason) and row.column not in header,
        outcome=str(Outcome(row.outcome).label) if row.outcome else _("Being checked"),
        tone=tone,
        icon=icon,
    )
