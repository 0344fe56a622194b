"""Small sound files, and what goes wrong with files on their way: cut off, garbled, exchanged, repeated."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random  # noqa: TID251 - every mutation comes from a seed

import xlsxwriter

from tests.processes.importing import USUAL, columns_of

KINDS = ("shipments", "customers", "audiences")
_KEYS = {"shipments": "source_id", "customers": "customer_number", "audiences": "name"}
_PLACES = ("郑州圃田", "成都城厢", "广州大朗", "Łódź Olechów", "霍尔果斯")
_ROWS = 12
_SHEET = "xl/worksheets/sheet1.xml"
_MERGED_ROWS = 5
_NOISE = (
    b"\x00",
    b'"',
    b"'",
    b"\r",
    b"\n",
    b",",
    b";",
    b"\t",
    b"\xff",
    b"\xfe\xff",
    b"\x1a",
    b"\xef\xbb\xbf",
    b"=",
)
_XML = (
    b"<",
    b">",
    b"&",
    b"</c>",
    b"<c>",
    b"&#0;",
    b"&#xD800;",
    b"<![CDATA[",
    b"-->",
    b'r="A0"',
    b't="s"',
    b"<v>-1</v>",
)


@cache
def table_of(kind: str) -> list[list[str]]:
    """A header and a dozen rows, as a customer would send them."""
    columns = columns_of(kind)
    rows = [columns]
    for number in range(_ROWS):
        place = _PLACES[number % len(_PLACES)]
        cells = {
            **USUAL[kind],
            _KEYS[kind]: f"{place}{number:04d}" if kind == "audiences" else f"{number:018d}",
        }
        cells |= {"waybill_number": f"运{number:017d}", "customer_number": cells.get("customer_number", "C1")}
        cells |= {
            "name": cells.get("name", f"{place}纸业“{number}”有限公司"),
            "origin": place,
            "weight_kg": f"{number}.5",
        }
        rows.append([cells.get(column, "") for column in columns])
    return rows


@cache
def sound_csv(kind: str, encoding: str) -> bytes:
    """The table as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table_of(kind))
    return text.getvalue().encode(encoding, "replace")


@cache
def sound_workbook(kind: str) -> bytes:
    """The table as XLSX; what is the same in every row is merged over some of them."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(table_of(kind)):
            sheet.write_row(number, 0, row)
        for place, (first, *others) in enumerate(zip(*table_of(kind)[1:], strict=True)):
            if first and set(others) == {first}:
                sheet.merge_range(1, place, _MERGED_ROWS, place, first)
    return stream.getvalue()


@cache
def members_of(kind: str) -> dict[str, bytes]:
    """The parts of the workbook."""
    with zipfile.ZipFile(io.BytesIO(sound_workbook(kind))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """Parts as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def cut_off(content: bytes, dice: Random) -> bytes:
    """An upload that broke."""
    return content[: dice.randrange(1, len(content))]


def bits_flipped(content: bytes, dice: Random) -> bytes:
    """One to twenty bits changed on the way."""
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 21)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def piece_moved(content: bytes, dice: Random) -> bytes:
    """A piece that stands elsewhere, twice or nowhere."""
    start, end, place = sorted(dice.randrange(len(content)) for _ in range(3))
    piece = content[start:end]
    return dice.choice(
        (
            content[:start] + content[end:place] + piece + content[place:],
            content[:place] + piece + content[place:],
            content[:start] + content[end:],
        )
    )


def noise_added(content: bytes, dice: Random) -> bytes:
    """Stray marks of text files."""
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(content))
        content = content[:place] + dice.choice(_NOISE) * dice.choice((1, 1, 2, 50)) + content[place:]
    return content


def part_garbled(kind: str, dice: Random) -> bytes:
    """A workbook that is a sound archive of parts one of which is not sound."""
    members = dict(members_of(kind))
    name = dice.choice([name for name in members if name.startswith(("xl/", "["))])
    garble = dice.choice((cut_off, bits_flipped, piece_moved, _xml_added))
    return zipped({**members, name: garble(members[name], dice)})


def parts_exchanged(kind: str, dice: Random) -> bytes:
    """A workbook with parts lost, under each other's names, or from another workbook."""
    members = dict(members_of(kind))
    first, second = dice.sample(sorted(members), 2)
    deed = dice.randrange(4)
    if deed == 0:
        del members[first]
    elif deed == 1:
        members[first], members[second] = members[second], members[first]
    elif deed == 2:
        members[first] = members_of(dice.choice(KINDS)).get(first, b"")
    else:
        members = dict.fromkeys(members, b"")
    return zipped(members)


def part_repeated(kind: str, dice: Random) -> bytes:
    """A workbook that has one name twice, with different content."""
    from tests.processes.archives import Member, archive_of

    members = members_of(kind)
    name = dice.choice(sorted(members))
    parts = [Member(part.encode(), content) for part, content in members.items()]
    return archive_of([*parts, Member(name.encode(), bits_flipped(members[name], dice))])


def merges_garbled(kind: str, dice: Random) -> bytes:
    """A workbook whose cells are merged over each other, backwards, without end or nowhere."""
    members = dict(members_of(kind))
    ranges = b"".join(b'<mergeCell ref="%s"/>' % _range(dice) for _ in range(dice.choice((1, 3, 10, 300))))
    sheet = re.sub(rb"<mergeCells.*</mergeCells>", b"", members[_SHEET])
    after = b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"
    return zipped({**members, _SHEET: sheet.replace(b"</sheetData>", after)})


def _range(dice: Random) -> bytes:
    corners = [
        dice.choice(("A", "B", "C", "F", "AA", "XFD", "ZZZZ", ""))
        + str(dice.choice((0, 1, 2, 3, 7, 14, 1_048_576, 10**11)))
        for _ in range(2)
    ]
    return dice.choice((":", ":", ":", "", "::")).join(corners).encode()


def _xml_added(content: bytes, dice: Random) -> bytes:
    for _ in range(dice.randrange(1, 4)):
        place = dice.randrange(len(content))
        content = content[:place] + dice.choice(_XML) + content[place:]
    return content


Garble = Callable[[bytes, Random], bytes]
Rebuild = Callable[[str, Random], bytes]
OF_BYTES: dict[str, Garble] = {
    "cut off": cut_off,
    "bits flipped": bits_flipped,
    "piece moved": piece_moved,
    "noise added": noise_added,
}
OF_WORKBOOKS: dict[str, Rebuild] = {
    "part garbled": part_garbled,
    "parts exchanged": parts_exchanged,
    "part repeated": part_repeated,
    "merges garbled": merges_garbled,
}
