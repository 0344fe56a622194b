"""What a file is: by its content, in a proven encoding, within the limits, or refused by name (F18–F22)."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from guanxi.domain.intake import limits
from guanxi.domain.intake.refusals import SENTENCES, FileRefused
from guanxi.domain.intake.rules.cells import ExcelError
from guanxi.domain.intake.table import SourceRow, TableRequest, opened

COLUMNS = frozenset({"id", "name"})


def read(path: Path, **request: Any) -> tuple[list[str], list[SourceRow], str]:
    with opened(path, TableRequest(**{"columns": COLUMNS, **request})) as file:
        return file.table.header, list(file.table.rows()), file.table.encoding


def refusal_of(path: Path, **request: Any) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read(path, **request)
    assert "%" not in refused.value.sentence
    return refused.value


def written(folder: Path, content: bytes, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(
    folder: Path, *sheets: tuple[str, list[list[Any]]], name: str = "facts.xlsx", **options: Any
) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    else:
                        sheet.write(number, column, cell)
    return path


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
def test_chinese_text_is_read_in_the_encoding_its_bytes_prove(
    tmp_path: Path, encoding: str, found: str
) -> None:
    path = written(tmp_path, "id,name\n1,郑州晨光纸业有限公司\n".encode(encoding))
    assert read(path) == (["id", "name"], [SourceRow(2, ["1", "郑州晨光纸业有限公司"])], found)


def test_text_with_two_readings_is_refused_with_both_until_one_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name\n1,Côte d'Ivoire\n".encode("cp1252"))
    refused = refusal_of(path)
    assert refused.code == "encoding_unclear"
    assert "Côte" in refused.params["readings"]
    assert "魌" in refused.params["readings"]
    assert read(path, encoding="cp1252")[1][0].cells == ["1", "Côte d'Ivoire"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_is_read_by_its_mark_or_its_line_ends(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "id\tname\n1\t郑州\n2\tKaifeng\n".encode(encoding))
    rows = [SourceRow(2, ["1", "郑州"]), SourceRow(3, ["2", "Kaifeng"])]
    assert read(path) == (["id", "name"], rows, encoding)


def test_bytes_of_no_encoding_are_refused_with_their_place(tmp_path: Path) -> None:
    refused = refusal_of(written(tmp_path, b"id,name\n1,ab\x81\x81cd\n"))
    assert (refused.code, refused.params) == ("undecodable", {"encoding": "UTF-8", "offset": 12, "line": 2})


def test_the_place_of_a_bad_byte_is_right_beyond_the_first_block(tmp_path: Path) -> None:
    start = b"id,name\n1," + "晨".encode() * 400_000
    refused = refusal_of(written(tmp_path, start + b",\xff\n"))
    assert refused.params == {"encoding": "UTF-8", "offset": len(start) + 1, "line": 2}


def test_a_stray_byte_in_a_marked_file_spoils_its_cell_only(tmp_path: Path) -> None:
    rows = read(written(tmp_path, b"\xef\xbb\xbfid,name\n1,ab\xffcd\n2,ok\n"))[1]
    assert rows == [SourceRow(2, ["1", "ab\udcffcd"]), SourceRow(3, ["2", "ok"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_finds_the_columns(tmp_path: Path, delimiter: str) -> None:
    path = written(
        tmp_path, delimiter.join(["id", "name"]).encode() + b"\n" + delimiter.join(["1", "a"]).encode()
    )
    assert read(path)[1] == [SourceRow(2, ["1", "a"])]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path, b'id,name\r\n\r\n1,"two\r\nlines"\r\n,\r\n2,"a ""b"", c"\r\n')
    assert read(path)[1] == [SourceRow(3, ["1", "two\r\nlines"]), SourceRow(5, ["2", 'a "b", c'])]


def test_a_header_may_stand_lower(tmp_path: Path) -> None:
    path = written(tmp_path, b"June 2025\nid,name\n1,a\n")
    assert read(path, header_row=2)[1] == [SourceRow(3, ["1", "a"])]
    assert refusal_of(path, header_row=9).code == "no_header"


@pytest.mark.parametrize("content", [b'id,name\n1,"open\n2,b\n', b'id,name\n1,"a"b\n'])
def test_quotation_marks_that_do_not_match_refuse_the_file(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(written(tmp_path, content)).code == "broken_quotes"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("name", ["facts.csv", "facts.xlsx", "facts.xls", "facts"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE, "old_workbook"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "web_page"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\x00", "other_archive"),
        (b"PK\x03\x04" + b"cut off" * 20, "broken_archive"),
        (b"", "empty"),
    ],
)
def test_other_files_are_recognised_whatever_their_name(
    tmp_path: Path, content: bytes, code: str, name: str
) -> None:
    assert refusal_of(written(tmp_path, content, name)).code == code


def archive(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("word/document.xml", "other_archive"),
        ("content.xml", "open_document"),
        ("xl/workbook.bin", "binary_workbook"),
    ],
)
def test_archives_that_are_no_workbook_are_named(tmp_path: Path, member: str, code: str) -> None:
    assert refusal_of(written(tmp_path, archive((member, b"x")))).code == code


BOOK = (("[Content_Types].xml", b""), ("xl/workbook.xml", b""))


def test_a_bomb_is_refused_by_its_table_of_members(tmp_path: Path) -> None:
    bomb = archive(*BOOK, ("xl/worksheets/sheet1.xml", bytes(8 * limits.MEBIBYTE)))
    assert refusal_of(written(tmp_path, bomb)).code == "archive_ratio"


def test_each_limit_of_an_archive_holds_at_its_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, ("S", [["id", "name"], ["1", "a"]]))
    with zipfile.ZipFile(path) as made:
        members, size = len(made.infolist()), sum(member.file_size for member in made.infolist())
    monkeypatch.setattr(limits, "MOST_ARCHIVE_MEMBERS", members)
    monkeypatch.setattr(limits, "LARGEST_ARCHIVE_BYTES", size)
    assert read(path)[1] == [SourceRow(2, ["1", "a"])]
    monkeypatch.setattr(limits, "LARGEST_ARCHIVE_BYTES", size - 1)
    assert refusal_of(path).code == "archive_too_big"
    monkeypatch.setattr(limits, "MOST_ARCHIVE_MEMBERS", members - 1)
    assert refusal_of(path).code == "archive_too_many_members"


def test_each_limit_of_a_text_file_holds_at_its_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"id,name\n1,a\n")
    monkeypatch.setattr(limits, "LARGEST_FILE_BYTES", 12)
    monkeypatch.setattr(limits, "MOST_COLUMNS", 2)
    assert read(path)[1] == [SourceRow(2, ["1", "a"])]
    monkeypatch.setattr(limits, "MOST_COLUMNS", 1)
    assert refusal_of(path).code == "too_many_columns"
    monkeypatch.setattr(limits, "LARGEST_FILE_BYTES", 11)
    assert refusal_of(path).code == "too_large"


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.csv").code == "not_found"
    assert refusal_of(tmp_path).code == "not_a_file"


def test_a_workbook_gives_text_numbers_and_days_as_they_are(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        (
            "S",
            [
                ["id", "name", "x"],
                ["007", 42, date(2025, 3, 1)],
                [12345.0, 0.5, True],
                [],
                [123456789012345678, 1e-7, " kept "],
            ],
        ),
    )
    header, rows, _ = read(path)
    assert header == ["id", "name", "x"]
    assert rows == [
        SourceRow(2, ["007", "42", date(2025, 3, 1)]),
        SourceRow(3, ["12345", "0.5", "TRUE"]),
        SourceRow(5, ["1.23457E+17", "0.0000001", " kept "]),
    ]


def test_days_of_a_workbook_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("S", [["id", "name"], ["1", date(2025, 3, 1)]]), date_1904=True)
    assert read(path)[1] == [SourceRow(2, ["1", date(2025, 3, 1)])]


def test_a_cell_with_an_excel_error_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("Notes"), book.add_worksheet("Facts")
        first.write_formula("A2", "=NA()", None, "#N/A")
        second.write_row("A1", ["id", "name"])
        second.write_formula("B2", "=1/0", None, "#DIV/0!")
        second.write_row("A3", ["2", "b"])
    assert read(path)[1] == [SourceRow(2, ["", ExcelError()]), SourceRow(3, ["2", "b"])]


def test_the_sheet_is_the_one_with_the_columns_or_the_one_named(tmp_path: Path) -> None:
    facts = [["id", "name"], ["1", "a"]]
    path = workbook(tmp_path, ("Notes", [["remarks"]]), ("Facts", facts))
    assert read(path)[1] == [SourceRow(2, ["1", "a"])]
    twice = workbook(tmp_path, ("May", facts), ("June", [["id", "name"], ["2", "b"]]), name="twice.xlsx")
    refused = refusal_of(twice)
    assert (refused.code, refused.params) == ("sheet_unclear", {"sheets": "May, June"})
    assert read(twice, sheet="June")[1] == [SourceRow(2, ["2", "b"])]
    assert refusal_of(twice, sheet="July").code == "sheet_missing"


def test_a_parser_that_outgrows_its_limits_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, ("S", [["id", "name"], *([str(n), "x" * 200] for n in range(500))]))
    monkeypatch.setattr(limits, "PARSER_OUTPUT_BYTES", 10_000)
    assert refusal_of(path).code == "workbook_too_heavy"


def test_a_workbook_damaged_inside_is_refused(tmp_path: Path) -> None:
    damaged = archive(*BOOK, ("xl/worksheets/sheet1.xml", b"<worksheet"))
    assert refusal_of(written(tmp_path, damaged)).code == "unreadable_workbook"


def test_every_refusal_fills_its_sentence() -> None:
    assert all(str(sentence) for sentence in SENTENCES.values())
