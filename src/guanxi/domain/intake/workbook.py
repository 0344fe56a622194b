"""Workbooks (.xlsx), read by a process of its own into lines that can be gone through again."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from guanxi.domain.intake import limits, workbook_child
from guanxi.domain.intake.archive import check_archive
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import Cell, ExcelError, text_of
from guanxi.domain.intake.table import SourceRow, TableRequest


class WorkbookTable:
    """One sheet of a workbook. Its rows wait in a temporary file that vanishes with the table."""

    encoding = "xlsx"

    def __init__(self, stream: BinaryIO, request: TableRequest) -> None:
        check_archive(stream)
        self._header_row = request.header_row
        self._moments: list[int] = []
        self._lines = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        try:
            _parse(stream, request, self._lines)
            self.header = self._read_header()
            self._moments = [place for place, name in enumerate(self.header) if name in request.moments]
        except BaseException:
            self.close()
            raise

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header that have any content."""
        for row in self._all():
            if row.number > self._header_row and any(text_of(cell).strip() for cell in row.cells):
                yield row

    def close(self) -> None:
        """Let go of the temporary file."""
        self._lines.close()

    def _read_header(self) -> list[str]:
        for row in self._all():
            if row.number == self._header_row:
                return [text_of(cell).strip() for cell in row.cells]
        raise FileRefused("no_header", {"row": self._header_row})

    def _all(self) -> Iterator[SourceRow]:
        self._lines.seek(0)
        next(self._lines, None)
        for line in self._lines:
            number, *cells = json.loads(line)
            row = SourceRow(number, [_cell(cell) for cell in cells])
            for place in self._moments:
                row.cells[place] = _moment(cells[place])
            yield row


def _parse(stream: BinaryIO, request: TableRequest, lines: Any) -> None:
    asked = {
        "sheet": request.sheet,
        "columns": sorted(request.columns),
        "header_row": request.header_row,
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


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell
    return ExcelError() if cell[0] == "error" else date.fromisoformat(cell[1][:10])


def _moment(cell: Any) -> Cell:
    """A date of the workbook with its time, if it has one."""
    return datetime.fromisoformat(cell[1]) if isinstance(cell, list) and "T" in cell[-1] else _cell(cell)
