"""A file is whole or it is not there."""

from pathlib import Path

import pytest

from guanxi.domain.ground.whole_file import whole_file


def test_a_draft_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("former", encoding="utf-8")
    with whole_file(path, mode=0o600) as draft:
        draft.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "former"

    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_raises_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("former", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as draft:
        draft.write_text("half \udcff", encoding="utf-8")

    assert path.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_stays_a_device() -> None:
    with whole_file(Path("/dev/null")) as draft:
        draft.write_text("gone", encoding="utf-8")

    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "missing" / "a.txt"):
        pass
