"""Excel workbooks: one sheet written as a text file in which every value keeps the type of its cell.

A cell becomes its type letter and its text: ``n12.5`` a number, ``d2026-03-04`` a date, ``s…`` anything else.
So a number cell is never taken for ambiguous text, and a text cell never for a number.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi_analysis.source import Column, Kind, Source, UnreadableFile, csv_relation, view_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from python_calamine import CalamineSheet, CalamineWorkbook


def open_workbook(
    connection: "DuckDBPyConnection", path: Path, *, sheet: str | None, workspace: Path
) -> Source:
    """Make a sheet of an .xlsx file the view `source`, through a text file in `workspace`.

    Raises UnreadableFile when the workbook is damaged, protected or empty, when the sheet does not exist, and
    when there are several with content and none was named.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            rows = _chosen(workbook, path, sheet).iter_rows()
            return _written(connection, path, rows, workspace)
    except (CalamineError, PasswordError, XmlError, ZipError) as error:
        raise UnreadableFile("file_unreadable", path=path.name, detail=_detail_of(error)) from error


def _chosen(workbook: "CalamineWorkbook", path: Path, wanted: str | None) -> "CalamineSheet":
    names = list(workbook.sheet_names)
    if wanted is not None:
        if wanted not in names:
            raise UnreadableFile("sheet_missing", path=path.name, sheet=wanted, sheets=", ".join(names))
        return workbook.get_sheet_by_name(wanted)
    filled = [sheet for sheet in map(workbook.get_sheet_by_name, names) if sheet.height]
    if not filled:
        raise UnreadableFile("file_empty", path=path.name)
    if len(filled) > 1:
        listed = ", ".join(sheet.name for sheet in filled)
        raise UnreadableFile("sheet_needed", path=path.name, sheets=listed)
    return filled[0]


def _written(
    connection: "DuckDBPyConnection", path: Path, rows: Iterator[list[Any]], workspace: Path
) -> Source:
    header = next((row for row in rows if not _is_blank(row)), [])
    names = [_text_of(cell).strip() for cell in header]
    if not any(names):
        raise UnreadableFile("file_empty", path=path.name)
    copy = workspace / "sheet.csv"
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_tagged(cell) for cell in row] for row in rows if not _is_blank(row))
    columns = tuple(Column(name, f"c{number}", Kind.CELL) for number, name in enumerate(names))
    relation = csv_relation(copy, columns=len(columns), delimiter=",")
    view_of(connection, relation, {column.key: column.key for column in columns})
    return Source(path=path, columns=columns, header_rows=1)


def _is_blank(row: list[Any]) -> bool:
    return all(cell is None or cell == "" for cell in row)


def _tagged(cell: Any) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "s" + str(cell).upper()
    if isinstance(cell, int | float):
        return "n" + _text_of(cell)
    return ("d" if isinstance(cell, date) else "s") + _text_of(cell)


def _text_of(cell: Any) -> str:
    """The cell's text as a person would read it: 12345.0 is 12345, a date is written year first."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _detail_of(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
