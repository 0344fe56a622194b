"""Parquet files: typed columns are read as what they are."""

from pathlib import Path

import duckdb
import pytest

from guanxi_analysis import InvalidArgument, UnreadableColumn, UnreadableFile
from tests.analysis.files import classify


def parquet(folder: Path, select: str) -> Path:
    path = folder / "sales.parquet"
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ("17850::DOUBLE", "17850"),
        ("17850.5::DOUBLE", "17850.5"),
        ("1e15::DOUBLE", "1000000000000000"),
        ("17850::BIGINT", "17850"),
        ("17850::DECIMAL(10, 2)", "17850"),
        ("'007'", "007"),
    ],
)
def test_identifiers_print_without_an_empty_fraction(tmp_path: Path, customer: str, expected: str) -> None:
    path = parquet(tmp_path, f"SELECT {customer} AS customer, DATE '2025-01-01' AS date, 1 AS amount")

    assert list(classify(path).rows) == [expected]


def test_identifiers_and_amounts_that_are_no_numbers_are_left_out(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        "SELECT * FROM (VALUES (1.0::DOUBLE, 2.5::DOUBLE), ('nan'::DOUBLE, 1), (NULL, 1), (2, 'nan'::DOUBLE),"
        " (3, 'inf'::DOUBLE), (4, NULL)) AS sales(customer, amount), (SELECT DATE '2025-01-01' AS date)",
    )

    found = classify(path)

    assert list(found.rows) == ["1"]
    assert (found.result.excluded_rows["missing_customer"], found.result.excluded_rows["bad_amount"]) == (
        2,
        3,
    )


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("1.005::DOUBLE", "101"),
        ("2.675::DOUBLE", "268"),
        ("(0.1::DOUBLE + 0.2::DOUBLE)", "30"),
        ("1.005::FLOAT", "101"),
        ("1e9::DOUBLE", "100000000000"),
        ("12345.675::DECIMAL(18, 3)", "1234568"),
        ("-7::TINYINT", "-700"),
        ("1844674407370::UBIGINT", "184467440737000"),
    ],
)
def test_numbers_are_taken_by_their_shortest_decimal_text(tmp_path: Path, amount: str, minor: str) -> None:
    path = parquet(tmp_path, f"SELECT 'a' AS customer, DATE '2025-01-01' AS date, {amount} AS amount")

    assert classify(path).column("revenue_minor") == {"a": minor}


@pytest.mark.parametrize(
    "day",
    [
        "DATE '2026-03-04'",
        "TIMESTAMP '2026-03-04 23:59:59.999'",
        "TIMESTAMP_NS '2026-03-04 23:59:59'",
        "'2026-03-04'",
        "20260304",
    ],
)
def test_days_and_moments_are_dates(tmp_path: Path, day: str) -> None:
    path = parquet(tmp_path, f"SELECT 'a' AS customer, {day} AS date, 5 AS amount")

    assert classify(path).column("first_on") == {"a": "2026-03-04"}


@pytest.mark.parametrize(
    ("day", "amount", "message"),
    [
        ("1.5::DOUBLE", "1", "date is of type DOUBLE and holds no dates"),
        ("DATE '2025-01-01'", "DATE '2025-01-01'", "amount is of type DATE and holds no numbers"),
        ("DATE '2025-01-01'", "[1, 2]", r"amount is of type INTEGER\[\] and holds no numbers"),
    ],
)
def test_a_column_of_the_wrong_kind_is_refused(tmp_path: Path, day: str, amount: str, message: str) -> None:
    with pytest.raises(UnreadableColumn, match=message):
        classify(parquet(tmp_path, f"SELECT 'a' AS customer, {day} AS date, {amount} AS amount"))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    path.write_bytes(b"PAR1 and nothing else")

    with pytest.raises(UnreadableFile, match=r"sales.parquet cannot be read"):
        classify(path)


def test_an_encoding_of_a_parquet_file_is_a_misunderstanding(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT 1 AS customer, DATE '2025-01-01' AS date, 1 AS amount")

    with pytest.raises(InvalidArgument, match="--encoding has no meaning"):
        classify(path, encoding="gbk")
