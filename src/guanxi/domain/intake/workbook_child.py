"""Reads one sheet of a workbook in a process of its own: standard input to lines of JSON.

Run by `workbook` as a program, isolated from the rest of the house, with memory, time and output limited and
the network given up before the parser is loaded (reliability rule 22). The first line is {"sheet": …,
"sheets": …, "headings": …} or {"refused": …}; every other line is [row number, cell, …]. A cell is text,
["day", ISO date and time], ["error"] or ["merged", first row, last row, cell].
"""

import json
import re
import sys
from datetime import date
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

from guanxi.domain.intake.workbook_guard import give_up
from guanxi.domain.intake.workbook_merges import MergedRanges, headings

# No pattern looks beyond the next "<" or goes back: a file of begun tags is read in linear time (F20).
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*+>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*+>")
# A cell that shows an error is declared so; the parser gives it back as an empty one.
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b(?>[^<>]*?\bt=\"e\")[^<>]*+>")
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d+)\"")
_BLOCK_BYTES = 1024 * 1024
_LONGEST_TAG = 4096


def main(request: dict[str, Any]) -> None:
    give_up(**request["limits"])
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(sys.stdin.buffer)
    name = _choose(workbook, request)
    if name is None:
        return
    sheet = workbook.get_sheet_by_name(name)
    errors = _error_cells(workbook.sheet_names.index(name))
    ranges, first_column = sheet.merged_cell_ranges or (), (sheet.start or (0, 0))[1]
    _say({"sheet": name, "sheets": workbook.sheet_names, "headings": headings(ranges, first_column)})
    merged = MergedRanges(ranges, first_column)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        # Most cells are text already, and need no call.
        cells = [value if type(value) is str else _cell(value) for value in values]
        for column in errors.get(number, ()):
            if 0 <= column - first_column < len(cells):
                cells[column - first_column] = ["error"]
        merged.mark(number, cells)
        _say([number, *cells])


def _choose(workbook: Any, request: dict[str, Any]) -> str | None:
    """The sheet named, or the only visible one that has the columns asked for."""
    if named := request["sheet"]:
        if named not in workbook.sheet_names:
            _say(
                {
                    "refused": "sheet_missing",
                    "params": {"sheet": named, "sheets": _list(workbook.sheet_names)},
                }
            )
            return None
        return str(named)
    visible = [sheet.name for sheet in workbook.sheets_metadata if str(sheet.visible).endswith("Visible")]
    wanted = set(request["columns"])
    found = {name: len(wanted & set(_header(workbook, name, request["header_row"]))) for name in visible}
    best = [name for name in visible if found[name] == max(found.values())]
    if len(best) > 1 and found[best[0]]:
        _say({"refused": "sheet_unclear", "params": {"sheets": _list(best)}})
        return None
    return best[0] if best else str(workbook.sheet_names[0])


def _header(workbook: Any, name: str, header_row: int) -> list[str]:
    for number, cells in enumerate(workbook.get_sheet_by_name(name).iter_rows(), start=1):
        if number == header_row:
            return [str(cell).strip() for cell in cells]
    return []


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, date):
        return ["day", value.isoformat()]
    return str(value)


def _number(value: float) -> str:
    """Plain decimal text without a needless ".0"; beyond 15 digits as Excel shows it, in scientific form."""
    if abs(value) >= 1e15:
        return f"{value:.5E}"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _error_cells(index: int) -> dict[int, set[int]]:
    """row → columns from 0 of the cells of the sheet that show an error."""
    sys.stdin.buffer.seek(0)
    found: dict[int, set[int]] = {}
    with ZipFile(sys.stdin.buffer) as archive, archive.open(_member_of(archive, index)) as sheet:
        rest = b""
        while block := sheet.read(_BLOCK_BYTES):
            text = rest + block
            for tag in _ERROR_CELL.finditer(text):
                if place := _REFERENCE.search(tag[0]):
                    found.setdefault(int(place[2]), set()).add(_column_number(place[1]))
            rest = text[-_LONGEST_TAG:]
    return found


def _member_of(archive: ZipFile, index: int) -> str:
    """The archive member of the sheet, by the workbook's own table of relations."""
    sheet = _SHEET.findall(archive.read("xl/workbook.xml"))[index]
    identifier = re.search(rb"\bid=\"([^\"]+)\"|:id=\"([^\"]+)\"", sheet)
    wanted = identifier and (identifier[1] or identifier[2])
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if re.search(rb"\bId=\"" + re.escape(wanted or b"") + rb"\"", relation):
            target = re.search(rb"\bTarget=\"([^\"]+)\"", relation)
            path = target[1].decode() if target else ""
            return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    raise KeyError(index)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _list(names: list[str]) -> str:
    return ", ".join(names)


def _say(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
