"""Rows that give a known identifier other content: set aside, and told with what both of them say."""

from collections.abc import Iterator
from textwrap import shorten

from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import ReadRow, Rejection, Verdict, rejected
from guanxi.domain.intake.rules.cells import text_of

# Conflicts held until the file has been walked; further ones name the first row only.
_MOST_COMPARED = 10_000
_LONGEST_SHOWN = 80


class Conflicts:
    """The conflicts of one import. The first rows are read once more, in one pass, when all are known."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._found: list[tuple[ReadRow, int]] = []

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_room(self) -> bool:
        return len(self._found) < _MOST_COMPARED

    def add(self, row: ReadRow, first: int) -> None:
        """Set a row aside that contradicts the row with the number `first`."""
        self._found.append((row, first))

    def rejections(self) -> Iterator[Rejection]:
        """Each row with the columns in which it differs, and both values."""
        if not self._found:
            return
        firsts = self._reader.again({number for _, number in self._found})
        for row, number in self._found:
            yield self.rejection(row, number, firsts.get(number))

    def rejection(self, row: ReadRow, number: int, first: ReadRow | None = None) -> Rejection:
        """Why the row is turned away; `first` is the row that came before it under the same identifier."""
        return self._reader.rejection(row, self._verdict(row, number, first))

    def _verdict(self, row: ReadRow, number: int, first: ReadRow | None) -> Verdict:
        field, code = self._reader.key_field, "differs_from_row"
        if first is None:
            return rejected(field, code, row=number)
        differing = [
            f"{column}: {self._shown(name, first)} ≠ {self._shown(name, row)}"
            for name, column in self._reader.columns.items()
            if _meaning(first, name) != _meaning(row, name)
        ]
        return rejected(field, code, row=number, differences="; ".join(differing))

    def _shown(self, field: str, row: ReadRow) -> str:
        """What a row has in the columns of a field; a dash for nothing, dots for what is not kept."""
        texts = [text for _, text in self._reader.texts_of(field, [text_of(cell) for cell in row.cells])]
        if None in texts:
            return "…"
        return shorten(" ".join(filter(None, texts)), _LONGEST_SHOWN, placeholder="…") or "–"


def _meaning(row: ReadRow, field: str) -> tuple[object, str | None]:
    return row.values[field], row.absences.get(field)
