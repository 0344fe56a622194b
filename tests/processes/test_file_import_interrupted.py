"""An import that is killed leaves complete, counted rows; the same file again finishes the work (F1, F9)."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from guanxi.domain.intake import limits
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.shipment_ledger import ShipmentLedger
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import Row, bring, counts, write

ROWS = 1_100


class Killed(BaseException):
    """Stands for the end of the process: nothing below catches it."""


@pytest.fixture
def files(tmp_path: Path, db: None) -> Path:
    factories.customer("晨光", number="C1")
    rows = [{"source_id": str(n), "customer_number": "C1", "consignee": f"公司{n % 9}"} for n in range(ROWS)]
    return write(tmp_path / "f.csv", "shipments", rows)


def dying_after(rows: int) -> Any:
    def on_progress(done: int, total: int) -> None:
        if done >= rows:
            raise Killed

    return on_progress


def runs() -> list[tuple[str, int, int, int]]:
    found = ImportRun.objects.everything("the test looks").order_by("pk")
    return [(run.state, run.rows, run.applied, run.unchanged) for run in found]


def imported_events() -> list[int]:
    events = Event.objects.everything("the test looks").filter(kind="shipments.imported").order_by("pk")
    return [event.payload["data"]["count"] for event in events]


def test_what_was_committed_stays_and_the_file_again_brings_the_rest(files: Path) -> None:
    with pytest.raises(Killed):
        bring(files, "shipments", on_progress=dying_after(500))
    assert runs() == [("running", 500, 500, 0)]
    assert Shipment.objects.everything("the test looks").count() == 500
    assert imported_events() == []

    assert counts(bring(files, "shipments")) == (600, 500, 0)
    assert runs() == [("interrupted", 500, 500, 0), ("done", ROWS, 600, 500)]
    assert imported_events() == [500, 600]
    assert first_broken_link() is None


def test_an_import_that_another_one_took_over_stops_and_spoils_nothing(files: Path) -> None:
    def started_again_meanwhile(done: int, total: int) -> None:
        if done == 500:
            bring(files, "shipments")

    with pytest.raises(FileRefused, match="taken_over"):
        bring(files, "shipments", on_progress=started_again_meanwhile)
    assert runs() == [("interrupted", 500, 500, 0), ("done", ROWS, 600, 500)]
    assert Shipment.objects.everything("the test looks").count() == ROWS
    assert imported_events() == [500, 600]


def test_a_kill_after_the_timelines_were_told_tells_none_twice(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = ShipmentLedger.tell_timelines

    def tell_and_die(ledger: ShipmentLedger) -> None:
        tell(ledger)
        raise Killed

    monkeypatch.setattr(ShipmentLedger, "tell_timelines", tell_and_die)
    with pytest.raises(Killed):
        bring(files, "shipments")
    monkeypatch.undo()
    assert counts(bring(files, "shipments")) == (0, ROWS, 0)
    assert imported_events() == [ROWS]


def test_a_chunk_that_collides_with_another_writer_looks_again(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, failures = ShipmentLedger.post, [IntegrityError("somebody was first")]

    def colliding(ledger: ShipmentLedger, facts: Any) -> Any:
        changed = post(ledger, facts)
        if failures:
            raise failures.pop()
        return changed

    monkeypatch.setattr(ShipmentLedger, "post", colliding)
    assert counts(bring(files, "shipments")) == (ROWS, 0, 0)
    assert Shipment.objects.everything("the test looks").count() == ROWS


def test_a_chunk_is_all_or_nothing(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportRun, "advance", lambda *_: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        bring(files, "shipments")
    assert Shipment.objects.everything("the test looks").count() == 0
    assert limits.CHUNK_ROWS <= ROWS


def test_a_killed_process_is_made_good_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "GUANXI_HOME": str(home), "GUANXI_LANG": "en", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "guanxi", "import"]
    subprocess.run([sys.executable, "-m", "guanxi", "manage", "migrate"], env=environment, check=True)
    customers: list[Row] = [{"customer_number": "C1", "name": "晨光"}]
    write(tmp_path / "c.csv", "customers", customers)
    shipments = [{"source_id": str(n), "customer_number": "C1"} for n in range(6_000)]
    path = write(tmp_path / "s.csv", "shipments", shipments)
    ours = ["--mapping", "guanxi", "--kind"]
    subprocess.run([*command, str(tmp_path / "c.csv"), *ours, "customers"], env=environment, check=True)

    process = subprocess.Popen([*command, str(path), *ours, "shipments"], env=environment)
    with sqlite3.connect(home / "guanxi.sqlite3") as database:
        while process.poll() is None and not stored_in(database):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        stored = stored_in(database)
        assert 0 < stored < 6_000
        assert stored % limits.CHUNK_ROWS == 0
        again = subprocess.check_output([*command, str(path), *ours, "shipments"], env=environment, text=True)
        assert f"Applied {6_000 - stored:,}, unchanged {stored:,}, rejected 0." in again
        assert stored_in(database) == 6_000
        query = "SELECT state, applied FROM intake_importrun WHERE kind = 'shipments' ORDER BY id"
        assert database.execute(query).fetchall() == [("interrupted", stored), ("done", 6_000 - stored)]


def stored_in(database: sqlite3.Connection) -> int:
    count: int = database.execute("SELECT COUNT(*) FROM operations_shipment").fetchone()[0]
    return count
