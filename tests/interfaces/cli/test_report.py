"""`guanxi report run` and `guanxi verify` at the shell's door."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from guanxi.domain.customers.models import Customer
from guanxi.interfaces.cli import app
from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], env={"GUANXI_LANG": "en"})


@pytest.fixture
def two_runs(chenguang: Customer) -> list[int]:
    factories.shipment(chenguang, delivered_on=date(2025, 3, 1))
    return [factories.run(date(2025, month, 30)).pk for month in (4, 6)]


def test_the_newest_run_is_written_as_a_workbook(two_runs: list[int], tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    done = run("report", "run", "--output", path)

    assert (done.exit_code, done.stdout) == (0, f"Written: {path}\n")
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[:2] == ["About", "Relationship groups"]
    about = {row[0].value: row[1].value for row in workbook["About"].iter_rows()}
    assert (about["As of"], about["Window"], about["Currency"]) == ("2025-06-30", "365 days", "CNY")


def test_a_run_can_be_named_and_comes_as_an_archive_of_csv(two_runs: list[int], tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    done = run("report", "run", "--run", str(two_runs[0]), "--format", "csv", "--output", path)

    assert done.exit_code == 0
    with zipfile.ZipFile(path) as archive:
        assert "2025-04-30" in archive.read("about.csv").decode("utf-8-sig")


def test_the_facts_of_a_run_verify(two_runs: list[int], tmp_path: Path) -> None:
    facts = tmp_path / "facts.zip"
    assert run("report", "run", "--facts", facts).exit_code == 0

    told = run("verify", facts)
    assert told.exit_code == 0
    assert "Equal" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["report", "run"], 2, "--output or --facts"),
        (["report", "run", "--run", "999", "--output", "x.xlsx"], 1, "no such run"),
        (["report", "run", "--output", "x.pdf"], 2, "comes as a .xlsx file"),
        (["report", "run", "--output", "missing/x.xlsx"], 1, "cannot be written"),
        (["report", "run", "--facts", "missing/x.zip"], 1, "cannot be written"),
        (["verify", "missing.zip"], 2, "no package of a run"),
    ],
)
def test_what_cannot_be_done_is_said(
    two_runs: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)

    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert list(tmp_path.iterdir()) == []
