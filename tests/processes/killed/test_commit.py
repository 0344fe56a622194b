"""A worker that is killed in the middle of a commit: another goes on, and nothing tells the difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.jobs.conftest import Scratch, scratch_database

ROWS = 4000
_TAKEN = "SELECT count(*) FROM intake_stagedrow WHERE is_taken"
_COUNTS = "SELECT count(*), count(DISTINCT source_id) FROM operations_shipment"

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Scratch]:
    with scratch_database(tmp_path) as url:
        house = Scratch(url, tmp_path, "guanxi.config.settings")
        assert house.python("-m", "tests.processes.killed.prepare", str(ROWS)).wait(timeout=120) == 0
        yield house
        for process in house.processes:
            process.kill()
            process.wait()


def test_a_killed_commit_is_taken_up_where_it_was(house: Scratch) -> None:
    worker = house.start_worker()
    house.wait_for(_TAKEN, lambda taken: taken > 0, seconds=60)
    worker.kill()
    worker.wait()
    taken = house.select(_TAKEN)[0][0]
    assert 0 < taken < ROWS, "the worker died in the middle"
    assert taken % 500 == 0, "a chunk is taken whole or not at all"

    house.start_worker()
    house.wait_for("SELECT state FROM intake_upload", lambda state: state == "done", seconds=60)

    assert house.select(_COUNTS) == [(ROWS, ROWS)]
    assert house.select("SELECT rows, applied, unchanged, rejected, state FROM intake_importrun") == [
        (ROWS, ROWS, 0, 0, "done")
    ]
    told = "SELECT count(*) FROM timeline_event WHERE kind IN ('shipments.imported', 'imports.finished')"
    assert house.select(told) == [(2,)]
