"""Merged cells of a workbook mean what the sheet shows, and nothing is guessed (issue 3)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from guanxi.domain.intake.preview import preview
from guanxi.domain.intake.rules.cells import ExcelError, MergedText, UnableToReadCell
from guanxi.domain.intake.rules.numbers import read_decimal
from guanxi.domain.intake.rules.texts import read_identifier, read_text
from guanxi.domain.intake.table import SourceRow, TableRequest, opened

FOUND = TableRequest(frozenset(), header_row=0)


def ledger(folder: Path, draw: Callable[[Any], None], name: str = "ledger.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        draw(book.add_worksheet("台账"))
    return path


def read(path: Path, request: TableRequest = FOUND) -> tuple[int, list[str], list[SourceRow], int]:
    with opened(path, request) as file:
        rows = list(file.table.rows())
        return file.table.header_row, file.table.header, rows, file.table.filled


def customers_over_their_shipments(sheet: Any) -> None:
    sheet.merge_range("A1:D1", "六月运单台账")
    sheet.write_row("A2", ["客户", "运单号", "目的地", "运费"])
    sheet.merge_range("A3:A5", "郑州晨光纸业有限公司")
    sheet.write_row("B3", ["001", "成都", 1200])
    sheet.write_row("B4", ["002", "广州", 900])
    sheet.write_row("B5", ["003", "西安", 700])
    sheet.write_row("A6", ["成都恒通", "004", "郑州", 500])


def test_a_customer_merged_down_over_its_shipments_stands_in_each_of_them(tmp_path: Path) -> None:
    header_row, header, rows, filled = read(ledger(tmp_path, customers_over_their_shipments))
    assert (header_row, header) == (2, ["客户", "运单号", "目的地", "运费"])
    name = MergedText("郑州晨光纸业有限公司")
    assert rows == [
        SourceRow(3, [name, "001", "成都", "1200"]),
        SourceRow(4, [name, "002", "广州", "900"]),
        SourceRow(5, [name, "003", "西安", "700"]),
        SourceRow(6, ["成都恒通", "004", "郑州", "500"]),
    ]
    assert filled == 2


def test_the_preview_says_how_many_cells_were_filled(tmp_path: Path) -> None:
    found = preview(ledger(tmp_path, customers_over_their_shipments), {})
    assert (found["filled"], found["header_row"], found["total"]) == (2, 2, 4)
    assert found["rows"][1][0] == "郑州晨光纸业有限公司"


def test_days_are_filled_down_and_blocks_belong_to_their_first_column(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.write_row("A1", ["日期", "备注", "说明", "运单号"])
        sheet.merge_range("A2:A3", "")
        sheet.write_datetime("A2", date(2025, 6, 1), None)
        sheet.merge_range("B2:C3", "易碎")
        sheet.write_column("D2", ["001", "002"])
        sheet.merge_range("A4:B4", "横向")
        sheet.write("D4", "003")

    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        draw(book.add_worksheet())
    _, _, rows, filled = read(path)
    assert rows == [
        SourceRow(2, [date(2025, 6, 1), MergedText("易碎"), "", "001"]),
        SourceRow(3, [date(2025, 6, 1), MergedText("易碎"), "", "002"]),
        SourceRow(4, ["横向", "", "", "003"]),
    ]
    assert filled == 2


def test_rows_of_a_merged_range_without_content_of_their_own_are_no_rows(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.write_row("A1", ["客户", "运单号"])
        sheet.merge_range("A2:A6", "晨光")
        sheet.write_column("B2", ["001", "002"])
        sheet.write_row("A8", ["恒通", "003"])

    _, _, rows, filled = read(ledger(tmp_path, draw))
    assert [row.number for row in rows] == [2, 3, 8]
    assert filled == 1


def test_names_below_a_common_heading_carry_it(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.merge_range("A1:E1", "发货明细")
        sheet.merge_range("A2:A3", "运单号")
        sheet.merge_range("B2:C2", "发货人")
        sheet.merge_range("D2:E2", "收货人")
        sheet.write_row("B3", ["名称", "城市", "名称", "城市"])
        sheet.write_row("A4", ["001", "晨光", "郑州", "恒通", "成都"])

    header_row, header, rows, filled = read(ledger(tmp_path, draw))
    assert header_row == 3
    assert header == ["运单号", "发货人 名称", "发货人 城市", "收货人 名称", "收货人 城市"]
    assert rows == [SourceRow(4, ["001", "晨光", "郑州", "恒通", "成都"])]
    assert filled == 0


def test_a_title_over_some_columns_is_part_of_no_name(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.merge_range("A1:B1", "六月")
        sheet.write_row("A2", ["运单号", "客户", "目的地"])
        sheet.write_row("A3", ["001", "晨光", "成都"])

    header_row, header, rows, _ = read(ledger(tmp_path, draw))
    assert (header_row, header) == (2, ["运单号", "客户", "目的地"])
    assert rows == [SourceRow(3, ["001", "晨光", "成都"])]


def test_a_header_whose_every_name_is_merged_over_two_rows_is_one_row(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        for place, name in enumerate(["运单号", "客户", "目的地"]):
            sheet.merge_range(0, place, 1, place, name)
        sheet.write_row("A3", ["001", "晨光", "成都"])

    _, header, rows, filled = read(ledger(tmp_path, draw))
    assert header == ["运单号", "客户", "目的地"]
    assert (rows, filled) == ([SourceRow(3, ["001", "晨光", "成都"])], 0)


def test_a_sheet_that_begins_lower_and_further_right_is_filled_in_the_right_place(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.write_row("C5", ["客户", "运单号", "备注"])
        sheet.merge_range("C6:C7", "晨光")
        sheet.write_column("D6", ["001", "002"])
        sheet.write_formula("E7", "=1/0", None, "#DIV/0!")

    _, header, rows, filled = read(ledger(tmp_path, draw))
    assert header == ["客户", "运单号", "备注"]
    assert rows == [
        SourceRow(6, [MergedText("晨光"), "001", ""]),
        SourceRow(7, [MergedText("晨光"), "002", ExcelError()]),
    ]
    assert filled == 1


def test_a_number_merged_over_rows_is_turned_away_since_it_may_be_meant_for_all_of_them() -> None:
    with pytest.raises(UnableToReadCell) as refused:
        read_decimal(MergedText("1200"))
    assert refused.value.code == "merged_number"
    assert read_decimal("1200") == 1200


def test_merged_text_is_read_as_plain_text_yet_never_taken_for_the_same_cell() -> None:
    assert {"1200": 1}.get(MergedText("1200")) is None
    assert MergedText("1200") != "1200"
    assert MergedText("1200") == MergedText("1200")
    assert type(read_text(MergedText("晨光"), longest=9)) is str
    assert type(read_identifier(MergedText("007"), longest=9)) is str
