"""Files that are made to hurt: archives and workbooks that unpack, expand, point or repeat beyond measure."""

from collections.abc import Iterator

from tests.processes.archives import (
    WORKBOOK,
    Member,
    Run,
    archive_of,
    book_of,
    row_of,
    shared_strings_of,
    sheet_of,
)

MEBIBYTE = 1024 * 1024
HEADER = row_of(1, [("A", "source_id"), ("B", "waybill_number")])
SHEET = sheet_of(HEADER + row_of(2, [("A", "1"), ("B", "运单一")]))
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHTER = f'<!DOCTYPE sst [<!ENTITY l0 "哈哈哈">{_LAUGHS}]>'.encode()
_QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
_WIDE = Run(
    sheet_of(b"")[: sheet_of(b"").index(b"</sheetData>")], b" " * MEBIBYTE, 64, b"</sheetData></worksheet>"
)
_NOISE = b"".join(b"<si><t>%x</t></si>" % (n * 2654435761 % 2**32) for n in range(20_000))
_EMPTY_STRINGS = shared_strings_of(b"")
_STRINGS = Run(_EMPTY_STRINGS[: -len(b"</sst>")], _NOISE, 100, b"</sst>")


def bombs() -> Iterator[tuple[str, bytes]]:
    """(what it is, content) of 30 workbooks and archives, none of them larger than a few megabytes."""
    yield from _that_unpack()
    yield from _that_declare()
    yield from _that_expand()
    yield from _that_spread()


def _that_unpack() -> Iterator[tuple[str, bytes]]:
    yield "64 MB of spaces in the sheet", book_of(sheet=_WIDE)
    yield "64 MB of spaces among the strings", book_of(sheet=SHEET, strings=_WIDE)
    yield (
        "64 MB in a picture",
        book_of(Member(b"xl/media/image1.png", run=Run(b"", bytes(MEBIBYTE), 64, b"")), sheet=SHEET),
    )
    yield "two million different strings", book_of(sheet=SHEET, strings=_STRINGS)
    yield "five archives in each other", _nested(book_of(sheet=SHEET), 5)
    yield (
        "five archives within a workbook",
        book_of(Member(b"xl/embeddings/a.zip", _nested(SHEET, 5)), sheet=SHEET),
    )
    yield "2,001 parts", book_of(*(Member(b"xl/p%d.xml" % n) for n in range(2_001)), sheet=SHEET)
    yield "one part under 60,000 names", book_of(Member(b"xl/p", bytes(9_000), copies=60_000), sheet=SHEET)


def _that_declare() -> Iterator[tuple[str, bytes]]:
    four = 4 * MEBIBYTE
    yield (
        "100 parts said to be 4 MB",
        book_of(*(Member(b"p%d" % n, b"x", declared=four) for n in range(100)), sheet=SHEET),
    )
    yield "a part said to be 4 GB", book_of(Member(b"xl/p", b"x", declared=2**32 - 2), sheet=SHEET)
    yield "a part of unknown size", book_of(Member(b"xl/p", b"x", declared=2**32 - 1), sheet=SHEET)
    yield "a sheet said to be 1 kB that is 64 MB", _lying(b"xl/worksheets/sheet1.xml", _WIDE)
    yield "strings said to be 1 kB that are 40 MB", _lying(b"xl/sharedStrings.xml", _STRINGS, sheet=SHEET)
    yield "an encrypted sheet", book_of(Member(b"xl/worksheets/sheet1.xml", SHEET, flags=1))
    yield "a comment of 65,535 bytes", book_of(sheet=SHEET, comment=b"PK\x05\x06" * 16_383)


def _that_expand() -> Iterator[tuple[str, bytes]]:
    laugh = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    twice = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"&a;" * 50_000 + b"</t></is></c></row>"
    file = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&f;</t></is></c></row>'
    yield "billion laughs in the sheet", book_of(sheet=sheet_of(HEADER + laugh, start=LAUGHTER))
    yield (
        "billion laughs among the strings",
        book_of(sheet=SHEET, strings=shared_strings_of(b"<si><t>&l9;</t></si>", start=LAUGHTER)),
    )
    yield (
        "billion laughs in the workbook",
        book_of(
            sheet=SHEET,
            workbook=WORKBOOK.replace(b"<workbook", LAUGHTER + b"<workbook").replace(b'"S"', b'"&l9;"'),
        ),
    )
    yield "one long entity many times", book_of(sheet=sheet_of(HEADER + twice, start=_QUADRATIC))
    yield "a file of the machine as entity", book_of(sheet=sheet_of(HEADER + file, start=_OUTSIDE))
    yield "200,000 elements in each other", book_of(sheet=sheet_of(HEADER + b"<x>" * 200_000))


def _that_spread() -> Iterator[tuple[str, bytes]]:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    beyond = b'<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 20_000 + b"</mergeCells>"
    tall = b"<mergeCells>" + b'<mergeCell ref="A2:A1048576"/>' + b"</mergeCells>"
    crossing = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n + 5_000) for n in range(2, 20_000))
    long = row_of(2, [("A", "晨" * 30_000)]) + b"".join(row_of(n, [("B", "x")]) for n in range(3, 60_000))
    rows = b"".join(row_of(n, [("A", " "), ("B", " ")]) for n in range(2, 25_000))
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2_000))
    yield "one cell in the last corner", book_of(sheet=sheet_of(HEADER + far))
    yield "a cell beyond the last corner", book_of(sheet=sheet_of(HEADER + beyond))
    yield "20,000 merged ranges", book_of(sheet=sheet_of(SHEET, after=merged))
    yield "a long text merged over 60,000 rows", book_of(sheet=sheet_of(HEADER + long, after=tall))
    yield (
        "20,000 ranges across each other",
        book_of(sheet=sheet_of(HEADER + rows, after=b"<mergeCells>" + crossing + b"</mergeCells>")),
    )
    yield (
        "2,000 names of one sheet",
        book_of(sheet=SHEET, workbook=WORKBOOK.replace(b"<sheets>", b"<sheets>" + sheets)),
    )
    yield "begun cells in a comment", book_of(sheet=sheet_of(HEADER + _comment(b"<c ", 1_300_000)))
    yield (
        "begun errors in a comment",
        book_of(sheet=sheet_of(HEADER + b"<!--<c " + b't="e" ' * 600_000 + b"-->")),
    )
    yield (
        "begun sheets in a comment",
        book_of(
            sheet=SHEET, workbook=WORKBOOK.replace(b"<sheets>", _comment(b"<sheet ", 590_000) + b"<sheets>")
        ),
    )


def _comment(text: bytes, times: int) -> bytes:
    return b"<!--" + text * times + b"-->"


def _nested(content: bytes, depth: int) -> bytes:
    for _ in range(depth):
        content = archive_of([Member(b"inner.zip", content)])
    return content


def _lying(name: bytes, content: Run, sheet: bytes = b"") -> bytes:
    """A workbook whose table of members calls a long part short."""
    return book_of(Member(name, run=content, declared=1_000), sheet=sheet)
