"""The result of a file as a file: all of it or nothing, the same rows in every format."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

from guanxi_analysis import (
    Columns,
    FileQuestion,
    InvalidFacts,
    InvalidOutput,
    UnreadableFile,
    Wording,
    classify_file,
    shipped_policy,
)
from guanxi_analysis.formula_guard import guarded
from tests.analysis.files import PLAIN_WORDING, REASONS, classify, text_file

HEADER = "customer,date,amount,order\n"


def question_of(path: Path) -> FileQuestion:
    columns = Columns("customer", "date", "amount", None, "CNY", None, None)
    return FileQuestion(path, columns, None, 365, shipped_policy())


def test_csv_parquet_and_json_hold_the_same_rows(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER + 'a,2025-06-29,10,1\n"b, ""c""",2024-01-30,9,2\n')
    for ending in ("csv", "parquet", "json"):
        classify_file(question_of(path), wording=PLAIN_WORDING, output=tmp_path / f"out.{ending}")

    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    fields = [
        "customer_id",
        "first_on",
        "last_on",
        "recency_days",
        "orders",
        "revenue_minor",
        "share_ppm",
        "rank",
        "tier",
        "reason",
    ]
    assert [list(row) for row in rows] == [fields, fields]
    assert rows[1] == dict(
        zip(
            fields,
            ('b, "c"', "2024-01-30", "2024-01-30", 516, 0, 0, 0, None, None, "no_positive_amount"),
            strict=True,
        )
    )
    from_parquet = duckdb.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "out.parquet")]).fetchall()
    assert [tuple(str(value) for value in row) for row in from_parquet] == [
        tuple(str(value) for value in row.values()) for row in rows
    ]
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[2].startswith('"b, ""c""",2024-01-30')
    )


def test_a_file_that_fails_leaves_the_former_result_alone(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("former", encoding="utf-8")
    path = text_file(tmp_path, HEADER + "a,2025-06-29,10,1\nb,2025-06-29\n")

    with pytest.raises(UnreadableFile, match=r"Line 3 .* has 2 values where the header has 4"):
        classify_file(question_of(path), wording=PLAIN_WORDING, output=output)

    assert output.read_text(encoding="utf-8") == "former"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["out.csv", "sales.csv"]


def test_amounts_too_large_to_add_leave_nothing_behind(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, HEADER + "a,2025-06-29,90000000000000000,1\na,2025-06-29,90000000000000000,2\n"
    )

    with pytest.raises(InvalidFacts, match="kept exactly"):
        classify_file(question_of(path), wording=PLAIN_WORDING, output=tmp_path / "out.csv")

    assert [item.name for item in tmp_path.iterdir()] == ["sales.csv"]


@pytest.mark.parametrize(
    ("output", "report", "code"),
    [
        ("out.xlsx", None, "output_ending"),
        ("nowhere/out.csv", None, "output_folder"),
        ("sales.csv", None, "output_is_input"),
        ("out.json", "out.json", "output_is_input"),
        ("folder.csv", None, "output_is_folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_reading(
    tmp_path: Path, output: str, report: str | None, code: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    path = text_file(tmp_path, HEADER)

    with pytest.raises(InvalidOutput) as refused:
        classify_file(
            question_of(path),
            wording=PLAIN_WORDING,
            output=tmp_path / output,
            report=tmp_path / report if report else None,
        )

    assert refused.value.code == code


def test_the_reason_is_in_the_reader_s_words(tmp_path: Path) -> None:
    sentence = (
        "%(rank)s/%(ranked)s %(tier)s %(first_rank)s-%(last_rank)s"
        " <%(minimum)s %(window_from)s..%(as_of)s %(last_on)s"
    )
    wording = Wording(reasons=dict.fromkeys(REASONS, sentence), tiers={"platinum": "白金", "lead": "铅"})
    rows = "".join(f"c{place:04},2025-06-30,{2000 - place},1\n" for place in range(1500))

    reasons = classify(text_file(tmp_path, HEADER + rows), wording=wording).column("reason")

    assert reasons["c0000"] == "1/1,500 白金 1-15 <20 2024-07-01..2025-06-30 2025-06-30"
    assert reasons["c1499"] == "1,500/1,500 铅 301-1,500 <20 2024-07-01..2025-06-30 2025-06-30"


def test_identifiers_in_csv_are_no_formulas_and_stay_to_the_letter_for_programs(tmp_path: Path) -> None:
    identifiers = ["=1+1", "＝cmd", " @SUM(1)", "-5", "+86 371 5550", "正常", "'=x", "00123"]
    rows = "".join(f'"{one}",2025-06-29,{amount},1\n' for amount, one in enumerate(identifiers, start=10))
    path = text_file(tmp_path, HEADER + rows)
    for ending in ("csv", "json"):
        classify_file(question_of(path), wording=PLAIN_WORDING, output=tmp_path / f"out.{ending}")

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        for_people = [row["customer_id"] for row in csv.DictReader(stream)]
    for_programs = [row["customer_id"] for row in json.loads((tmp_path / "out.json").read_text("utf-8"))]
    assert for_people == [guarded(one) for one in for_programs]
    assert for_people[0] == "00123"
    assert "'=1+1" in for_people
    assert set(for_programs) >= {"=1+1", "＝cmd", "-5", "'=x"}
