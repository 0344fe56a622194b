"""The same file in each encoding that comes into question, for a person to choose from (F21)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from guanxi.domain.intake.delimited import DelimitedTable
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import text_of
from guanxi.domain.intake.rules.storable import storable_text
from guanxi.domain.intake.table import TableRequest

_SHOWN_ROWS = 5
_LOOKED_AT = 1_000
_MOST_COLUMNS = 12
_LONGEST_SHOWN = 60

Row = list[str]


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file in one encoding: its column names, and the rows that tell it from the other readings."""

    encoding: str
    header: Row
    rows: list[Row]


def readings(path: Path, encodings: Sequence[str]) -> list[FileReading]:
    """For each encoding the header and the same five rows: those on which the readings differ most."""
    tables = [_first_rows(path, encoding) for encoding in encodings]
    walked = min((len(rows) for rows in tables), default=0)
    different = [len({tuple(rows[place]) for rows in tables}) for place in range(walked)]
    # The header stands first; that it differs need not be shown twice.
    telling = sorted(range(1, walked), key=lambda place: (-different[place], place))[:_SHOWN_ROWS]
    return [
        FileReading(encoding, rows[0] if rows else [], [rows[place] for place in sorted(telling)])
        for encoding, rows in zip(encodings, tables, strict=True)
    ]


def _first_rows(path: Path, encoding: str) -> list[Row]:
    """The header and the rows behind it, as far as this reading keeps the quotation marks in order."""
    rows: list[Row] = []
    request = TableRequest(frozenset(), header_row=0, encoding=encoding)
    with path.open("rb") as stream, suppress(FileRefused):
        table = DelimitedTable(stream, request)
        rows.append(_shown(table.header))
        rows.extend(_shown([text_of(cell) for cell in row.cells]) for row in islice(table.rows(), _LOOKED_AT))
    return rows


def _shown(cells: Sequence[str]) -> Row:
    return [storable_text(cell)[:_LONGEST_SHOWN] for cell in cells[:_MOST_COLUMNS]]
