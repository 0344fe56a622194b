"""The file of rejected rows can be opened, corrected and imported again (T17)."""

import csv
from pathlib import Path

from django.utils import translation

from guanxi.domain.intake import reasons
from guanxi.domain.intake.rejected_rows import RejectedRows, write_rejected
from guanxi.domain.intake.rows import Rejection


def test_rows_come_in_the_order_of_the_file_with_their_own_columns_first(tmp_path: Path) -> None:
    rejected = RejectedRows()
    rejected.append(Rejection(7, "name", "required", {}, ["7", "", "surplus"]))
    rejected.append(Rejection(3, "", "cells_missing", {"count": 1, "expected": 2}, ["\udcff\x00"]))
    path = tmp_path / "rejected.csv"
    with translation.override("en"):
        write_rejected(path, ["id", "=name"], rejected)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert header == ["id", "'=name", "row", "column", "reason"]
    assert rows[0][:4] == ["\\udcff\x00", "", "3", ""]
    assert rows[1] == ["7", "", "7", "name", "This column must not be empty. Fill it in. [required]"]


def test_more_rows_than_memory_should_hold_wait_on_disk() -> None:
    rejected = RejectedRows()
    for number in range(2_000, 0, -1):
        rejected.append(Rejection(number, "name", "required", {}, ["x" * 10_000]))
    assert len(rejected) == 2_000
    assert [row.number for row in rejected] == list(range(1, 2_001))


def test_every_reason_is_a_sentence_in_both_languages() -> None:
    for code, text in reasons.SENTENCES.items():
        with translation.override("en"):
            assert str(text).endswith((".", "。")), code
