"""Tables as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from guanxi.domain.ground.export.cells import exact_text
from guanxi.domain.ground.export.report import Kind, Row, Table
from guanxi.domain.ground.whole_file import whole_file
from guanxi_analysis.formula_guard import guarded

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How CSV is laid out. With `is_guarded`, text that a spreadsheet might run is led by an apostrophe."""

    has_mark: bool
    line_end: str
    is_guarded: bool


# Excel takes a file for UTF-8 by its mark.
FOR_PEOPLE = CsvForm(has_mark=True, line_end="\r\n", is_guarded=True)
# To the letter, for our own import and other machines; never offered for opening in a spreadsheet.
FOR_PROGRAMS = CsvForm(has_mark=False, line_end="\n", is_guarded=False)


def delimited_lines(
    header: Iterable[str], rows: Iterable[Iterable[str | int]], form: CsvForm
) -> Iterator[str]:
    """The lines with their ends, the header first. Text is guarded as `form` says, numbers never are."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator=form.line_end)
    mark = BYTE_ORDER_MARK if form.has_mark else ""
    for cells in chain([header], rows):
        writer.writerow(map(_guarded, cells) if form.is_guarded else cells)
        yield mark + line.getvalue()
        line.seek(0)
        line.truncate()
        mark = ""


def write_delimited(
    path: Path, header: Iterable[str], rows: Iterable[Iterable[str | int]], form: CsvForm
) -> None:
    """Write the lines to `path`, whole or not at all; half characters appear as escapes. Raises OSError."""
    with (
        whole_file(path) as draft,
        draft.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream,
    ):
        stream.writelines(delimited_lines(header, rows, form))


def table_lines(table: Table) -> Iterator[str]:
    """A table for people, its header the labels of its columns."""
    kinds = [column.kind for column in table.columns]
    rows = (_texts(kinds, row) for row in table.rows)
    return delimited_lines([column.label for column in table.columns], rows, FOR_PEOPLE)


def _texts(kinds: list[Kind], row: Row) -> list[str]:
    return [exact_text(kind, value) for kind, value in zip(kinds, row, strict=True)]


def _guarded(cell: str | int) -> str | int:
    return guarded(cell) if isinstance(cell, str) else cell
