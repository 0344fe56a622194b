"""A file as a table: column names, and rows that can be gone through more than once."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from guanxi.domain.intake import limits
from guanxi.domain.intake.file_type import FileType, recognise
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.cells import Cell
from guanxi.domain.intake.rules.storable import storable_text


class SourceRow(NamedTuple):
    """One row: its number as a person sees it in a spreadsheet, and its cells."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What a mapping asks of a file. Empty strings leave the choice to the file's own evidence.

    A header row 0 is to be found. In the columns of `moments` a workbook's dates keep their time.
    """

    columns: frozenset[str]
    header_row: int = 1
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    moments: frozenset[str] = frozenset()

    def with_moments(self, columns: Iterable[str]) -> "TableRequest":
        """The same, with the times kept in these columns."""
        return replace(self, moments=frozenset(columns))


class Table(Protocol):
    """An open file. `rows` skips rows without any content; each call starts anew.

    `filled` counts the cells of the last walk that show what another row of their merged range holds.
    """

    header: list[str]
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    header_row: int
    filled: int

    def rows(self) -> Iterator[SourceRow]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OpenedFile:
    table: Table
    name: str
    sha256: str


@contextmanager
def opened(path: Path, request: TableRequest) -> Iterator[OpenedFile]:
    """Open a CSV or XLSX file as a table. Raises FileRefused; nothing has been stored then."""
    from guanxi.domain.intake.delimited import DelimitedTable
    from guanxi.domain.intake.returned_rows import as_before_rejection
    from guanxi.domain.intake.workbook import WorkbookTable

    with _stream(path) as stream:
        is_workbook = recognise(stream) is FileType.WORKBOOK
        table: Table = WorkbookTable(stream, request) if is_workbook else DelimitedTable(stream, request)
        try:
            check_header(table.header)
            yield OpenedFile(as_before_rejection(table), kept_name(path), _sha256(stream))
        finally:
            table.close()


def kept_name(path: Path) -> str:
    """The file's name as it is stored: its bytes need not be text."""
    return storable_text(path.name)[:255]


def _sha256(stream: BinaryIO) -> str:
    digest = sha256()
    stream.seek(0)
    while block := stream.read(limits.MEBIBYTE):
        digest.update(block)
    return digest.hexdigest()


def check_header(header: list[str]) -> None:
    """Raises FileRefused for too many columns."""
    if len(header) > limits.MOST_COLUMNS:
        raise FileRefused("too_many_columns", {"count": len(header), "largest": limits.MOST_COLUMNS})


@contextmanager
def _stream(path: Path) -> Iterator[BinaryIO]:
    """One descriptor for every pass, so that the file looked at is the file imported."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise FileRefused("not_found", {"file": path.name}) from None
    except IsADirectoryError:
        raise FileRefused("not_a_file", {"file": path.name}) from None
    except OSError:
        raise FileRefused("unreadable", {"file": path.name}) from None
    with stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileRefused("not_a_file", {"file": path.name})
        if status.st_size == 0:
            raise FileRefused("empty", {"file": path.name})
        if status.st_size > limits.LARGEST_FILE_BYTES:
            megabytes = limits.LARGEST_FILE_BYTES // limits.MEBIBYTE
            raise FileRefused("too_large", {"size": status.st_size // limits.MEBIBYTE, "largest": megabytes})
        yield stream
