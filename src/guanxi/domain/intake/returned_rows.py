"""Rejected rows that come in again: what the file of them did to protect spreadsheets is taken off."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import override

from guanxi.domain.intake import reasons
from guanxi.domain.intake.rejected_rows import own_columns
from guanxi.domain.intake.rules.cells import Cell
from guanxi.domain.intake.table import SourceRow, Table
from guanxi_analysis.formula_guard import unguarded

_CODE = re.compile(r"\[([a-z_0-9]+)\]\s*")


def as_before_rejection(table: Table) -> Table:
    """The table without the apostrophes that lead formula-like text in a file of rejected rows (T17).

    Only a file that ends in our own columns is such a file, and only rows that bear a reason of ours were
    written by us; in all others an apostrophe is part of the text.
    """
    languages = [language for language, _ in settings.LANGUAGES]
    return ReturnedTable(table) if any(_ends_in_our_columns(table, one) for one in languages) else table


class ReturnedTable:
    """A file of rejected rows, saved as it was or by a spreadsheet."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.header = [unguarded(name) for name in table.header]
        self.encoding, self.delimiter = table.encoding, table.delimiter
        self.sheet, self.sheets = table.sheet, table.sheets
        self.header_row = table.header_row

    @property
    def filled(self) -> int:
        return self._table.filled

    @filled.setter
    def filled(self, count: int) -> None:
        self._table.filled = count

    def rows(self) -> Iterator[SourceRow]:
        """The rows with their texts as they were when they were rejected."""
        for row in self._table.rows():
            is_ours = len(row.cells) == len(self.header) and _bears_reason(row.cells[-1])
            yield SourceRow(row.number, [_exact(cell) for cell in row.cells]) if is_ours else row

    def close(self) -> None:
        self._table.close()


def _ends_in_our_columns(table: Table, language: str) -> bool:
    with override(language):
        ours = own_columns()
    return table.header[-len(ours) :] == ours


def _bears_reason(cell: Cell) -> bool:
    """Whether a cell ends in the code of a reason, as the file of rejected rows writes it."""
    code = _CODE.fullmatch(cell[cell.rfind("[") :]) if isinstance(cell, str) and "[" in cell else None
    return code is not None and code[1] in reasons.SENTENCES


def _exact(cell: Cell) -> Cell:
    # A merged cell is a text of its own kind, and none that we wrote.
    return unguarded(cell) if type(cell) is str else cell
