"""`guanxi template`: a file with the header of a kind, which the import then takes as it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from guanxi.interfaces.cli import app
from guanxi.interfaces.cli.import_ import Kind
from guanxi.processes.file_import import KINDS, import_file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["template", *arguments], env={"GUANXI_LANG": "en"})


def test_the_command_line_knows_every_kind() -> None:
    assert [kind.value for kind in Kind] == list(KINDS)


def test_without_a_file_the_header_is_printed() -> None:
    done = run("payments")
    assert (done.exit_code, done.stdout) == (0, "payment_id,invoice_number,paid_on,amount,currency\n")


def test_columns_are_named_as_the_standard_mapping_names_them() -> None:
    assert "weight_kg" in run("shipments").stdout.split(",")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(KINDS))
def test_an_empty_template_is_a_file_that_the_import_understands(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "empty.csv"
    assert run(kind, "--output", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    at = datetime(2025, 6, 30, tzinfo=UTC)
    result = import_file(path, kind=kind, mapping="guanxi", by=None, at=at)
    assert (result.rows, result.missing, result.unused) == (0, [], [])


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("my work", encoding="utf-8")
    done = run("roster", "--output", str(path))
    assert (done.exit_code, path.read_text(encoding="utf-8")) == (2, "my work")
    assert "exists already" in done.stderr


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = run("roster", "--output", str(tmp_path / "missing" / "r.csv"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_an_unknown_kind_is_a_usage_error() -> None:
    assert run("rumours").exit_code == 2
