"""A house whose disk is full says so, keeps nothing by halves, can be read, and goes on by itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

# A user that is root in a namespace of its own may mount there.
_ALONE = ["unshare", "--user", "--map-root-user", "--mount"]


@pytest.fixture
def alone(tmp_path: Path) -> list[str]:
    """The words before a command that is to mount a disk on `tmp_path`."""
    if connection.vendor != "sqlite":
        pytest.skip("the database of PostgreSQL is not on the disk of the house")
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare: a small disk cannot be mounted")
    mounting = [*_ALONE, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    tried = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {tried.stderr.strip()}")
    return _ALONE


def test_a_full_disk_spoils_nothing_and_is_got_over(alone: list[str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    command = [*alone, sys.executable, "-m", "tests.processes.full_disk", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
