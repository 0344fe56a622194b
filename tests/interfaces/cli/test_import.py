"""`guanxi import` as a person meets it: words, files and exit codes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from typer.testing import CliRunner, Result

from guanxi.domain.intake.models import ImportRun
from guanxi.domain.operations.models import Shipment
from guanxi.interfaces.cli import app, import_
from tests import factories
from tests.processes.importing import Row, columns_of, write

pytestmark = pytest.mark.django_db
USAGE, REFUSED, SOME_REJECTED = 2, 1, 3


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("GUANXI_LANG", "en")
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    factories.customer("晨光", number="C1")
    return write(tmp_path / "facts.csv", "shipments", [row("1"), row("2")])


def row(source_id: str, **cells: str) -> Row:
    return {"source_id": source_id, "customer_number": "C1", **cells}


def run(file: Path, *options: Any, kind: str = "shipments", mapping: str = "guanxi") -> Result:
    arguments = ["import", str(file), "--kind", kind, "--mapping", mapping, *map(str, options)]
    return CliRunner().invoke(app, arguments)


def test_a_clean_file_exits_zero_and_says_what_became_of_it(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run(file, "--report", report)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["Rows: 2. Applied 2, unchanged 0, rejected 0.", "Read as utf-8."]
    run_id = ImportRun.objects.everything("the test looks").get().pk
    assert json.loads(report.read_text()) == {
        "rows": 2,
        "applied": 2,
        "unchanged": 0,
        "rejected": 0,
        "import_id": run_id,
    }
    assert run(file).stdout.startswith("Rows: 2. Applied 0, unchanged 2")


def test_rejected_rows_exit_three_and_are_written_for_correction(file: Path, tmp_path: Path) -> None:
    write(file, "shipments", [row("1"), row("2", customer_number="C9", cargo="=1+1")])
    rejected = tmp_path / "rejected.csv"
    done = run(file, "--rejected", rejected)
    assert done.exit_code == SOME_REJECTED
    sentence = "There is no customer with the number C9. Import the customer first."
    assert done.stderr.splitlines() == [f"Row 3, customer_number: {sentence}"]
    assert f"Rejected rows with their reasons: {rejected}" in done.stdout
    header, line = csv.reader(rejected.read_text("utf-8-sig").splitlines())
    assert header == [*columns_of("shipments"), "row", "column", "reason"]
    assert line[-3:] == ["3", "customer_number", f"{sentence} [unknown_customer]"]
    assert line[header.index("cargo")] == "'=1+1"
    factories.customer("新客户", number="C9")
    again = run(rejected)
    assert again.stdout.startswith("Rows: 1. Applied 1, unchanged 0, rejected 0.")


def test_no_more_rejected_rows_are_shown_than_a_screen_holds(file: Path) -> None:
    write(file, "shipments", [row(str(n), customer_number="C9") for n in range(25)])
    shown = run(file).stderr.splitlines()
    assert len(shown) == 11
    assert shown[-1] == "… and 15 more. --rejected FILE writes all of them."


def test_a_dry_run_reports_and_keeps_nothing(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run(file, "--dry-run", "--report", report)
    assert done.exit_code == 0
    assert "A dry run: nothing was kept." in done.stdout
    assert json.loads(report.read_text())["applied"] == 2
    assert json.loads(report.read_text())["import_id"] is None
    assert not Shipment.objects.everything("the test looks").exists()


def test_a_workbook_is_the_same_as_a_text_file(file: Path, tmp_path: Path) -> None:
    assert run(file).exit_code == 0
    path = tmp_path / "facts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(csv.reader(file.read_text("utf-8").splitlines())):
            sheet.write_row(number, 0, line)
    done = run(path)
    assert done.stdout.splitlines() == ["Rows: 2. Applied 0, unchanged 2, rejected 0.", "Read as xlsx."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "facts.csv is empty."),
        (b"a,b\n1,2\n", "The file lacks the columns source_id, waybill_number,"),
        (b"<html>", "The file is a web page, whatever its name says."),
    ],
)
def test_a_refused_file_exits_one_with_one_sentence(file: Path, content: bytes, sentence: str) -> None:
    file.write_bytes(content)
    done = run(file)
    assert done.exit_code == REFUSED
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1


def test_wrong_usage_exits_two_before_anything_is_read(file: Path, tmp_path: Path) -> None:
    assert run(file, kind="parcels").exit_code == USAGE
    assert run(file, mapping="nowhere").exit_code == USAGE
    assert run(file, kind="customers", mapping="scms").exit_code == USAGE
    assert run(file, "--report", tmp_path / "no" / "report.json").exit_code == USAGE
    assert run(file, "--report", tmp_path).exit_code == USAGE
    assert run(file, "--rejected", file).exit_code == USAGE
    assert run(file, "--report", tmp_path / "x", "--rejected", tmp_path / "x").exit_code == USAGE
    assert not ImportRun.objects.everything("the test looks").exists()


def test_doubts_are_told_and_do_not_change_the_exit_code(tmp_path: Path) -> None:
    rows = [{"customer_number": "C1", "name": "晨光", "uscc": "123"}]
    done = run(write(tmp_path / "customers.csv", "customers", rows), kind="customers")
    assert done.exit_code == 0
    warning = "Warning, rows: 1. The unified social credit code does not have 18 characters."
    assert done.stderr.splitlines() == [warning]


def test_a_column_that_may_be_missing_is_told_beside_those_not_used(file: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    fields = "".join(
        f'{name} = {{ from = "{name}" }}\n' for name in ("source_id", "waybill_number", "customer_number")
    )
    mapping.write_text(
        f'source = "own"\n[shipments.fields]\n{fields}'
        'ordered_on = { from = "ordered_on" }\ncurrency = { constant = "CNY" }\n'
        'delivered_on = { from = "delivered", optional = true }\n'
    )
    done = run(file, mapping=str(mapping))
    assert done.exit_code == 0
    assert done.stderr.startswith("Columns not in the file: delivered. Columns not used: accepted_on,")


def test_the_words_are_those_of_the_reader(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_LANG", "zh")
    write(file, "shipments", [row("1", customer_number="C9")])
    done = run(file)
    assert "共 1 行" in done.stdout
    assert "没有编号为 C9 的客户" in done.stderr


def test_a_result_is_written_whole_or_not_at_all(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("guanxi.domain.ground.export.delimited_file.guarded", fail)
    rejected = tmp_path / "rejected.csv"
    rejected.write_text("of yesterday")
    assert isinstance(run(file, "--rejected", rejected).exception, OSError)
    assert rejected.read_text() == "of yesterday"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_the_kinds_of_the_command_are_those_that_can_be_imported() -> None:
    from guanxi.processes.file_import import KINDS

    assert sorted(KINDS) == sorted(import_.Kind)
