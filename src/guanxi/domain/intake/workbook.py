"""Workbooks (.xlsx), read by a process of its own into lines that can be gone through again."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from guanxi.domain.intake import limits, workbook_child
from guanxi.domain.intake.archive import check_archive
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import Cell, ExcelError, text_of
from guanxi.domain.intake.rules.headers import LOOKED_AT, header_row_among
from guanxi.domain.intake.table import SourceRow, TableRequest


class WorkbookTable:
    """One sheet of a workbook. Its rows wait in a temporary file that vanishes with the table."""

    encoding = "xlsx"
    delimiter = ""

    def __init__(self, stream: BinaryIO, request: TableRequest) -> None:
        check_archive(stream)
        self.header_row = request.header_row
        self._moments: list[int] = []
        self._lines = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        try:
            found = _parse(stream, request, self._lines)
            self.sheet, self.sheets, self._merged = found["sheet"], found["sheets"], found["merged"]
            self.header_row = request.header_row or self._find_header_row()
            self.header = self._read_header()
            self._moments = [place for place, name in enumerate(self.header) if name in request.moments]
        except BaseException:
            self.close()
            raise

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header that have any content."""
        for row in self._all():
            if row.number > self.header_row and any(text_of(cell).strip() for cell in row.cells):
                yield row

    def close(self) -> None:
        """Let go of the temporary file."""
        self._lines.close()

    def _read_header(self) -> list[str]:
        for row in self._all():
            if row.number == self.header_row:
                return [text_of(cell).strip() for cell in self._with_merged(row).cells]
        raise FileRefused("no_header", {"row": self.header_row})

    def _find_header_row(self) -> int:
        first = islice(self._all(), LOOKED_AT)
        return header_row_among([list(map(text_of, self._with_merged(row).cells)) for row in first])

    def _with_merged(self, row: SourceRow) -> SourceRow:
        """A name merged over several rows of the header stands in each of them; data cells are not filled."""
        cells = list(row.cells)
        for place, text in self._merged.get(str(row.number), {}).items():
            if int(place) < len(cells) and not text_of(cells[int(place)]).strip():
                cells[int(place)] = text
        return SourceRow(row.number, cells)

    def _all(self) -> Iterator[SourceRow]:
        self._lines.seek(0)
        next(self._lines, None)
        for line in self._lines:
            number, *cells = json.loads(line)
            row = SourceRow(number, [_cell(cell) for cell in cells])
            for place in self._moments:
                row.cells[place] = _moment(cells[place])
            yield row


def _parse(stream: BinaryIO, request: TableRequest, lines: Any) -> dict[str, Any]:
    """Write the rows to `lines`; the sheet, all sheets, and names merged down into other rows of a header."""
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
    command = [sys.executable, "-I", str(Path(workbook_child.__file__)), json.dumps(asked)]
    try:
        # The interpreter and the script are our own, and the request is data.
        done = subprocess.run(  # noqa: S603
            command,
            stdin=stream,
            stdout=lines,
            stderr=subprocess.PIPE,
            timeout=2 * limits.PARSER_CPU_SECONDS,
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


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell
    return ExcelError() if cell[0] == "error" else date.fromisoformat(cell[1][:10])


def _moment(cell: Any) -> Cell:
    """A date of the workbook with its time, if it has one."""
    return datetime.fromisoformat(cell[1]) if isinstance(cell, list) and "T" in cell[-1] else _cell(cell)
