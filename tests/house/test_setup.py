"""The set-up recognises what it has done, and refuses what it cannot do."""

from pathlib import Path

import pytest
from tools import locks, setup


@pytest.fixture
def stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup, "STAMP", tmp_path / "guanxi-set")
    return tmp_path / "guanxi-set"


@pytest.mark.parametrize(
    ("installed", "wanted", "is_ready"),
    [
        ("dev", "dev", True),
        ("dev", "pg", True),
        ("pg", "default", True),
        ("default", "pg", False),
        ("dev", "default", True),
        ("default", "default", True),
        ("default", "dev", False),
    ],
)
def test_the_development_set_serves_both_commands(
    installed: str, wanted: str, is_ready: bool, stamp: Path
) -> None:
    stamp.write_text(f"{installed} {setup._fingerprint(installed)}\n")
    assert setup._is_ready(wanted) is is_ready


def test_another_lock_means_another_set_up(stamp: Path) -> None:
    stamp.write_text("dev 0123\n")
    assert not setup._is_ready("dev")


def test_an_unknown_set_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["everything"]) == 2
    assert "everything" in capsys.readouterr().err


def test_an_old_python_is_told_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    assert setup.main(["default"]) == 1
    assert "3.11" in capsys.readouterr().err


def test_the_locks_are_as_new_as_the_project_file() -> None:
    assert locks._check() == 0
