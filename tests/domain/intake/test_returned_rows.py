"""A file of rejected rows comes in again with exactly the texts it had, and no other file is touched."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from guanxi.domain.intake.rejected_rows import RejectedRows, write_rejected
from guanxi.domain.intake.rows import Rejection
from guanxi.domain.intake.table import TableRequest, opened
from tests.domain.ground.export.payloads import FORMULAS, HARMLESS

TEXTS = [text for text in (*FORMULAS, *HARMLESS, "'", "''=1", "'text", "'-5", "=1\n+2") if text]
REQUEST = TableRequest(columns=frozenset(), delimiter=",")


def rejected_file(path: Path, texts: list[str], language: str) -> Path:
    rejected = RejectedRows()
    for number, text in enumerate(texts, start=2):
        rejected.append(Rejection(number, "name", "not_a_number", {"text": text}, [str(number), text]))
    with translation.override(language):
        write_rejected(path, ["=id", "name"], rejected)
    return path


def read_back(path: Path) -> tuple[list[str], list[str]]:
    with opened(path, REQUEST) as file:
        return file.table.header, [str(row.cells[1]) for row in file.table.rows()]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_text_comes_back_as_it_was_whatever_language_either_side_reads(
    language: str, tmp_path: Path
) -> None:
    assert len(TEXTS) >= 200
    header, texts = read_back(rejected_file(tmp_path / "rejected.csv", TEXTS, language))

    assert header[:2] == ["=id", "name"]
    assert texts == TEXTS


def test_what_comes_back_may_be_rejected_and_come_back_again(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    once = read_back(rejected_file(path, TEXTS, "en"))[1]

    assert read_back(rejected_file(path, once, "zh-hans"))[1] == TEXTS


@pytest.mark.parametrize(
    ("header", "end"),
    [
        # Another's file; another's file with columns called like ours; a row somebody wrote below ours.
        (["id", "name", "note"], ["[required]"]),
        (["id", "name", "row", "column", "reason"], ["2", "name", "late [sic]"]),
        (["id", "name", "行号", "列", "原因"], ["", "", ""]),
        (["row", "name", "id", "column", "reason", "note"], ["2", "name", "x [required]", ""]),
    ],
)
def test_an_apostrophe_that_we_did_not_write_stays(header: list[str], end: list[str], tmp_path: Path) -> None:
    path = tmp_path / "foreign.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, ["1", "'=1+1", *end]])

    assert read_back(path)[1] == ["'=1+1"]
