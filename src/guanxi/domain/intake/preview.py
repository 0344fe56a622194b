"""What a file shows before anybody has said what its columns mean."""

from pathlib import Path
from typing import Any

from guanxi.domain.intake import limits
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import text_of
from guanxi.domain.intake.rules.encodings import codec_of
from guanxi.domain.intake.rules.storable import storable_text
from guanxi.domain.intake.table import TableRequest, opened
from guanxi.domain.intake.words import WordCount

_SHOWN_ROWS = 10
_LONGEST_SHOWN = 200


def request_of(chosen: dict[str, Any]) -> TableRequest:
    """What a person chose about a file; the rest is left to its own evidence."""
    return TableRequest(
        columns=frozenset(),
        header_row=int(chosen.get("header_row") or 0),
        encoding=codec_of(chosen.get("encoding", "")),
        delimiter=chosen.get("delimiter", ""),
        sheet=chosen.get("sheet", ""),
    )


def preview(path: Path, chosen: dict[str, Any]) -> dict[str, Any]:
    """Read the file once, as far as its limits: how it is written, its header, ten rows, their number,
    and the words of columns that hold few different ones.

    Keys: encoding, delimiter, sheets, sheet, header_row, header, rows, total, filled (cells of merged ranges
    that were filled down), words. Raises FileRefused.
    """
    with opened(path, request_of(chosen)) as file:
        table = file.table
        words, shown, total = WordCount(len(table.header)), [], 0
        for total, row in enumerate(table.rows(), start=1):
            if total > limits.MOST_ROWS:
                raise FileRefused("too_many_rows", {"largest": limits.MOST_ROWS})
            if total <= _SHOWN_ROWS:
                shown.append([storable_text(text_of(cell))[:_LONGEST_SHOWN] for cell in row.cells])
            words.look_at(row.cells)
        return {
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "sheets": table.sheets,
            "sheet": table.sheet,
            "header_row": table.header_row,
            "header": [storable_text(name) for name in table.header],
            "rows": shown,
            "total": total,
            "filled": table.filled,
            "words": words.found(),
        }
