"""A full disk is told from every other fault, on each database."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from guanxi.domain.ground import disk


@pytest.fixture
def a_full_database(tmp_path: Path) -> sqlite3.OperationalError:
    """What SQLite says when its file may not grow."""
    with sqlite3.connect(tmp_path / "small.sqlite3") as database:
        database.execute("CREATE TABLE kept (content BLOB)")
        database.execute("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError) as told:
            database.execute("INSERT INTO kept VALUES (zeroblob(100000))")
    return told.value


def caused_by(cause: BaseException) -> OperationalError:
    error = OperationalError("database or disk is full")
    error.__cause__ = cause
    return error


def test_sqlites_word_for_it_is_known(a_full_database: sqlite3.OperationalError) -> None:
    assert disk.is_full(caused_by(a_full_database))


def test_postgresqls_word_for_it_is_known() -> None:
    class DiskFull(Exception):
        sqlstate = "53100"

    assert disk.is_full(caused_by(DiskFull()))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_file_that_cannot_grow_is_known_also_behind_another_error(number: int) -> None:
    error = ValueError("could not be kept")
    error.__context__ = OSError(number, os.strerror(number))
    assert disk.is_full(error)


def test_every_other_fault_is_another_one() -> None:
    locked = sqlite3.OperationalError("database is locked")
    assert not disk.is_full(None)
    assert not disk.is_full(caused_by(locked))
    assert not disk.is_full(OSError(errno.EACCES, "denied"))
    assert not disk.is_full(ValueError("disk is full"))
