"""The rows of an upload in the database: put there once, then read as any other table."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from guanxi.domain.ground.bulk import insert_rows
from guanxi.domain.intake import limits
from guanxi.domain.intake.models import StagedRow, Upload
from guanxi.domain.intake.rules.cells import Cell, ExcelError, MergedText, text_of
from guanxi.domain.intake.rules.storable import storable_text
from guanxi.domain.intake.table import SourceRow

_WHY = "the rows of the upload at hand"
_DAY, _ERROR, _MERGED, _RAW = "day", "error", "merged", "raw:"
# Where an open row keeps what it held when it was last judged.
_AS_JUDGED = "as_judged"
OnStaged = Callable[[int], None]


def stage(upload: Upload, rows: Iterable[SourceRow], on_staged: OnStaged) -> None:
    """Keep the rows, a chunk to a transaction; those of an earlier try are replaced."""
    StagedRow.objects.everything(_WHY).filter(upload=upload).delete()
    remaining, done = iter(rows), 0
    while chunk := list(islice(remaining, limits.CHUNK_ROWS)):
        with transaction.atomic():
            insert_rows(StagedRow, [_staged(row) for row in chunk], upload_id=upload.pk)
            done += len(chunk)
            on_staged(done)


def mend_cell(row: StagedRow, place: int, cell: Cell) -> None:
    """Write a cell of a row that is not yet saved; the row is open again and keeps what it was judged by."""
    if _AS_JUDGED not in row.params:
        row.params = {_AS_JUDGED: [list(row.cells), dict(row.marks)]}
    _write_cell(row, place, cell)
    row.mended, row.outcome, row.column, row.reason = True, "", "", ""


def _write_cell(row: StagedRow, place: int, cell: Cell) -> None:
    """Short rows are filled up to the place."""
    row.cells.extend([""] * (place + 1 - len(row.cells)))
    row.cells[place], mark = _packed(cell)
    row.marks.pop(str(place), None)
    if mark:
        row.marks[str(place)] = mark


class StagedTable:
    """A table whose rows are staged. In the columns of `moments` days keep their time."""

    def __init__(self, upload: Upload, moments: frozenset[str]) -> None:
        found = upload.survey
        self.header: list[str] = found["header"]
        self.encoding: str = found["encoding"]
        self.delimiter: str = found["delimiter"]
        self.sheet: str = found["sheet"]
        self.sheets: list[str] = found["sheets"]
        self.header_row: int = found["header_row"]
        self.filled: int = found.get("filled", 0)
        self._upload = upload
        self._moments = {place for place, name in enumerate(self.header) if name in moments}

    def rows(self) -> Iterator[SourceRow]:
        """All rows in order, read a chunk at a time so that they may be written to meanwhile."""
        staged = StagedRow.objects.everything(_WHY).filter(upload=self._upload).in_order()
        last = 0
        while part := list(
            staged.filter(number__gt=last).values_list("number", "cells", "marks")[: limits.CHUNK_ROWS]
        ):
            for number, cells, marks in part:
                yield self._row(number, cells, marks)
            last = part[-1][0]

    def as_judged(self) -> Iterator[SourceRow]:
        """Rows that were mended since they were judged, as they stood then."""
        rows = StagedRow.objects.everything(_WHY).filter(upload=self._upload, mended=True, outcome="")
        for number, params in rows.values_list("number", "params").iterator():
            if former := params.get(_AS_JUDGED):
                yield self._row(number, *former)

    def close(self) -> None:
        """Nothing is held open."""

    def _row(self, number: int, cells: list[Cell], marks: dict[str, str]) -> SourceRow:
        for place, mark in marks.items():
            cells[int(place)] = self._unpacked(int(place), str(cells[int(place)]), mark)
        return SourceRow(number, cells)

    def _unpacked(self, place: int, text: str, mark: str) -> Cell:
        if mark == _ERROR:
            return ExcelError()
        if mark == _MERGED:
            return MergedText(text)
        if mark == _DAY:
            moment = datetime.fromisoformat(text)
            return moment if place in self._moments and "T" in text else moment.date()
        return b64decode(mark.removeprefix(_RAW)).decode("utf-8", "surrogatepass")


def _staged(row: SourceRow) -> dict[str, object]:
    packed = [_packed(cell) for cell in row.cells]
    marks = {str(place): mark for place, (_, mark) in enumerate(packed) if mark}
    return {"number": row.number, "cells": [text for text, _ in packed], "marks": marks}


def _packed(cell: Cell) -> tuple[str, str]:
    """The cell as text that can be stored, and what else must be known to have it back."""
    if isinstance(cell, ExcelError):
        return text_of(cell), _ERROR
    if isinstance(cell, date):
        return cell.isoformat(), _DAY
    text = storable_text(cell)
    if isinstance(cell, MergedText) and text == str(cell):
        return text, _MERGED
    raw = b64encode(str(cell).encode("utf-8", "surrogatepass")).decode() if text != str(cell) else ""
    return text, _RAW + raw if raw else ""
