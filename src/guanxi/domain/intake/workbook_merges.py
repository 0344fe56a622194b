"""Merged cells of a sheet, row by row, for the process that reads it.

A range merged over several rows shows its content in each of them, in its first column; merged over several
columns it belongs to the first one, and the others are empty.
"""

from collections.abc import Iterable
from typing import Any

Range = tuple[tuple[int, int], tuple[int, int]]

# Headings stand in the first rows, and no header has more than so many.
_HEADER_ROWS, _MOST_HEADINGS = 100, 2_000


class MergedRanges:
    """Ranges ((top, left), (bottom, right)), all from 0, as the parser gives them.

    Its rows begin in the first column that is used, whose number from 0 is `first_column`.
    """

    def __init__(self, ranges: Iterable[Range], first_column: int) -> None:
        over_rows = (
            (top, left - first_column, bottom) for (top, left), (bottom, _) in ranges if bottom > top
        )
        self._coming = sorted(over_rows, reverse=True)
        # place in the row from 0 → (last row from 1, the cell)
        self._open: dict[int, tuple[int, Any]] = {}

    def mark(self, number: int, cells: list[Any]) -> None:
        """Write ["merged", first row, last row, cell] into each cell of row `number` in such a range."""
        while self._coming and self._coming[-1][0] < number:
            top, left, bottom = self._coming.pop()
            if top == number - 1 and 0 <= left < len(cells) and cells[left] != "":
                self._open[left] = (bottom + 1, ["merged", number, bottom + 1, cells[left]])
        for left, (last, cell) in list(self._open.items()):
            if number > last:
                del self._open[left]
            elif left < len(cells):
                cells[left] = cell


def headings(ranges: Iterable[Range], first_column: int) -> list[list[int]]:
    """[last row from 1, first place from 0, last place] of ranges merged over columns of the first rows."""
    found = [
        [bottom + 1, left - first_column, right - first_column]
        for (top, left), (bottom, right) in ranges
        if right > left >= first_column and top < _HEADER_ROWS
    ]
    return found[:_MOST_HEADINGS]
