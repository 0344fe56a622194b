"""A moment is read with its offset or by the operator's clock; one that clocks skip or repeat is refused."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from guanxi.domain.intake.reasons import sentence
from guanxi.domain.intake.rules.cells import Cell, ExcelError, UnableToReadCell
from guanxi.domain.intake.rules.instants import read_instant

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def read(cell: Cell, *formats: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return read_instant(cell, formats=formats or ("%Y-%m-%d",), zone=zone)


def refusal(cell: Cell, *formats: str, zone: ZoneInfo = SHANGHAI) -> str:
    with pytest.raises(UnableToReadCell) as refused:
        read(cell, *formats, zone=zone)
    assert "%(" not in sentence(refused.value.code, refused.value.params)
    return refused.value.code


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-30 14:05",
        " 2025-06-30T14:05:00 ",
        "2025-06-30 14:05:00.000",
        "2025-06-30T14:05+08:00",
        "2025-06-30T14:05:00+0800",
        "2025-06-30T06:05:00Z",
        "2025-06-30 02:05 -04:00",
        "２０２５-06-30 14：05",
    ],
)
def test_one_moment_is_one_moment_however_it_is_written(written: str) -> None:
    assert read(written) == datetime(2025, 6, 30, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day_format"),
    [
        ("30/06/2025 14:05", "%d/%m/%Y"),
        ("2025年6月30日 14:05", "%Y年%m月%d日"),
        ("30-Jun-2025 14:05", "%d-%b-%Y"),
    ],
)
def test_the_format_of_the_mapping_is_that_of_the_day(written: str, day_format: str) -> None:
    assert read(written, day_format) == datetime(2025, 6, 30, 6, 5, tzinfo=UTC)


def test_seconds_are_kept() -> None:
    assert read("2025-06-30 14:05:59") == datetime(2025, 6, 30, 6, 5, 59, tzinfo=UTC)


def test_a_moment_of_a_workbook_is_the_operators_time() -> None:
    assert read(datetime.fromisoformat("2025-06-30T14:05:00")) == datetime(2025, 6, 30, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["2025-06-30", "14:05", "", "soon", "2025-06-30 24:05", "2025-06-30 14:60", "2025-06-30 14:05+15:00"],
)
def test_what_is_no_day_with_a_time_is_refused(written: str) -> None:
    assert refusal(written) == "not_an_instant"


def test_a_workbooks_day_without_a_time_is_refused() -> None:
    assert refusal(date(2025, 6, 30)) == "not_an_instant"


def test_a_wrong_day_and_a_broken_cell_keep_their_own_reasons() -> None:
    assert refusal("30/06/2025 14:05") == "not_a_day"
    assert refusal("2025-02-30 14:05") == "not_a_day"
    assert refusal("1066-10-14 09:00") == "day_out_of_range"
    assert refusal(ExcelError()) == "excel_error"


def test_a_time_that_the_clocks_skipped_is_refused_unless_it_has_its_offset() -> None:
    assert refusal("2025-03-09 02:30", zone=NEW_YORK) == "time_skipped"
    assert read("2025-03-09 02:30-05:00", zone=NEW_YORK) == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)
    assert read("2025-03-09 01:59", zone=NEW_YORK) == datetime(2025, 3, 9, 6, 59, tzinfo=UTC)
    assert read("2025-03-09 03:00", zone=NEW_YORK) == datetime(2025, 3, 9, 7, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_showed_twice_is_refused_unless_it_has_its_offset() -> None:
    assert refusal("2025-11-02 01:30", zone=NEW_YORK) == "time_twice"
    assert read("2025-11-02 01:30-04:00", zone=NEW_YORK) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    assert read("2025-11-02 01:30-05:00", zone=NEW_YORK) == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)
    assert read("2025-11-02 02:00", zone=NEW_YORK) == datetime(2025, 11, 2, 7, 0, tzinfo=UTC)


def test_china_had_summer_time_too() -> None:
    assert refusal("1990-04-15 02:30") == "time_skipped"
    assert refusal("1990-09-16 01:30") == "time_twice"
