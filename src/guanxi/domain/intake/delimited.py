"""Text tables: CSV and its relatives."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO, cast

from guanxi.domain.intake import limits
from guanxi.domain.intake.encoding_evidence import encoding_of
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import Cell
from guanxi.domain.intake.rules.headers import LOOKED_AT, evenness, header_row_among
from guanxi.domain.intake.table import SourceRow, TableRequest

_DELIMITERS = (",", ";", "\t", "|")
# A quoted cell may be as long as the file: a text too long for its field is rejected by row and column.
csv.field_size_limit(limits.LARGEST_FILE_BYTES)


class DelimitedTable:
    """A text file whose encoding is proven by its bytes or named."""

    filled = 0

    def __init__(self, stream: BinaryIO, request: TableRequest) -> None:
        self._stream = stream
        self.encoding = encoding_of(stream, request.encoding)
        self.sheet, self.sheets = "", list[str]()
        self.delimiter = request.delimiter
        if not request.columns and not self.delimiter:
            self.delimiter = max(_DELIMITERS, key=self._evenness_by)
        self.header_row = request.header_row or self._find_header_row()
        self.delimiter, self.header = self._find_header(request)

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header. Raises FileRefused where quotation marks do not match."""
        for row in self._records(self.delimiter):
            if row.number > self.header_row and any(cast(str, cell).strip() for cell in row.cells):
                yield row

    def close(self) -> None:
        """The stream belongs to the caller."""

    def _find_header(self, request: TableRequest) -> tuple[str, list[str]]:
        """The delimiter by which most of the columns asked for are found, and the header it gives."""
        candidates = (self.delimiter,) if self.delimiter else _DELIMITERS
        headers = [(delimiter, self._header_by(delimiter)) for delimiter in candidates]
        return max(headers, key=lambda found: len(request.columns & set(found[1])))

    def _header_by(self, delimiter: str) -> list[str]:
        for row in self._records(delimiter):
            if row.number == self.header_row and any(row.cells):
                return [cast(str, cell).strip() for cell in row.cells]
        raise FileRefused("no_header", {"row": self.header_row})

    def _find_header_row(self) -> int:
        first = islice(self._records(self.delimiter or _DELIMITERS[0]), LOOKED_AT)
        return header_row_among([[cast(str, cell) for cell in row.cells] for row in first])

    def _evenness_by(self, delimiter: str) -> float:
        try:
            return evenness([len(row.cells) for row in islice(self._records(delimiter), LOOKED_AT)])
        except FileRefused:
            return 0.0

    def _records(self, delimiter: str) -> Iterator[SourceRow]:
        self._stream.seek(0)
        # Bytes that are not text become lone surrogates, and their rows are rejected by name.
        text = TextIOWrapper(self._stream, encoding=self.encoding, errors="surrogateescape", newline="")
        number = 0
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
                yield SourceRow(number, cast(list[Cell], cells))
        except csv.Error:
            raise FileRefused("broken_quotes", {"row": number + 1}) from None
        finally:
            # A walk that was given up may end after the caller has closed the file.
            with suppress(ValueError):
                text.detach()
