"""`guanxi classify FILE` as a person meets it: words, exit codes, and no Django behind them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guanxi.interfaces.cli.classify_file import classify_file, wording
from guanxi_analysis import AnalysisError

HEADER = "customer,date,amount\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_LANG", "en")


def run(path: Path, **changes: Any) -> int:
    arguments: dict[str, Any] = {
        "customer": "customer",
        "date": "date",
        "amount": "amount",
        "order": None,
        "as_of": None,
        "window": None,
        "currency": "CNY",
        "policy": None,
        "date_format": None,
        "encoding": None,
        "decimal": None,
        "sheet": None,
        "output": path.with_name("out.csv"),
        "report": None,
    }
    return classify_file(path, **{**arguments, **changes})


def sales(folder: Path, rows: str) -> Path:
    path = folder / "sales.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_what_was_found_is_told_and_the_files_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sales(tmp_path, "".join(f"c{place},2025-06-30,{place + 1}\n" for place in range(30)))

    assert run(path, report=tmp_path / "report.json") == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "30 customers, 30 active in the 365 days to 2025-06-30, the file's latest date.",
        "platinum 1 · gold 1 · iron 4 · lead 24",
        f"Written: {tmp_path / 'out.csv'}",
    ]
    assert said.err == ""
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["customers"] == 30
    first = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1]
    assert first.endswith("Rank 1 of 30 active customers by net revenue; platinum is rank 1 to 1.")


def test_rows_left_out_are_a_table_on_standard_error_and_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(sales(tmp_path, ",2025-06-30,1\na,2025-06-30,free\na,2025-06-30,2\n")) == 0

    said = capsys.readouterr()
    assert "Rows left out" in said.err
    assert "without customer" in said.err
    assert "without a readable amount" in said.err
    assert "dated after" not in said.err
    assert "Fewer than 20 are active: ranks and shares, no tiers." in said.out


def test_ties_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sales(tmp_path, "".join(f"c{place},2025-06-30,7\n" for place in range(20)))) == 0

    assert "customers have equal revenue at a cut; the report names them." in capsys.readouterr().out
    assert "Revenue is equal across a cut" in (tmp_path / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"customer": "client"}, 1, "There is no column client; the columns are customer, date, amount."),
        ({"amount": "amount - rebate"}, 1, "There is no column rebate"),
        ({"amount": "amount -"}, 2, "The amount ends where a column"),
        ({"amount": "amount; DROP TABLE facts"}, 2, "cannot be read at character 7"),
        ({"currency": "RMB"}, 2, "RMB is no currency of ISO 4217"),
        ({"decimal": "'"}, 2, "--decimal is either"),
        ({"window": 0}, 2, "The window must be from 1 to 36600 days, not 0."),
        ({"encoding": "klingon"}, 2, "There is no encoding named klingon."),
        ({"encoding": "ascii"}, 0, ""),
        (
            {"date_format": "%d"},
            2,
            "%d is not the form of a whole date; use %d, %m, %b, %Y and %y as in %d/%m/%Y.",
        ),
        ({"sheet": "Sheet1"}, 2, "--sheet has no meaning for sales.csv"),
        ({"output": Path("/nowhere/out.csv")}, 2, "There is no folder /nowhere to write to."),
        ({"output": Path("out.txt")}, 2, "must end in .csv, .parquet or .json"),
        ({"policy": Path("/nowhere/own.toml")}, 1, "The policy /nowhere/own.toml cannot be read"),
    ],
)
def test_what_cannot_be_done_says_why_and_ends_with_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], code: int, message: str
) -> None:
    assert run(sales(tmp_path, "a,2025-06-30,5\n"), **changes) == code

    assert message in capsys.readouterr().err
    assert (tmp_path / "out.csv").exists() == (code == 0)


def test_an_ambiguous_date_names_both_readings_and_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(sales(tmp_path, "a,03/04/2026,5\n")) == 1

    said = capsys.readouterr().err
    assert "2026-04-03 with --date-format %d/%m/%Y" in said
    assert "2026-03-04 with --date-format %m/%d/%Y" in said


def test_a_folder_that_refuses_is_a_failure_and_no_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    assert run(sales(tmp_path, "a,2025-06-30,5\n")) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [item.name for item in tmp_path.iterdir()] == ["sales.csv"]


def test_the_door_has_words_for_every_reason_a_file_can_give(tmp_path: Path) -> None:
    assert set(wording().reasons) == {"ranked", "ranked_at_tie", "too_few", "no_positive_amount"}
    assert list(wording().tiers) == ["platinum", "gold", "iron", "lead"]


def test_every_refusal_has_a_chinese_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from guanxi.interfaces.cli.wording import gettext

    monkeypatch.setenv("GUANXI_LANG", "zh_CN.UTF-8")
    sentences = [sentence for kind in AnalysisError.__subclasses__() for sentence in kind.sentences.values()]

    assert len(sentences) > 30
    assert [sentence for sentence in sentences if gettext(sentence) == sentence] == []


def test_the_command_starts_without_django(tmp_path: Path) -> None:
    path = sales(tmp_path, "a,2025-06-30,5\n")
    script = (
        "import sys; from pathlib import Path; from guanxi.interfaces.cli.classify_file import classify_file;"
        "none = dict.fromkeys('order as_of window policy date_format encoding decimal sheet report'.split());"
        f"code = classify_file(Path({str(path)!r}), customer='customer', date='date', amount='amount',"
        f" currency='CNY', output=Path({str(tmp_path / 'out.json')!r}), **none);"
        "heavy = {'django', 'pandas', 'numpy', 'pyarrow'} & sys.modules.keys();"
        "sys.exit(str(heavy) if heavy else code)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
