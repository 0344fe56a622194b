"""Amounts as people write them: which mark stands before the decimals, and what is no amount."""

from pathlib import Path

import pytest

from guanxi_analysis import InvalidArgument, UnreadableColumn, mark_of
from tests.analysis.files import Classified, classify, text_file


def with_amounts(folder: Path, *amounts: str, **arguments: str) -> Classified:
    lines = [f"c{place};2025-01-01;{amount}\n" for place, amount in enumerate(amounts)]
    path = text_file(folder, "customer;date;amount\n" + "".join(lines))
    return classify(path, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", "0"),
        ("12", "1200"),
        ("+12.5", "1250"),
        ("-0.5", "-50"),
        ("−3.10", "-310"),
        (".5", "50"),
        ("5.", "500"),
        ("1,234.50", "123450"),
        ("1,234,567", "123456700"),
        ("1 234.5", "123450"),
        ("1\u00a0234\u00a0567.5", "123456750"),
        ("1'234.5", "123450"),
        ("1.5E+3", "150000"),
        ("2e-05", "0"),
        ("1.005", "101"),
        ("-1.005", "-101"),
        ("1.00499999999999999999", "100"),
        ("0.994999999999999999999999", "99"),
        ("\u3000 7.1\t", "710"),
    ],
)
def test_decimals_with_a_point(tmp_path: Path, text: str, minor: str) -> None:
    assert with_amounts(tmp_path, text, "9.9").column("revenue_minor")["c0"] == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.234,50", "123450"),
        ("1.234", "123400"),
        ("-12,345", "-1235"),
        ("1.234.567", "123456700"),
        (",5", "50"),
    ],
)
def test_decimals_with_a_comma(tmp_path: Path, text: str, minor: str) -> None:
    assert with_amounts(tmp_path, text, "9,9").column("revenue_minor")["c0"] == minor


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "nan", "NaN", "inf", "-Infinity", "1e999", "¥12", "12 元", "(12)", "12-", "1,23,456.0",
        "1_000", "0x10", "See ASN-93", "1.2.3,4", "--1", "1 23.5", "12%",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_left_out(tmp_path: Path, text: str) -> None:
    found = with_amounts(tmp_path, text, "9.9")

    assert found.result.excluded_rows["bad_amount"] == 1
    assert list(found.rows) == ["c1"]


@pytest.mark.parametrize(
    ("text", "point", "comma"), [("1.234", "1.234", "1234"), ("12,345", "12345", "12.345")]
)
def test_an_ambiguous_column_lists_both_readings_and_the_option(
    tmp_path: Path, text: str, point: str, comma: str
) -> None:
    with pytest.raises(UnreadableColumn) as refused:
        with_amounts(tmp_path, "7", text)

    assert str(refused.value) == (
        f"The column amount is ambiguous: row 3, {text}, is {point} with --decimal . and {comma} with"
        " --decimal , . Choose one."
    )


@pytest.mark.parametrize(("mark", "minor"), [(".", "123"), (",", "123400")])
def test_the_option_settles_an_ambiguous_column(tmp_path: Path, mark: str, minor: str) -> None:
    assert with_amounts(tmp_path, "1.234", decimal=mark).column("revenue_minor") == {"c0": minor}


@pytest.mark.parametrize("settling", ["0.123", "1234.567", "1,234.5", "12.5", "1.2345"])
def test_one_row_that_reads_in_one_way_settles_its_column(tmp_path: Path, settling: str) -> None:
    assert with_amounts(tmp_path, "1.234", settling).column("revenue_minor")["c0"] == "123"


def test_two_marks_in_one_column_are_an_error_that_shows_both(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn, match=r"mixes two decimal marks: row 2, 1\.5, and row 3, 2,5\."):
        with_amounts(tmp_path, "1.5", "2,5")

    found = with_amounts(tmp_path, "1.5", "2,5", decimal=".")
    assert (found.column("revenue_minor"), found.result.excluded_rows["bad_amount"]) == ({"c0": "150"}, 1)


def test_a_column_of_words_is_no_amount(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn, match=r"No row of the column amount holds a number \(row 2: free\)"):
        with_amounts(tmp_path, "free", "gratis")


@pytest.mark.parametrize(
    ("currency", "minor"), [("CNY", "123"), ("JPY", "1"), ("KWD", "1235"), ("CLF", "12346")]
)
def test_the_minor_unit_is_the_currency_s(tmp_path: Path, currency: str, minor: str) -> None:
    found = with_amounts(tmp_path, "1.23456", currency=currency)

    assert found.column("revenue_minor") == {"c0": minor}


def test_a_currency_nobody_issues_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match="RMB is no currency of ISO 4217"):
        with_amounts(tmp_path, "1", currency="RMB")


def test_the_decimal_mark_is_a_point_or_a_comma() -> None:
    with pytest.raises(InvalidArgument, match=r"either \. or a comma, not ;"):
        mark_of(";")
