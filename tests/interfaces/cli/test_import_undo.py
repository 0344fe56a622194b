"""`guanxi import --undo`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from guanxi.domain.audiences.models import Audience
from guanxi.domain.ground import clock
from guanxi.domain.intake.models import ImportRun
from guanxi.interfaces.cli import app
from tests.processes.importing import bring

pytestmark = pytest.mark.django_db


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", *arguments])
    return result.exit_code, result.output


def test_an_import_is_undone_by_its_number(tmp_path: Path) -> None:
    run_id = bring(tmp_path / "audiences.csv", "audiences", {"name": "造纸"}, at=clock.now()).run_id

    code, told = invoke("--undo", str(run_id))

    assert code == 0, told
    assert "audiences.csv" in told
    assert not Audience.objects.everything("a test counts").exists()
    assert invoke("--undo", str(run_id))[0] == 1


def test_what_is_left_as_it_is_is_named(tmp_path: Path) -> None:
    run_id = bring(tmp_path / "audiences.csv", "audiences", {"name": "造纸"}, at=clock.now()).run_id
    Audience.objects.everything("a colleague").update(segment="纸浆")

    code, told = invoke("--undo", str(run_id))

    assert code == 3
    assert "造纸" in told


def test_an_unknown_number_and_a_missing_file_are_said(db: None) -> None:
    assert invoke("--undo", "999")[0] == 1
    assert invoke()[0] == 2
    assert not ImportRun.objects.everything("a test counts").exists()
