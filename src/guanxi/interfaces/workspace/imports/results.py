"""What became of an import: its counts, its rows, and the file of the rejected ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as RowCount
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from guanxi.domain.ground import clock
from guanxi.domain.intake.models import ImportRun, KeptRecord, RejectedRow, StagedRow, Upload
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.imports.history import run_lines
from guanxi.interfaces.workspace.imports.rejected_file import RejectedLine, lines_of_csv
from guanxi.interfaces.workspace.imports.steps import RESULT, step_of, stepper
from guanxi.interfaces.workspace.imports.undoing import undo_context

AS_NUMBERED = Order("number", int)
KEPT_SHOWN = 50
BY_ROW = Order("row_number", int)
OUTCOMES = {
    "create": gettext_lazy("Created"),
    "update": gettext_lazy("Updated"),
    "unchanged": gettext_lazy("Unchanged"),
    "rejected": gettext_lazy("Rejected"),
}
TONES = {"create": "good", "update": "accent", "unchanged": "plain", "rejected": "danger"}


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows came to one outcome; `href` opens them."""

    outcome: str
    label: str
    count: int
    tone: str
    href: str


@staff_may("imports.run", reading="imports.view")
@require_GET
def of_upload(request: StaffRequest, pk: int) -> HttpResponse:
    """The last step of an upload is the page of its run."""
    upload: Upload = found(Upload, request.actor, pk)
    if step_of(upload) != RESULT:
        return redirect("workspace:import_upload", pk=upload.pk)
    return redirect("workspace:import_run", pk=upload.run_id)


@staff_may("imports.view")
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """One import, whether it came by the pages or by the command."""
    run: ImportRun = found(ImportRun, request.actor, pk)
    upload = Upload.objects.visible_to(request.actor).filter(run=run).first()
    counts = _counts(run, upload)
    asked = request.GET.get("show", "rejected" if run.rejected else "")
    shown = next((count for count in counts if count.outcome == asked and count.href), None)
    context: dict[str, Any] = {
        "run": run,
        "line": run_lines([run])[0],
        "upload": upload,
        "steps": stepper(RESULT, upload) if upload else [],
        "counts": counts,
        "shown": shown,
        "header": _header(upload),
        "kept": KeptRecord.objects.visible_to(request.actor)
        .filter(run=run)
        .order_by("name", "pk")[:KEPT_SHOWN],
        "may_run": request.actor.may("imports.run"),
    } | undo_context(request.actor, run)
    if shown:
        context |= _rows(request, run, upload, shown.outcome)
    return render(request, "workspace/imports/result.html", context)


@staff_may("imports.view")
@require_GET
def rejected_file(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """The rejected rows with a column that says why; never opened by the browser, always noted in the log."""
    run: ImportRun = found(ImportRun, request.actor, pk)
    upload = Upload.objects.visible_to(request.actor).filter(run=run).first()
    header, rejected = _rejected(run, upload, request.actor)
    run.note_rejected_download(by=request.actor, at=clock.now())
    name = f"{run.file_name.rpartition('.')[0] or run.file_name} - {_('rejected')}.csv"
    return StreamingHttpResponse(
        (line.encode("utf-8", "backslashreplace") for line in lines_of_csv(header, rejected)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _counts(run: ImportRun, upload: Upload | None) -> list[Count]:
    address = reverse("workspace:import_run", args=[run.pk])
    if upload is None:
        applied = Count("applied", _("Applied"), run.applied, "good" if run.applied else "plain", "")
        unchanged = Count("unchanged", str(OUTCOMES["unchanged"]), run.unchanged, "plain", "")
        href = f"{address}?show=rejected" if run.rejected else ""
        return [
            applied,
            unchanged,
            Count(
                "rejected",
                str(OUTCOMES["rejected"]),
                run.rejected,
                TONES["rejected"] if href else "plain",
                href,
            ),
        ]
    staged = StagedRow.objects.everything("who sees the upload sees its rows").filter(upload=upload)
    found_counts = dict(staged.order_by().values_list("outcome").annotate(count=RowCount("pk")))
    numbers = {outcome: found_counts.get(outcome, 0) for outcome in OUTCOMES}
    return [
        Count(
            outcome,
            str(OUTCOMES[outcome]),
            number,
            TONES[outcome] if number else "plain",
            f"{address}?show={outcome}" if number else "",
        )
        for outcome, number in numbers.items()
    ]


def _rows(request: StaffRequest, run: ImportRun, upload: Upload | None, outcome: str) -> dict[str, Any]:
    if upload is None:
        page = page_of(RejectedRow.objects.visible_to(request.actor).filter(run=run), BY_ROW, request.GET)
        header = _kept_columns(run, request.actor)
        rows = [_labelled(_kept(row, header), header) for row in page.rows]
        return {"page": page, "header": header, "rows": rows}
    staged = StagedRow.objects.visible_to(request.actor).filter(upload=upload, outcome=outcome)
    page_staged = page_of(staged, AS_NUMBERED, request.GET)
    rows = [_labelled(_staged(row), _header(upload)) for row in page_staged.rows]
    return {"page": page_staged, "rows": rows}


def _labelled(line: RejectedLine, header: list[str]) -> tuple[RejectedLine, list[tuple[str, str]]]:
    return line, list(zip(header, line.cells, strict=False))


def _rejected(run: ImportRun, upload: Upload | None, actor: User) -> tuple[list[str], Iterator[RejectedLine]]:
    if upload is None:
        header = _kept_columns(run, actor)
        kept = RejectedRow.objects.visible_to(actor).filter(run=run).order_by("row_number")
        return header, (_kept(row, header) for row in kept.iterator())
    staged = StagedRow.objects.visible_to(actor).filter(upload=upload, outcome="rejected").order_by("number")
    return _header(upload), (_staged(row) for row in staged.iterator())


def _header(upload: Upload | None) -> list[str]:
    return list(upload.survey.get("header", [])) if upload else []


def _kept_columns(run: ImportRun, actor: User) -> list[str]:
    first = RejectedRow.objects.visible_to(actor).filter(run=run).order_by("row_number").first()
    return list(first.cells) if first else []


def _kept(row: RejectedRow, header: list[str]) -> RejectedLine:
    cells = [str(row.cells.get(name, "")) for name in header]
    return RejectedLine(row.row_number, cells, row.column, row.reason, row.details)


def _staged(row: StagedRow) -> RejectedLine:
    return RejectedLine(row.number, list(row.cells), row.column, row.reason, row.params)
