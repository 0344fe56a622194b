"""Five hundred bad files: each is taken, or turned away with a sentence the reader understands (G9)."""

import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random  # noqa: TID251 - the texts come from a seed

import pytest
from django.db import transaction

from guanxi.domain.intake import limits
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.table import TableRequest, opened
from tests.processes.bad_files import bad_files, end_of, own_peak, peak_of_children
from tests.processes.bombs import bombs
from tests.processes.importing import bring, counts

FILES = 500
LONGEST_SECONDS = 60
WORDS = (
    "郑州",
    "成都",
    "晨光",
    "纸业",
    "运输",
    "有限公司",
    "圃田",
    "城厢",
    "国际",
    "货运",
    "物流",
    "集团",
    "大朗",
)
WORDS_IN_FULL_FORM = (
    "臺灣",
    "長榮",
    "海運",
    "股份",
    "有限公司",
    "運輸",
    "國際",
    "貨運",
    "物流",
    "集團",
    "高雄港",
)
PROVEN = ("utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030")
UNPROVEN = ("big5", "cp950", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
BOMBS = dict(bombs())


@pytest.mark.django_db
def test_every_bad_file_is_taken_or_turned_away_in_words(tmp_path: Path) -> None:
    failures: list[str] = []
    before = max(peak_of_children(), own_peak())
    for bad in islice(bad_files(), FILES):
        started = time.monotonic()
        try:
            with transaction.atomic():
                end_of(bad, tmp_path)
                transaction.set_rollback(True)
        except Exception as error:
            failures.append(f"{bad.family}, {bad.title}: {error!r:.500}")
        if time.monotonic() - started > LONGEST_SECONDS:
            failures.append(f"{bad.family}, {bad.title}: too long")
    assert not failures
    # A new process counts as large as the one that starts it, until it runs.
    assert peak_of_children() <= max(limits.PARSER_MEMORY_BYTES, before, own_peak())


@pytest.mark.parametrize("title", sorted(BOMBS))
def test_a_bomb_costs_no_time(tmp_path: Path, title: str) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(BOMBS[title])
    started = time.monotonic()
    try:
        with opened(path, TableRequest(frozenset({"source_id"}))) as file:
            assert sum(1 for _ in file.table.rows()) <= 1
    except FileRefused:
        pass
    assert time.monotonic() - started < 10


def test_a_workbook_cannot_have_more_memory_than_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(BOMBS["two million different strings"])
    monkeypatch.setattr(limits, "PARSER_MEMORY_BYTES", 96 * limits.MEBIBYTE)
    with pytest.raises(FileRefused) as refused, opened(path, TableRequest(frozenset({"source_id"}))):
        pass
    assert refused.value.code == "workbook_too_heavy"


def texts(words: tuple[str, ...], encoding: str) -> Iterator[str]:
    """Forty tables of 20 names each, drawn from a seed."""
    dice = Random(encoding)
    for _ in range(40):
        rows = ("".join(dice.choices(words, k=dice.randrange(2, 6))) for _ in range(20))
        yield "id,name\r\n" + "".join(f"{number},{name}\r\n" for number, name in enumerate(rows))


def read(path: Path, encoding: str = "") -> str:
    with opened(path, TableRequest(frozenset({"id", "name"}), encoding=encoding)) as file:
        return "id,name\r\n" + "".join(f"{','.join(map(str, row.cells))}\r\n" for row in file.table.rows())


@pytest.mark.parametrize("encoding", PROVEN)
def test_text_in_an_encoding_that_shows_is_read_to_the_letter(tmp_path: Path, encoding: str) -> None:
    for text in texts(WORDS, encoding):
        (tmp_path / "f.csv").write_bytes(text.encode(encoding))
        assert read(tmp_path / "f.csv") == text


@pytest.mark.parametrize("encoding", UNPROVEN)
def test_text_in_an_encoding_that_does_not_show_is_refused_or_read_to_the_letter(
    tmp_path: Path, encoding: str
) -> None:
    for text in texts(WORDS_IN_FULL_FORM, encoding):
        (tmp_path / "f.csv").write_bytes(text.encode(encoding))
        with pytest.raises(FileRefused) as refused:
            read(tmp_path / "f.csv")
        assert refused.value.code in {"utf16", "undecodable", "encoding_unclear"}
        if encoding == "big5":
            assert read(tmp_path / "f.csv", encoding) == text


@pytest.mark.django_db
def test_a_column_name_of_stray_bytes_is_written_out_in_the_refusal(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"\xef\xbb\xbfna\xffme,x\x00y\n1,2\n")
    with pytest.raises(FileRefused) as refused:
        bring(path, "audiences")
    assert "na\\udcffme, x\\x00y" in refused.value.sentence
    run = ImportRun.objects.everything("the test looks").get()
    assert run.refusal_details["present"] == "na\\udcffme, x\\x00y"


@pytest.mark.django_db
def test_a_file_whose_name_is_no_text_is_imported_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"f\xff.csv")
    assert counts(bring(path, "audiences", {"name": "河南纸制品企业"})) == (1, 0, 0)
    run = ImportRun.objects.everything("the test looks").get()
    assert run.file_name == "f\\udcff.csv"
    path.write_bytes(b"")
    with pytest.raises(FileRefused, match="empty"):
        bring(path, "audiences")
    assert ImportRun.objects.everything("the test looks").filter(state="refused").count() == 1
