"""A file classified as a whole: the real ones, the rules of rows, and what the hash stands for."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from guanxi_analysis import (
    UnreadableColumn,
    UnreadableFile,
    Wording,
    shipped_policy,
)
from tests.analysis.files import REASONS, Classified, classify, real_data, text_file

HEADER = "customer,date,amount,order\n"


def classified(folder: Path, rows: str, **arguments: object) -> Classified:
    return classify(text_file(folder, HEADER + rows), **arguments)  # type: ignore[arg-type]


def test_online_retail_has_the_customers_counted_elsewhere(tmp_path: Path) -> None:
    source = tmp_path / "retail.parquet"
    source.symlink_to(real_data("online_retail.parquet"))

    found = classify(
        source,
        customer="CustomerID",
        date_column="InvoiceDate",
        amount="Quantity * UnitPrice",
        currency="GBP",
    )

    assert found.result.summary.customers == 4_372
    assert found.result.excluded_rows == {
        "missing_customer": 135_080,
        "bad_date": 0,
        "bad_amount": 0,
        "after_as_of": 0,
    }
    assert found.result.summary.as_of == date(2011, 12, 9)
    assert all(customer.isdigit() for customer in found.rows), "numbers without .0"
    assert sum(int(row["share_ppm"]) for row in found.rows.values()) == 1_000_000
    ranks = sorted(int(row["rank"]) for row in found.rows.values() if row["rank"])
    assert ranks == list(range(1, found.result.summary.active + 1))


def test_online_retail_sums_equal_exact_decimals(tmp_path: Path) -> None:
    path = real_data("online_retail.parquet")
    source = tmp_path / "retail.parquet"
    source.symlink_to(path)
    found = classify(
        source,
        customer="CustomerID",
        date_column="InvoiceDate",
        amount="Quantity * UnitPrice",
        currency="GBP",
        window_days=3_650,
    )

    expected = duckdb.execute(
        "SELECT CAST(CAST(CustomerID AS INTEGER) AS VARCHAR), SUM(CAST(ROUND("
        " Quantity * CAST(CAST(UnitPrice AS VARCHAR) AS DECIMAL(18, 6)), 2) * 100 AS BIGINT))"
        " FROM read_parquet(?) WHERE CustomerID IS NOT NULL GROUP BY 1",
        [str(path)],
    ).fetchall()
    assert {customer: int(minor) for customer, minor in found.column("revenue_minor").items()} == dict(
        expected
    )


def test_freight_costs_in_words_are_left_out_and_counted(tmp_path: Path) -> None:
    source = tmp_path / "scms.csv"
    source.symlink_to(real_data("scms_delivery_history.csv"))

    found = classify(
        source,
        customer="Country",
        date_column="Delivered to Client Date",
        amount="Freight Cost (USD)",
        currency="USD",
        window_days=36_500,
    )

    assert found.result.excluded_rows["bad_amount"] == 4_126
    assert sum(int(minor) for minor in found.column("revenue_minor").values()) == 6_881_784_941
    assert "Côte d'Ivoire" in found.rows


def test_a_row_is_left_out_for_the_first_reason_that_applies(tmp_path: Path) -> None:
    rows = ",x,x,1\na,x,x,1\na,2025-01-01,x,1\na,2025-09-01,5,1\na,2025-01-01,5,1\n  ,2025-09-01,5,1\n"

    found = classified(tmp_path, rows, as_of=date(2025, 6, 30))

    assert found.result.excluded_rows == {
        "missing_customer": 2,
        "bad_date": 1,
        "bad_amount": 1,
        "after_as_of": 1,
    }
    assert list(found.rows) == ["a"]


def test_without_a_date_the_latest_accepted_row_ends_the_window(tmp_path: Path) -> None:
    found = classified(tmp_path, "a,2025-01-01,5,1\n,2025-03-01,5,1\nb,2025-04-01,x,1\nb,2025-02-01,0,1\n")

    assert found.result.summary.as_of == date(2025, 2, 1)
    assert found.column("recency_days") == {"a": "31", "b": "0"}


def test_first_and_last_day_are_of_all_rows_and_the_rest_of_the_window(tmp_path: Path) -> None:
    rows = "a,2020-02-03,100,1\na,2025-06-01,7.5,2\na,2025-06-30,-2,3\n"

    [row] = classified(tmp_path, rows).rows.values()

    assert (row["first_on"], row["last_on"]) == ("2020-02-03", "2025-06-30")
    assert (row["revenue_minor"], row["orders"]) == ("550", "1"), "one day with a positive row"


def test_orders_are_the_distinct_values_of_the_order_column(tmp_path: Path) -> None:
    rows = "a,2025-06-01,1,A1\na,2025-06-01,1,A1\na,2025-06-01,1,A2\na,2025-06-02,1,\n"

    assert classified(tmp_path, rows, order="order").column("orders") == {"a": "2"}
    assert classified(tmp_path, rows).column("orders") == {"a": "2"}
    assert classified(tmp_path, rows, order="date").column("orders") == {"a": "2"}


def test_returns_are_netted_and_reported(tmp_path: Path) -> None:
    found = classified(tmp_path, "a,2025-06-01,10,1\na,2025-06-02,-12.34,2\nb,2025-06-01,1,3\n")

    assert (found.result.returns_rows, found.result.returns_minor) == (1, -1_234)
    assert found.column("revenue_minor") == {"a": "-234", "b": "100"}
    assert found.column("share_ppm") == {"a": "0", "b": "1000000"}
    assert found.column("rank") == {"b": "1", "a": "2"}


def test_a_customer_without_a_positive_row_in_the_window_has_no_rank(tmp_path: Path) -> None:
    rows = "a,2025-06-30,10,1\nold,2024-06-30,99,2\nzero,2025-06-30,0,3\nback,2025-06-30,-5,4\n"

    found = classified(tmp_path, rows)

    assert found.column("rank") == {"a": "1", "back": "", "old": "", "zero": ""}
    assert found.column("tier") == {"a": "", "back": "", "old": "", "zero": ""}
    assert found.column("share_ppm") == {"a": "1000000", "back": "0", "old": "0", "zero": "0"}
    assert found.column("reason")["old"] == "no_positive_amount"


def test_the_report_has_exactly_the_documented_entries(tmp_path: Path) -> None:
    rows = "".join(f"c{place:02},2025-06-{place + 1:02},{place // 2 + 1},1\n" for place in range(24))

    report = classified(tmp_path, rows).result.report()

    assert list(report) == (
        [
            "as_of",
            "window_days",
            "customers",
            "active",
            "excluded_rows",
            "returns",
            "cuts",
            "ties",
            "counts",
            "small_n",
            "hash",
        ]
    )
    assert report["counts"] == {"platinum": 1, "gold": 1, "iron": 3, "lead": 19}
    assert report["cuts"]["iron"] == {"rank": 5, "revenue_minor": 1_000}
    assert [(tie["tier"], tie["customers"]) for tie in report["ties"]] == [
        ("platinum", ["c22", "c23"]),
        ("iron", ["c18", "c19"]),
    ]
    assert json.loads(json.dumps(report)) == report


def test_equal_facts_have_equal_hashes_however_they_are_written(tmp_path: Path) -> None:
    lines = [
        f"客{place % 31},2025-06-{place % 30 + 1:02},{place * 37 % 101}.25,{place}" for place in range(200)
    ]
    base = classify(text_file(tmp_path, HEADER + "\n".join(lines)))
    moved = [lines[place * 37 % 200] for place in range(200)]

    shuffled = classify(text_file(tmp_path, HEADER + "\n".join(moved), name="moved.csv"))
    chinese = classify(text_file(tmp_path, HEADER + "\r\n".join(moved), encoding="gb18030"))
    reworded = classify(
        text_file(tmp_path, HEADER + "\n".join(lines)),
        wording=Wording(reasons=dict.fromkeys(REASONS, "x"), tiers={}),
    )

    assert shuffled.rows == chinese.rows == base.rows
    assert {found.result.hash for found in (shuffled, chinese, reworded)} == {base.result.hash}
    assert reworded.rows != base.rows


@pytest.mark.parametrize(
    "change", [{"window_days": 364}, {"currency": "USD"}, {"as_of": date(2025, 7, 1)}, {"order": "order"}]
)
def test_another_question_has_another_hash(tmp_path: Path, change: dict[str, object]) -> None:
    rows = "a,2025-06-29,10,1\nb,2025-06-30,10,2\n"

    assert classified(tmp_path, rows, **change).result.hash != classified(tmp_path, rows).result.hash


def test_the_policy_s_cuts_decide_and_are_part_of_the_hash(tmp_path: Path) -> None:
    rows = "a,2025-06-29,10,1\nb,2025-06-30,9,2\n"
    policy = replace(shipped_policy(), minimum_ranked=2)

    found = classified(tmp_path, rows, policy=policy)

    assert found.column("tier") == {"a": "platinum", "b": "lead"}
    assert found.result.hash != classified(tmp_path, rows).result.hash


def test_no_accepted_row_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"No row of sales.csv has a customer, a date and an amount"):
        classified(tmp_path, ",2025-01-01,5,1\n")


def test_with_a_date_given_no_accepted_row_is_an_empty_result(tmp_path: Path) -> None:
    found = classified(tmp_path, "a,2025-01-01,5,1\n", as_of=date(2020, 1, 1))

    assert found.rows == {}
    assert found.result.excluded_rows["after_as_of"] == 1
    assert found.result.summary.small_n


def test_a_misspelt_column_is_named_with_the_likely_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn, match=r"no column custmer; perhaps customer\?"):
        classified(tmp_path, "a,2025-01-01,5,1\n", customer="custmer")


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,amount,amount\na,2025-01-01,5,6\n")

    with pytest.raises(UnreadableColumn, match="Several columns are named amount"):
        classify(path)


def test_a_file_name_that_looks_like_a_pattern_is_just_a_name(tmp_path: Path) -> None:
    text_file(tmp_path, "not this one", name="sales1.csv")
    path = text_file(tmp_path, HEADER + "a,2025-01-01,5,1\n", name="sales[1]*'.csv")

    assert list(classify(path).rows) == ["a"]
