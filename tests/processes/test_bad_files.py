"""Five hundred bad files: each is taken, or turned away with a sentence the reader understands (G9)."""

import os
import time
from itertools import islice
from pathlib import Path

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
