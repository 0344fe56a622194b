"""Text files: which encoding, which line ends, which delimiter, and a UTF-8 copy where the engine needs one.

The encoding is decided by decoding the whole file strictly, never by replacing what does not fit.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi_analysis.errors import InvalidArgument
from guanxi_analysis.source import Column, Kind, Source, UnreadableFile, csv_relation, view_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 1 << 20
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 50
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What one strict pass over a file found: the byte that does not fit, the characters, the line ends."""

    broken_at: int | None
    unusual: frozenset[str]
    mixed_line_ends: bool


def open_text(
    connection: "DuckDBPyConnection", path: Path, *, encoding: str | None, workspace: Path
) -> Source:
    """Make a delimited text file the view `source`; a copy in UTF-8 goes to `workspace` where needed.

    Raises UnreadableFile for an encoding that is unknown, unclear or does not fit, and for an empty file.
    """
    used, decoded = _encoding_of(path, encoding)
    readable = path
    if used not in ("utf-8", "utf-8-sig") or decoded.mixed_line_ends:
        readable = _utf8_copy(path, used, workspace)
    delimiter, names = _layout_of(readable)
    if not any(name.strip() for name in names):
        raise UnreadableFile("file_empty", path=path.name)
    columns = tuple(Column(name.strip(), f"c{number}", Kind.TEXT) for number, name in enumerate(names))
    relation = csv_relation(readable, columns=len(columns), delimiter=delimiter)
    view_of(connection, relation, {column.key: column.key for column in columns})
    return Source(path=path, columns=columns, header_rows=1)


def _encoding_of(path: Path, wanted: str | None) -> tuple[str, _Decoded]:
    with path.open("rb") as file:
        start = file.read(4)
    if wanted is not None:
        used = _name_of(wanted)
        if used == "utf-8":
            used = "utf-8-sig"
        decoded = _decode(path, used)
        if decoded.broken_at is not None:
            raise UnreadableFile("encoding_broken", path=path.name, encoding=wanted, byte=decoded.broken_at)
        return used, decoded
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), "utf-8")
    decoded = _decode(path, marked)
    if decoded.broken_at is None:
        return marked, decoded
    return "gb18030", _gb18030_or_nothing(path)


def _gb18030_or_nothing(path: Path) -> _Decoded:
    """Nearly every file of Western letters also decodes as GB18030, into characters nobody writes.

    Those of GB 2312 make up all but a few of any Chinese text, so a file of which they are the minority is
    not taken for one.
    """
    decoded = _decode(path, "gb18030")
    if decoded.broken_at is not None:
        raise UnreadableFile("encoding_unknown", path=path.name, byte=decoded.broken_at)
    rare = sorted(character for character in decoded.unusual if not _is_common(character))
    if 2 * len(rare) > len(decoded.unusual):
        raise UnreadableFile("encoding_unclear", path=path.name, sample=" ".join(rare[:8]))
    return decoded


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _name_of(encoding: str) -> str:
    """The codec's own name. Raises InvalidArgument for a name Python knows no text encoding by."""
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError) as error:
        raise InvalidArgument("encoding_unrecognised", value=encoding) from error


def _decode(path: Path, encoding: str) -> _Decoded:
    inner = codecs.getincrementaldecoder(encoding)(errors="strict")
    decoder = io.IncrementalNewlineDecoder(inner, translate=False)
    unusual: set[str] = set()
    position = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(inner.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return _Decoded(position - pending + error.start + 1, frozenset(), False)
            unusual.update(character for character in set(text) if character > "\x7f")
            position += len(chunk)
            if not chunk:
                return _Decoded(None, frozenset(unusual), isinstance(decoder.newlines, tuple))


def _utf8_copy(path: Path, encoding: str, workspace: Path) -> Path:
    copy = workspace / "utf8.csv"
    with (
        path.open(encoding=encoding, errors="strict", newline=None) as source,
        copy.open("w", encoding="utf-8", newline="\n") as target,
    ):
        while chunk := source.read(_CHUNK):
            target.write(chunk)
    return copy


def _layout_of(path: Path) -> tuple[str, list[str]]:
    """The delimiter under which the first records agree on the most columns, and the names of those."""
    layouts = []
    for delimiter in _DELIMITERS:
        records = list(islice(_records(path, delimiter), _SAMPLE_RECORDS))
        widths = {len(record) for record in records}
        agreed = len(records[0]) if len(widths) == 1 else 1 if records else 0
        layouts.append((agreed, delimiter, records[0] if records else []))
    agreed, delimiter, names = max(layouts, key=lambda layout: layout[0])
    if agreed == 1:
        _, delimiter, names = max(layouts, key=lambda layout: len(layout[2]))
    return delimiter, names


def _records(path: Path, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from (record for record in csv.reader(file, delimiter=delimiter) if record)
        except csv.Error:
            return
