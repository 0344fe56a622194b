"""Workbooks (.xlsx), read by a process of its own into lines that can be gone through again."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from guanxi.domain.intake import limits, workbook_child
from guanxi.domain.intake.archive import check_archive
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import Cell, MergedText, text_of
from guanxi.domain.intake.rules.headers import LOOKED_AT
from guanxi.domain.intake.table import SourceRow, TableRequest
from guanxi.domain.intake.workbook_header import Headings, header_row_of, is_merged, names_of_header, unpacked

COMMAND = (sys.executable, "-I", "-m", workbook_child.__name__)


class WorkbookTable:
    """One sheet of a workbook. Its rows wait in a temporary file that vanishes with the table.

    A cell merged over several rows of data stands in each of them (`filled` counts those written in, after a
    walk through the rows); merged over columns it belongs to the first. A row of nothing else has no content.
    """

    encoding = "xlsx"
    delimiter = ""

    def __init__(self, stream: BinaryIO, request: TableRequest) -> None:
        check_archive(stream)
        self.filled = 0
        self._moments = frozenset[int]()
        self._lines = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        try:
            found = _parse(stream, request, self._lines)
            self.sheet, self.sheets = found["sheet"], found["sheets"]
            self.header_row = request.header_row or self._find_header_row(found["headings"])
            self.header = self._read_header(found["headings"])
            wanted = (place for place, name in enumerate(self.header) if name in request.moments)
            self._moments = frozenset(wanted)
        except BaseException:
            self.close()
            raise

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header that have any content of their own."""
        self.filled = 0
        for number, packed in self._all():
            if number <= self.header_row:
                continue
            if set(map(type, packed)) <= {str}:
                if any(map(str.strip, packed)):
                    yield SourceRow(number, packed)
                continue
            elsewhere = {place for place, cell in enumerate(packed) if is_merged(cell) and cell[1] < number}
            cells = [
                cell if isinstance(cell, str) else self._cell(place, cell)
                for place, cell in enumerate(packed)
            ]
            if any(text_of(cell).strip() for place, cell in enumerate(cells) if place not in elsewhere):
                self.filled += sum(cells[place] != "" for place in elsewhere)
                yield SourceRow(number, cells)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._lines.close()

    def _cell(self, place: int, packed: list[Any]) -> Cell:
        keeps_time = place in self._moments
        if not is_merged(packed):
            return unpacked(packed, keeps_time=keeps_time)
        _, first_row, _, inner = packed
        if first_row <= self.header_row:
            return ""
        cell = unpacked(inner, keeps_time=keeps_time)
        return MergedText(cell) if isinstance(cell, str) else cell

    def _read_header(self, headings: Headings) -> list[str]:
        rows = dict(islice(self._all(), self.header_row))
        if self.header_row not in rows:
            raise FileRefused("no_header", {"row": self.header_row})
        return names_of_header(self.header_row, rows, headings)

    def _find_header_row(self, headings: Headings) -> int:
        return header_row_of(dict(islice(self._all(), LOOKED_AT)), headings)

    def _all(self) -> Iterator[tuple[int, list[Any]]]:
        self._lines.seek(0)
        next(self._lines, None)
        for line in self._lines:
            number, *cells = json.loads(line)
            yield number, cells


def _parse(stream: BinaryIO, request: TableRequest, lines: Any) -> dict[str, Any]:
    """Write the rows to `lines`; the sheet, all sheets, and the headings merged over columns."""
    asked = {
        "sheet": request.sheet,
        "columns": sorted(request.columns),
        "header_row": request.header_row or 1,
        "limits": {
            "memory": limits.PARSER_MEMORY_BYTES,
            "cpu": limits.PARSER_CPU_SECONDS,
            "output": limits.PARSER_OUTPUT_BYTES,
        },
    }
    stream.seek(0)
    try:
        # The interpreter and the module are our own, and the request is data. The environment holds secrets.
        done = subprocess.run(  # noqa: S603
            [*COMMAND, json.dumps(asked)],
            stdin=stream,
            stdout=lines,
            stderr=subprocess.PIPE,
            env={},
            timeout=limits.PARSER_WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused("workbook_too_heavy") from None
    if done.returncode != 0:
        was_stopped = done.returncode < 0 or b"MemoryError" in done.stderr or b"File too large" in done.stderr
        raise FileRefused("workbook_too_heavy" if was_stopped else "unreadable_workbook")
    lines.seek(0)
    answer = json.loads(lines.readline())
    if "refused" in answer:
        raise FileRefused(answer["refused"], answer["params"])
    return dict(answer)
