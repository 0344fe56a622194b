"""The rows that were not applied as a file that can be mended and imported again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from guanxi.domain.ground.export import FOR_PEOPLE, delimited_lines
from guanxi.domain.intake import reasons
from guanxi.domain.intake.rejected_rows import own_columns


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A row that was not applied, as it came, and why."""

    number: int
    cells: list[str]
    column: str
    code: str
    params: dict[str, Any]

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return reasons.sentence(self.code, self.params)


def lines_of_csv(header: list[str], rejected: Iterable[RejectedLine]) -> Iterator[str]:
    """CSV line by line: the file's own columns, then row, column and reason with its code.

    It begins with a byte-order mark, so that Excel reads it as UTF-8; a cell that a spreadsheet would run as
    a formula is led by an apostrophe.
    """
    return delimited_lines(
        [*header, *own_columns()], (_cells(len(header), row) for row in rejected), FOR_PEOPLE
    )


def _cells(width: int, row: RejectedLine) -> list[str | int]:
    cells = (row.cells + [""] * width)[:width]
    return [*cells, row.number, row.column, f"{row.sentence} [{row.code}]"]
