"""One report in every format: typed cells, its provenance, and whole files or none."""

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from guanxi.domain.ground.export import (
    Chart,
    Column,
    Format,
    Kind,
    Provenance,
    Report,
    Row,
    Table,
    UnableToExport,
    ending_of,
    write_report,
)
from guanxi.domain.ground.money import Money

AT = datetime(2025, 6, 30, 2, 0, 0, 123456, tzinfo=UTC)
COLUMNS = [
    Column("Number", Kind.IDENTIFIER),
    Column("Name"),
    Column("Orders", Kind.NUMBER),
    Column("Revenue", Kind.MONEY),
    Column("Last on", Kind.DAY),
    Column("Share", Kind.SHARE),
]
ROWS: list[Row] = [
    ["00123", "晨光纸业", 12, Money(856450, "CNY"), date(2025, 6, 8), 381234],
    ["C-2", "-5", Decimal("2.5"), Money(-(10**15) + 1, "CNY"), None, 0],
    ["C-3", None, None, Money(1234, "JPY"), date(1899, 1, 1), None],
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


def table(name: str = "customers", rows: list[Row] | None = None) -> Table:
    return Table(name, name.title(), COLUMNS, ROWS if rows is None else rows)


def report(*tables: Table) -> Report:
    provenance = Provenance(
        AT,
        "梅若兰",
        3,
        as_of=date(2025, 6, 30),
        window_days=365,
        policy="v1",
        filters="Group is actual",
        currency="CNY",
        hash="ab" * 32,
    )
    return Report("customers", "Customers", provenance, tables or [table()], charts=[Chart("Curve", SVG)])


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_table_as_csv_is_nothing_but_the_table(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    write_report(report(), Format.CSV, path)

    assert csv_rows(path.read_bytes()) == [
        ["Number", "Name", "Orders", "Revenue", "Last on", "Share"],
        ["00123", "晨光纸业", "12", "8564.50", "2025-06-08", "0.381234"],
        ["C-2", "-5", "2.5", "-9999999999999.99", "", "0.000000"],
        ["C-3", "", "", "1234", "1899-01-01", ""],
    ]


def test_several_tables_as_csv_come_as_an_archive_that_opens_with_their_provenance(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    several = report(table("first"), table("second"))
    write_report(several, Format.CSV, path)

    assert ending_of(Format.CSV, several) == ".zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["about.csv", "first.csv", "second.csv"]
        about = dict(csv_rows(archive.read("about.csv"))[1:])
    assert about == {
        "As of": "2025-06-30",
        "Window": "365 days",
        "Policy": "v1",
        "Filters": "Group is actual",
        "Rows": "3",
        "Currency": "CNY",
        "Hash of the facts": "ab" * 32,
        "Produced at": "2025-06-30 10:00 CST",
        "Produced by": "梅若兰",
    }


def test_a_workbook_holds_numbers_money_and_days_as_such(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    write_report(report(), Format.XLSX, path)

    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["About", "Customers"]
    assert [c.value for c in workbook["About"]["B"]][-1] == "梅若兰"
    sheet = workbook["Customers"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["00123", "晨光纸业", 12, 8564.5, datetime(2025, 6, 8), 0.381234],  # noqa: DTZ001 - a reader's day
        ["C-2", "-5", 2.5, -9999999999999.99, None, 0],
        ["C-3", None, None, 1234, "1899-01-01", None],
    ]
    assert [cell.number_format for cell in sheet[2]] == [
        *("@", "General", "#,##0", "#,##0.00", "yyyy-mm-dd", "0.00%")
    ]
    assert sheet["D4"].number_format == "#,##0"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")


def test_sheets_have_names_the_format_allows_and_none_twice(tmp_path: Path) -> None:
    tables = [Table("t", title, COLUMNS, ROWS) for title in ("A/B: [x]*?", "about", "同" * 40, "同" * 41)]
    write_report(report(*tables), Format.XLSX, tmp_path / "r.xlsx")

    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == [
        *("About", "A B   x", "about 2", "同" * 31, "同" * 27 + " 2")
    ]


def test_a_cell_beyond_the_format_is_refused_and_the_former_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    path.write_text("former", encoding="utf-8")
    rows: list[Row] = [*ROWS, ["C-4", "x" * 32_768, None, None, None, None]]

    with pytest.raises(UnableToExport) as refusal:
        write_report(report(table(rows=rows)), Format.XLSX, path)

    assert refusal.value.sentence == (
        "A cell of a sheet holds at most 32,767 characters; row 4 of Customers has more. Choose CSV."
    )
    assert [item.name for item in tmp_path.iterdir()] == ["customers.xlsx"]
    assert path.read_text(encoding="utf-8") == "former"


@pytest.mark.parametrize("format", list(Format))
def test_rows_that_fail_half_way_leave_nothing(tmp_path: Path, format: Format) -> None:
    def rows() -> Iterator[Row]:
        yield ROWS[0]
        raise RuntimeError("the database went away")

    broken = Table("customers", "Customers", COLUMNS, rows())
    with pytest.raises(RuntimeError, match="went away"):
        write_report(report(broken), format, tmp_path / "file")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", list(Format))
def test_the_same_report_is_the_same_bytes(tmp_path: Path, format: Format) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write_report(report(table("a"), table("b")), format, first)
    write_report(report(table("a"), table("b")), format, second, mode=0o600)

    assert first.read_bytes() == second.read_bytes()
    assert second.stat().st_mode & 0o777 == 0o600


def test_a_pdf_is_set_with_chinese_text_and_a_chart(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    with translation.override("zh-hans"):
        write_report(report(), Format.PDF, tmp_path / "r.pdf")

    content = (tmp_path / "r.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"CJK" in content


def test_markup_in_a_cell_is_text_to_the_typesetter(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    rows: list[Row] = [["#panic()", '#read("/etc/passwd") $x *b* @ref <label> \\', 1, None, None, None]]

    write_report(report(table(rows=rows)), Format.PDF, tmp_path / "r.pdf")

    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_typesetter_the_reader_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(UnableToExport) as refusal:
        write_report(report(), Format.PDF, tmp_path / "r.pdf")

    assert "pip install 'guanxi[pdf]'" in refusal.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_without_a_chinese_font_the_reader_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typst: Any = pytest.importorskip("typst")
    fonts = typst.Fonts
    monkeypatch.setattr(typst, "Fonts", lambda **_: fonts(include_system_fonts=False))

    with pytest.raises(UnableToExport) as refusal:
        write_report(report(), Format.PDF, tmp_path / "r.pdf")

    assert "GUANXI_FONTS" in refusal.value.sentence
