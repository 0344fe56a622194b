"""Imports that are killed at every stage, on the database the suite runs on (F1, G1)."""

import os
import re
import subprocess
import sys

import pytest

from tests.processes.kills.death import place_of
from tests.processes.kills.stages import STAGES

_COUNT = re.compile(r"^import \d+: (\d+) kills", re.MULTILINE)


def harness(*options: str) -> "subprocess.CompletedProcess[str]":
    """Run it as a person would; it makes databases of its own."""
    command = [sys.executable, "-m", "tests.processes.kills", *options]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False, timeout=900)


@pytest.mark.parametrize("target", sorted({point.target for points in STAGES.values() for point in points}))
def test_every_point_is_still_in_the_code(target: str) -> None:
    owner, name = place_of(target)
    assert callable(getattr(owner, name))


def test_forty_kills_at_eight_stages_change_nothing() -> None:
    done = harness("--kills", "40")
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    assert sum(map(int, _COUNT.findall(done.stdout))) == 40, done.stdout


@pytest.mark.parametrize(
    ("sabotage", "found"),
    [("marks", r"\+\d+ intake\.importrun "), ("source-ids", r"\+\d+ operations\.shipment ")],
)
def test_the_comparison_goes_red_when_what_tells_taken_rows_is_dropped(sabotage: str, found: str) -> None:
    done = harness("--kills", "8", "--rows", "2000", "--sabotage", sabotage)
    assert done.returncode == 1, done.stdout + done.stderr[-4000:]
    assert "RED" in done.stdout
    assert re.search(found, done.stdout), done.stdout
