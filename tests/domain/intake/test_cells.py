"""What one cell says, or why it is turned away (F22–F24)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guanxi.domain.intake.rules import numbers, texts
from guanxi.domain.intake.rules.cells import ExcelError, UnableToReadCell
from guanxi.domain.intake.rules.dates import (
    ISO,
    FormatSurvey,
    UnusableFormat,
    day_in,
    pattern_of,
    read_day,
)


def refusal_of(read: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(UnableToReadCell) as refused:
        read(*args, **kwargs)
    return refused.value.code


@pytest.mark.parametrize(
    "text", ["  two spaces ", "ﬁ", "e\u0301", "مرحبا", "👩🏽‍🚀", "\u202etxt", "a\r\nb", "\x7f"]
)
def test_text_is_kept_exactly(text: str) -> None:
    assert texts.read_text(text, longest=40) == text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("a\x00b", "nul_character"),
        ("a\udce9b", "undecodable"),
        ("x" * 41, "too_long"),
        (date(2025, 3, 1), "excel_made_a_date"),
        (ExcelError(), "excel_error"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_by_name(cell: Any, code: str) -> None:
    assert refusal_of(texts.read_text, cell, longest=40) == code


def test_an_identifier_keeps_its_leading_zeros_and_loses_only_the_space_around_it() -> None:
    assert texts.read_identifier(" 000123 ", longest=40) == "000123"
    assert texts.read_identifier("Cafe\u0301", longest=40) == "Café"


@pytest.mark.parametrize("text", ["1.23E+17", "1E+15", "9.99999e+20"])
def test_an_identifier_that_excel_shortened_is_refused(text: str) -> None:
    assert refusal_of(texts.read_identifier, text, longest=40) == "digits_lost"


@pytest.mark.parametrize("text", ["1E5", "E+17", "12E+3", "1.23E-4"])
def test_codes_that_only_resemble_a_shortened_number_are_identifiers(text: str) -> None:
    assert texts.read_identifier(text, longest=40) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("4521.5", "4521.5"), ("-12", "-12"), ("+3", "3"), ("０１２．５", "12.5"), ("-0", "0"), (" 7 ", "7")],
)
def test_plain_numbers_are_exact(text: str, number: str) -> None:
    assert numbers.read_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("-inf", "not_a_number"),
        ("1e999", "scientific_number"),
        ("1.2E+05", "scientific_number"),
        ("1_000", "not_a_number"),
        ("1,234", "number_with_marks"),
        ("1 234", "number_with_marks"),
        ("12.", "not_a_number"),
        ("٣", "not_a_number"),
        ("9" * 40, "out_of_range"),
        ("See ASN-93", "not_a_number"),
    ],
)
def test_what_is_no_plain_number_is_refused_by_name(text: str, code: str) -> None:
    assert refusal_of(numbers.read_decimal, text) == code


def test_marks_are_read_only_as_the_mapping_names_them() -> None:
    assert numbers.read_decimal("1.234,5", decimal=",", thousands=".") == Decimal("1234.5")
    assert numbers.read_decimal("1,234.5", thousands=",") == Decimal("1234.5")
    assert refusal_of(numbers.read_decimal, "1.234", decimal=",") == "not_a_number"


def test_quantities_are_rounded_half_up_and_never_negative() -> None:
    assert numbers.read_scaled(Decimal("0.0005"), decimals=3, largest=10) == 1
    assert numbers.read_scaled(Decimal(10), decimals=0, largest=10) == 10
    assert refusal_of(numbers.read_scaled, Decimal(11), decimals=0, largest=10) == "out_of_range"
    assert refusal_of(numbers.read_scaled, Decimal(-1), decimals=0, largest=10) == "out_of_range"
    assert refusal_of(numbers.read_count, Decimal("1.5"), largest=10) == "not_whole"


@pytest.mark.parametrize(
    ("text", "date_format", "day"),
    [
        ("02-Jun-06", "%d-%b-%y", date(2006, 6, 2)),
        ("6/13/07", "%m/%d/%y", date(2007, 6, 13)),
        ("2026年3月4日", "%Y年%m月%d日", date(2026, 3, 4)),
        ("20260304", "%Y%m%d", date(2026, 3, 4)),
        ("2025-03-01 14:30", "%Y-%m-%d %H:%M", date(2025, 3, 1)),
        ("２０２５-03-01", ISO, date(2025, 3, 1)),
        ("29/02/2024", "%d/%m/%Y", date(2024, 2, 29)),
        ("29/02/2025", "%d/%m/%Y", None),
        ("2025-13-01", ISO, None),
        ("2026113", "%Y%m%d", None),
        ("45717", ISO, None),
        ("02-Jux-06", "%d-%b-%y", None),
    ],
)
def test_a_day_is_what_its_format_says(text: str, date_format: str, day: date | None) -> None:
    assert day_in(text, date_format) == day


@pytest.mark.parametrize("date_format", ["", "%Y-%m", "%Y-%m-%d-%d", "%j %Y", "%Y %b %m %d", "100%"])
def test_a_format_without_one_year_month_and_day_is_unusable(date_format: str) -> None:
    with pytest.raises(UnusableFormat):
        pattern_of(date_format)


def test_a_day_outside_the_limits_or_without_its_format_is_refused() -> None:
    assert read_day(date(2025, 3, 1), formats=("%d/%m/%Y",)) == date(2025, 3, 1)
    assert refusal_of(read_day, "1949-12-31", formats=(ISO,)) == "day_out_of_range"
    assert read_day("1950-01-01", formats=(ISO,)) == date(1950, 1, 1)
    assert read_day("2099-12-31", formats=(ISO,)) == date(2099, 12, 31)
    assert refusal_of(read_day, "2100-01-01", formats=(ISO,)) == "day_out_of_range"
    assert refusal_of(read_day, "03/04/2026", formats=(ISO,)) == "not_a_day"


def test_a_cell_that_two_named_formats_read_differently_is_refused() -> None:
    both = ("%d/%m/%Y", "%m/%d/%Y")
    assert refusal_of(read_day, "03/04/2026", formats=both) == "ambiguous_day"
    assert read_day("13/04/2026", formats=both) == date(2026, 4, 13)
    assert read_day("04/04/2026", formats=both) == date(2026, 4, 4)


def surveyed(*cells: str) -> FormatSurvey:
    survey = FormatSurvey()
    for cell in cells:
        survey.look_at(cell)
    return survey


def test_a_column_has_the_one_format_that_every_cell_agrees_with() -> None:
    assert surveyed("03/04/2026", "13/04/2026").settled == "%d/%m/%Y"
    assert surveyed("2026-04-03").settled == ISO
    assert surveyed("20260403").settled == "%Y%m%d"


def test_a_column_that_reads_in_two_ways_is_ambiguous_and_says_by_which_cell() -> None:
    survey = surveyed("03/03/2026", "03/04/2026")
    assert survey.is_ambiguous
    assert survey.telling_example() == ("03/04/2026", ("%d/%m/%Y", "%m/%d/%Y"))


def test_a_column_on_which_no_format_agrees_counts_as_iso_so_that_misfits_are_named() -> None:
    survey = surveyed("2026-04-03", "soon")
    assert not survey.is_ambiguous
    assert survey.settled == ISO
    assert surveyed().settled == ISO


def test_choices_are_codes_or_their_words_or_the_mappings_words() -> None:
    kinds = ("badge_scan", "call")
    assert texts.read_choice("Badge Scan", choices=kinds, values=None) == "badge_scan"
    assert texts.read_choice("Air", choices=("air",), values={"Air": "air", "N/A": ""}) == "air"
    assert texts.read_choice("N/A", choices=("air",), values={"Air": "air", "N/A": ""}) == ""
    assert refusal_of(texts.read_choice, "air", choices=("air",), values={"Air": "air"}) == "not_a_choice"
    assert refusal_of(texts.read_choice, "fax", choices=kinds, values=None) == "not_a_choice"
    assert texts.read_choices("badge_scan； call;", choices=kinds, values=None) == ["badge_scan", "call"]


@pytest.mark.parametrize(
    "text",
    [
        "王芳 13800138000",
        "call +86 138-0013-8000",
        "(0371) 6666 8888",
        "wang@example.cn",
        "１３８００１３８０００",
        "张三＠example.com",
        "电话：66668888",
        "微信号 wxid_2233",
    ],
)
def test_contact_data_is_recognised(text: str) -> None:
    assert texts.holds_contact_data(text)


@pytest.mark.parametrize(
    "text", ["河南纸制品 1,200 家", "2020-2025", "12000000", "24 @ 7", "GB 32100-2015", "微信公众号投放", ""]
)
def test_figures_of_an_estimate_are_no_contact_data(text: str) -> None:
    assert not texts.holds_contact_data(text)
