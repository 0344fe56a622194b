"""What a cell can be, and why it may be turned away."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ExcelError:
    """A cell that shows #N/A, #REF! or another error of the workbook."""


class MergedText(str):
    """The text of a cell that is merged over several rows, in each of them.

    It equals only its like: a number so written may be meant for each row or for all of them together, so
    that what is known of the same text in a cell of its own is not true of it.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MergedText) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((MergedText, str.__hash__(self)))


# A workbook knows which of its cells are dates; a text file holds text only.
Cell = str | date | ExcelError


class UnableToReadCell(ValueError):
    """The cell is not what its field asks for; `code` names why, `params` fill the sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def text_of(cell: Cell) -> str:
    """The cell as it is written down in a list of rejected rows."""
    if isinstance(cell, ExcelError):
        return "#"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
