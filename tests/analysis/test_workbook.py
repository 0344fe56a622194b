"""Excel workbooks: cells keep their types, sheets are chosen and not guessed."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from guanxi_analysis import InvalidArgument, UnreadableColumn, UnreadableFile
from tests.analysis.files import classify

HEADER = ("customer", "date", "amount")


def workbook(folder: Path, sheets: dict[str, list[tuple[Any, ...]]], **options: Any) -> Path:
    path = folder / "sales.xlsx"
    with xlsxwriter.Workbook(str(path), {"remove_timezone": True, **options}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif value is not None:
                        sheet.write(number, place, value)
    return path


@pytest.mark.parametrize("options", [{}, {"date_1904": True}])
def test_date_cells_and_number_cells_need_no_question(tmp_path: Path, options: dict[str, Any]) -> None:
    rows = [
        HEADER,
        (17850, date(2026, 3, 4), 1.234),
        (17850.0, datetime(2026, 3, 5, 23, 59, tzinfo=UTC), 2),
        ("A-1", date(2026, 4, 3), -0.5),
    ]

    found = classify(workbook(tmp_path, {"Sales": rows}, **options))

    assert found.column("revenue_minor") == {"17850": "323", "A-1": "-50"}
    assert found.column("first_on") == {"17850": "2026-03-04", "A-1": "2026-04-03"}
    assert found.column("last_on")["17850"] == "2026-03-05"


def test_text_cells_are_read_as_text_is(tmp_path: Path) -> None:
    rows = [HEADER, ("a", "2026年3月4日", "1,234.50"), ("b", "2026-03-05", 1.5)]
    assert classify(workbook(tmp_path, {"Sales": rows})).column("revenue_minor") == {
        "a": "123450",
        "b": "150",
    }

    with pytest.raises(UnreadableColumn, match="row 3, 1,234, is 1234 with --decimal"):
        classify(
            workbook(
                tmp_path, {"Sales": [HEADER, ("a", date(2026, 3, 4), 1.5), ("a", date(2026, 3, 4), "1,234")]}
            )
        )


def test_errors_truths_and_empty_cells_are_no_amounts(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("a", date(2026, 3, 4), 5),
        ("a", date(2026, 3, 4), True),
        ("a", date(2026, 3, 4), None),
        ("a", 45000, 5),
        (None, date(2026, 3, 4), 5),
        (None, None, None),
    ]

    found = classify(workbook(tmp_path, {"Sales": rows}))

    assert found.result.excluded_rows == {
        "missing_customer": 1,
        "bad_date": 1,
        "bad_amount": 2,
        "after_as_of": 0,
    }


def test_the_only_sheet_with_content_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Empty": [], "Sales": [HEADER, ("a", date(2026, 3, 4), 5)]})

    assert list(classify(path).rows) == ["a"]


def test_several_sheets_are_listed_and_one_has_to_be_chosen(tmp_path: Path) -> None:
    rows = [HEADER, ("a", date(2026, 3, 4), 5)]
    path = workbook(tmp_path, {"一月": rows, "二月": [HEADER, ("b", date(2026, 3, 4), 5)]})

    with pytest.raises(UnreadableFile, match=r"several sheets \(一月, 二月\); choose one with --sheet"):
        classify(path)
    with pytest.raises(UnreadableFile, match="no sheet 三月; its sheets are 一月, 二月"):
        classify(path, sheet="三月")
    assert list(classify(path, sheet="二月").rows) == ["b"]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no header row"):
        classify(workbook(tmp_path, {"Sales": []}))


def test_an_encoding_of_a_workbook_is_a_misunderstanding(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Sales": [HEADER]})

    with pytest.raises(InvalidArgument, match=r"--encoding has no meaning for sales\.xlsx, which is XLSX"):
        classify(path, encoding="gbk")
