"""Zip archives written byte by byte, so that they can say of themselves what is not true."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, repeat

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Run:
    """One block many times between a start and an end, never held unpacked."""

    start: bytes
    block: bytes
    times: int
    end: bytes

    @property
    def size(self) -> int:
        return len(self.start) + len(self.block) * self.times + len(self.end)

    def packed(self) -> tuple[bytes, int]:
        """The deflated bytes and their checksum."""
        packer, crc, packed = zlib.compressobj(1, zlib.DEFLATED, -15), 0, bytearray()
        for piece in chain([self.start], repeat(self.block, self.times), [self.end]):
            packed += packer.compress(piece)
            crc = zlib.crc32(piece, crc)
        return bytes(packed + packer.flush()), crc


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. `declared` is the size it claims, `flags` are zip's general purpose bits.

    `copies` repeats it in the table of members, each time under another name, over the same bytes.
    """

    name: bytes
    content: bytes = b""
    declared: int | None = None
    flags: int = 0
    copies: int = 1
    run: Run | None = None

    @property
    def size(self) -> int:
        """The size the archive states."""
        if self.declared is not None:
            return self.declared
        return self.run.size if self.run else len(self.content)

    def packed(self) -> tuple[bytes, int]:
        """The deflated bytes and their checksum."""
        return self.run.packed() if self.run else (deflated(self.content), zlib.crc32(self.content))


def archive_of(members: Iterable[Member], comment: bytes = b"") -> bytes:
    """The bytes of an archive of these members, deflated."""
    body, table, count = bytearray(), bytearray(), 0
    for member in members:
        packed, crc = member.packed()
        head = struct.pack(
            "<HHHHHIIIHH",
            *(20, member.flags, 8, 0, 33),
            *(crc, len(packed), member.size, len(member.name), 0),
        )
        offset = len(body)
        body += _LOCAL + head + member.name + packed
        for copy in range(member.copies):
            name = member.name if copy == 0 else member.name + str(copy).encode()
            own = head[:-4] + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, offset)
            table += _CENTRAL + struct.pack("<H", 20) + own + name
        count += member.copies
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(table), len(body), len(comment))
    return bytes(body + table) + _END + end + comment


def deflated(content: bytes) -> bytes:
    """Content as a member of an archive holds it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
CONTENT_TYPES = _HEAD + b'<Types xmlns="' + _PACKAGE + b'/content-types"></Types>'
RELATIONS = (
    _HEAD + b'<Relationships xmlns="' + _PACKAGE + b'/relationships">'
    b'<Relationship Id="rId1" Type="' + _OFFICE + b'/worksheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="rId2" Type="' + _OFFICE + b'/sharedStrings" Target="sharedStrings.xml"/>'
    b"</Relationships>"
)
ROOT_RELATIONS = (
    _HEAD + b'<Relationships xmlns="' + _PACKAGE + b'/relationships"><Relationship Id="rId1" '
    b'Type="' + _OFFICE + b'/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    _HEAD + b"<workbook " + _MAIN + b' xmlns:r="' + _OFFICE + b'">'
    b'<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def sheet_of(rows: bytes, *, start: bytes = b"", after: bytes = b"") -> bytes:
    """The XML of a sheet around its rows; `start` stands before the root, `after` behind the rows."""
    return (
        _HEAD
        + start
        + b"<worksheet "
        + _MAIN
        + b"><sheetData>"
        + rows
        + b"</sheetData>"
        + after
        + b"</worksheet>"
    )


def book_of(
    *members: Member,
    sheet: bytes | Run = b"",
    workbook: bytes = WORKBOOK,
    strings: bytes | Run = b"",
    comment: bytes = b"",
) -> bytes:
    """A workbook of one sheet, with whatever else belongs to it or does not."""
    parts = [
        Member(b"[Content_Types].xml", CONTENT_TYPES),
        Member(b"_rels/.rels", ROOT_RELATIONS),
        Member(b"xl/_rels/workbook.xml.rels", RELATIONS),
        Member(b"xl/workbook.xml", workbook),
    ]
    if sheet:
        parts.append(_part(b"xl/worksheets/sheet1.xml", sheet))
    if strings:
        parts.append(_part(b"xl/sharedStrings.xml", strings))
    return archive_of([*parts, *members], comment)


def _part(name: bytes, content: bytes | Run) -> Member:
    return Member(name, run=content) if isinstance(content, Run) else Member(name, content)


def shared_strings_of(items: bytes, *, start: bytes = b"") -> bytes:
    """The XML of the table of strings."""
    return _HEAD + start + b"<sst " + _MAIN + b">" + items + b"</sst>"


def row_of(number: int, cells: Iterable[tuple[str, str]]) -> bytes:
    """One row of a sheet from (column letters, text)."""
    inner = "".join(
        f'<c r="{letters}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for letters, text in cells
    )
    return f'<row r="{number}">{inner}</row>'.encode()
