"""What only undoing needs is forgotten when nothing can be undone any more."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from guanxi.domain.intake import storage
from guanxi.domain.intake.models import ImportRun, ImportTrace, StagedRow
from guanxi.domain.intake.pruning import prune
from guanxi.domain.people.models import User
from tests.processes.importing import AT
from tests.processes.uploading import checked, committed

pytestmark = pytest.mark.django_db


def test_files_rows_and_traces_go_after_a_month_and_the_account_stays(
    mei: User, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "home"
    committed(checked(tmp_path, "audiences", mei, {"name": "造纸"}), mei)
    held = (ImportTrace.objects.everything("a test"), StagedRow.objects.everything("a test"))

    assert prune(at=AT + timedelta(days=30, hours=23)) == 0
    assert all(rows.exists() for rows in held)
    assert len(list(storage.folder().iterdir())) == 1

    assert prune(at=AT + timedelta(days=31, hours=1)) == 1
    assert not any(rows.exists() for rows in held)
    assert list(storage.folder().iterdir()) == []
    assert ImportRun.objects.everything("a test").get().applied == 1


def test_a_file_of_a_request_that_was_broken_off_goes_after_a_day(
    mei: User, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "home"
    upload = checked(tmp_path, "audiences", mei, {"name": "造纸"})
    abandoned = storage.folder() / "abandoned"
    abandoned.write_bytes(b"half of a f")
    for path in storage.folder().iterdir():
        os.utime(path, times=(AT.timestamp(), AT.timestamp()))

    prune(at=AT + timedelta(hours=23))
    assert abandoned.exists()
    prune(at=AT + timedelta(hours=25))
    assert [path.name for path in storage.folder().iterdir()] == [upload.stored_as]
