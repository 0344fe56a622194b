"""Tables as XLSX: text is typed as text, so that no cell is a formula, a link or a guessed number."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from guanxi.domain.ground.export.cells import share_of_one
from guanxi.domain.ground.export.refusals import UnableToExport
from guanxi.domain.ground.export.report import Column, Kind, Report, Table, Value
from guanxi.domain.ground.money import Money, digits_of

_MOST_ROWS = 1_048_575  # below the header, by the format
_LONGEST_CELL = 32_767
_WIDTHS = {Kind.TEXT: 24, Kind.IDENTIFIER: 18, Kind.NUMBER: 12, Kind.MONEY: 16, Kind.DAY: 12, Kind.SHARE: 10}
_WIDEST = 60
# The format reads days before it wrongly, and has none before 1900.
_FIRST_DAY = date(1900, 3, 1)
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_workbook(report: Report, path: Path) -> None:
    """Write the workbook: a sheet about the report, then one for each table.

    Raises UnableToExport for more rows or longer cells than the format holds.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": report.title, "created": report.provenance.produced_at})
        styles = _Styles(workbook)
        _add_about(workbook, report, styles)
        taken = {_("About").casefold()}
        for table in report.tables:
            sheet = workbook.add_worksheet(_sheet_name(table.title, taken))
            _add_table(sheet, table, styles)
        if len(report.tables) == 1:
            sheet.activate()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def _add_about(workbook: Any, report: Report, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(_("About"))
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 72)
    sheet.write_string(0, 0, report.title, styles.of(bold=True, font_size=14))
    if report.subtitle:
        sheet.write_string(1, 0, report.subtitle)
    notes = [(table.title, table.note) for table in report.tables if table.note]
    wrapped = styles.of(text_wrap=True, valign="top")
    for place, (label, text) in enumerate([*report.provenance.lines(), *notes], start=3):
        sheet.write_string(place, 0, label, styles.of(bold=True, valign="top"))
        sheet.write_string(place, 1, text, wrapped)


def _add_table(sheet: Any, table: Table, styles: _Styles) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column))
    sheet.freeze_panes(1, 0)
    heading = styles.of(bold=True, bottom=1, text_wrap=True, valign="top")
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.label, heading)
    writers = [_WRITERS[column.kind] for column in table.columns]
    last = 0
    for last, row in enumerate(table.rows, start=1):
        if last > _MOST_ROWS:
            raise UnableToExport("sheet_too_long", largest=f"{_MOST_ROWS:,}", title=table.title)
        for place, (write, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None and write(sheet, last, place, value, styles):
                raise UnableToExport(
                    "cell_too_long", largest=f"{_LONGEST_CELL:,}", row=last, title=table.title
                )
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _write_text(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    return sheet.write_string(row, place, str(value))


def _write_identifier(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    return sheet.write_string(row, place, str(value), styles.of(num_format="@"))


def _write_number(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    shape = "#,##0" if isinstance(value, int) else "#,##0.###"
    return sheet.write_number(row, place, value, styles.of(num_format=shape))


def _write_money(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    if not isinstance(value, Money):
        raise TypeError(f"{value!r} is no money")
    digits = digits_of(value.currency)
    shape = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return sheet.write_number(row, place, value.amount, styles.of(num_format=shape))


def _write_day(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    if value < _FIRST_DAY:
        return sheet.write_string(row, place, value.isoformat())
    return sheet.write_datetime(row, place, value, styles.of(num_format="yyyy-mm-dd"))


def _write_share(sheet: Any, row: int, place: int, value: Value, styles: _Styles) -> Any:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no share")
    return sheet.write_number(row, place, share_of_one(value), styles.of(num_format="0.00%"))


_WRITERS: dict[Kind, Callable[[Any, int, int, Value, _Styles], Any]] = {
    Kind.TEXT: _write_text,
    Kind.IDENTIFIER: _write_identifier,
    Kind.NUMBER: _write_number,
    Kind.MONEY: _write_money,
    Kind.DAY: _write_day,
    Kind.SHARE: _write_share,
}


def _width(column: Column) -> int:
    label = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in column.label)
    return min(column.width or max(_WIDTHS[column.kind], label + 3), _WIDEST)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name the format allows: 31 characters, some of them barred, none twice whatever their case."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", title).strip()[:31] or "1"
    names: Iterable[str] = (plain, *(f"{plain[:27]} {number}" for number in range(2, 1000)))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name
