"""Bad files from a seed, and what becomes of each: `python -m tests.processes.bad_files [COUNT]`.

Run as a command it imports COUNT of them (500) into a database of its own and prints how each family
ended, the longest import and the memory of the processes that read workbooks.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random  # noqa: TID251 - every file comes from a seed

from tests.processes.archives import Member, archive_of, book_of, row_of, sheet_of
from tests.processes.bombs import HEADER, SHEET, bombs

SEED = 1
ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("gbk", "gb18030", "big5", "cp950", "big5hkscs", "euc_jp", "cp949", "cp1252"),
)
_NAMES = ("facts.csv", "facts.xlsx", "facts.xls", "事实 2025.csv", "facts", "x" * 200 + ".xlsx")
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
_PAGE = "<html><meta charset=gbk><table><tr><td>运单</td></tr></table></html>".encode("gbk")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
_CSV = b"name,segment,size_estimate,source,estimated_on,name_en,region\n"


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, the kind it is imported as, and the family of its faults."""

    family: str
    title: str
    kind: str
    name: str
    content: bytes


def bad_files(seed: int = SEED) -> Iterator[BadFile]:
    """The bombs and the known oddities once, then mutations without end."""
    for title, content in bombs():
        yield BadFile("bomb", title, "shipments", "bomb.xlsx", content)
    for title, content in _oddities():
        yield BadFile("oddity", title, "audiences", "odd.xls", content)
    number = 0
    while True:
        yield mutation(Random(f"{seed}:{number}"))
        number += 1


def mutation(dice: Random) -> BadFile:
    """A sound file that something has happened to."""
    from tests.processes import mutations

    kind, name = dice.choice(mutations.KINDS), dice.choice(_NAMES)
    if dice.random() < 0.35:
        family = dice.choice(sorted(mutations.OF_WORKBOOKS))
        return BadFile(f"workbook, {family}", family, kind, name, mutations.OF_WORKBOOKS[family](kind, dice))
    family = dice.choice(sorted(mutations.OF_BYTES))
    is_workbook = dice.random() < 0.4
    encoding = dice.choice(ENCODINGS)
    sound = mutations.sound_workbook(kind) if is_workbook else mutations.sound_csv(kind, encoding)
    garbled = mutations.OF_BYTES[family](sound, dice)
    return BadFile(f"{'workbook' if is_workbook else 'text'}, {family}", encoding, kind, name, garbled)


def _oddities() -> Iterator[tuple[str, bytes]]:
    row = "纸制品企业,纸制品,1200,名录,2025-01-15,,\n".encode()
    yield "nothing", b""
    yield "a test virus", _EICAR
    yield "a test virus in a cell", _CSV + _EICAR + row
    yield "a test virus in an archive", archive_of([Member(b"eicar.com", _EICAR)])
    yield "a test virus in a workbook", book_of(Member(b"xl/media/eicar.com", _EICAR), sheet=SHEET)
    yield "a web page called .xls", _PAGE
    yield "an old workbook", _OLD
    yield "a program", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8
    yield "bytes of no text", bytes(range(256)) * 20
    yield "zero bytes", bytes(5_000)
    yield "one NUL in a cell", _CSV + row.replace(b"1200", b"12\x0000")
    yield "a NUL in the header", _CSV.replace(b"region", b"reg\x00ion") + row
    yield "a stray byte in the header", b"\xef\xbb\xbf" + _CSV.replace(b"name,", b"na\xffme,", 1) + row
    yield "a stray byte in a marked file", b"\xef\xbb\xbf" + _CSV + row.replace(b"1200", b"12\xff00")
    yield "a lone quote", _CSV + b'"' + row
    yield "quotes within a cell", _CSV + row.replace(b"1200", b'12"00')
    yield "a million quotes", _CSV + b'"' * 1_000_001 + row
    yield "a million characters in a cell", _CSV + "晨".encode() * 1_000_000 + row
    yield "16,384 columns", b",".join(b"c%d" % n for n in range(16_384)) + b"\n" + row
    yield "16,384 columns of one name", b"name," * 16_384 + b"\n" + row
    yield "16,384 cells in a row", _CSV + row + b"," * 16_384 + b"x\n"
    yield "16,384 columns of a workbook", book_of(sheet=_wide_sheet())
    yield (
        "a million characters in a workbook",
        book_of(sheet=sheet_of(HEADER + row_of(2, [("A", "晨" * 1_000_000)]))),
    )
    yield "only delimiters", b",;\t|" * 5_000
    yield "only line ends", b"\r\n\n\r" * 5_000
    yield "only a header", _CSV
    for name in (
        b"../../../../etc/cron.d/x",
        b"/etc/passwd",
        b"C:\\x\\y",
        b"=?utf-8?Q?=E8=BF=90?=",
        b"xl/\xff\xfe",
        b"xl/../a",
    ):
        yield f"a part named {name!r}", book_of(Member(name, b"x"), sheet=SHEET)


def _wide_sheet() -> bytes:
    cells = b"".join(b'<c t="inlineStr"><is><t>c%d</t></is></c>' % n for n in range(16_384))
    return sheet_of(b"<row>" + cells + b"</row>" + row_of(2, [("XFD", "x")]))


def end_of(bad: BadFile, folder: Path) -> str:
    """Import it; "taken" or the code of the refusal. AssertionError if any row or sentence is missing."""
    from guanxi.domain.intake import reasons
    from guanxi.domain.intake.refusals import FileRefused
    from guanxi.domain.intake.rejected_rows import write_rejected
    from tests.processes.importing import bring, counts

    path = folder / bad.name
    path.write_bytes(bad.content)
    try:
        result = bring(path, bad.kind)
    except FileRefused as refused:
        _check_sentences(partial(getattr, refused, "sentence"))
        return refused.code
    counts(result)
    rejections = list(result.rejected_rows)
    assert len(rejections) == result.rejected
    for rejection in rejections:
        _check_sentences(partial(reasons.sentence, rejection.code, rejection.params))
    write_rejected(folder / "rejected", result.header, result.rejected_rows)
    return "rows rejected" if rejections else "taken"


def _check_sentences(say: Callable[[], str]) -> None:
    """A reader of either language gets a sentence that can be printed and stored."""
    from django.utils import translation

    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = say()
        said[language].encode()
    assert "\x00" not in said["en"], said
    assert said["zh-hans"] != said["en"], said
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said["zh-hans"]), said


def peak_of_children() -> int:
    """Bytes of memory that the largest process this one has waited for held at once."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def own_peak() -> int:
    """Bytes of memory that this process held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUANXI_HOME": folder, "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", verbosity=0)
        ends: Counter[tuple[str, str]] = Counter()
        slowest, started = (0.0, ""), time.monotonic()
        for bad in islice(bad_files(), count):
            before = time.monotonic()
            with transaction.atomic():
                ends[bad.family, end_of(bad, Path(folder))] += 1
                transaction.set_rollback(True)
            slowest = max(slowest, (time.monotonic() - before, f"{bad.family}: {bad.title}"))
        _print(ends)
        _tell(
            f"{count:,} files in {time.monotonic() - started:.0f} s; slowest {slowest[0]:.1f} s, {slowest[1]}"
        )
        _tell(f"largest reading process {peak_of_children() / 2**20:.0f} MiB")


def _print(ends: Counter[tuple[str, str]]) -> None:
    for family in sorted({family for family, _ in ends}):
        found = {end: number for (of, end), number in ends.items() if of == family}
        _tell(f"{family} ({sum(found.values()):,})")
        for end, number in sorted(found.items(), key=lambda item: -item[1]):
            _tell(f"    {number:6,}  {end}")


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
