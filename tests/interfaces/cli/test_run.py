"""The main job, as a newcomer meets it: one command, a page, and nothing changed by a second start."""

import hashlib
import json
import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_house import House, a_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house")) as house:
        house.start()
        yield house


def state_of(house: House) -> str:
    """A digest of everything the business cares about, read by the product's own command."""
    counted = house.command(
        "manage",
        *("dumpdata", "--all"),
        *("people.user", "people.team", "customers", "operations", "audiences", "classification"),
        *("worklist", "timeline.event", "intake"),
    )
    assert counted.returncode == 0, counted.stderr
    rows = [
        row
        for row in json.loads(counted.stdout)
        if not (row["model"] == "timeline.event" and row["fields"]["kind"] == "people.link_issued")
    ]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def test_the_settings_file_is_for_its_owner_alone(house: House) -> None:
    file = house.home / "guanxi.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert "GUANXI_BUSINESS_DATE=2025-06-30" in text
    assert len(text.split("GUANXI_SECRET_KEY=")[1].split()[0]) >= 64


def test_a_stranger_is_asked_to_sign_in(house: House) -> None:
    status, headers, _body = house.get("/customers/")
    assert status == 302
    assert headers["location"].startswith("/account/login/")


def workers_of(house: House) -> list[int]:
    """The process ids of the workers that the house has started."""
    assert house.process
    parent = house.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
    ]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in /proc")
def test_a_killed_worker_gets_a_successor_and_the_pages_stay_open(house: House) -> None:
    (worker,) = workers_of(house)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while (found := workers_of(house)) in ([worker], []):
        assert time.monotonic() < deadline, "nobody took the killed worker's place"
        assert house.get("/account/login/")[0] == 200
        time.sleep(0.2)
    assert len(found) == 1
    assert "a new one takes over" in "\n".join(house.said)


def test_each_host_is_a_door_of_its_own(house: House) -> None:
    assert house.get("/", host="portal.localhost")[0] == 200
    assert house.get("/customers/", host="portal.localhost")[0] == 404
    status, headers, _body = house.get("/", host="files.localhost")
    assert status == 404
    assert "sandbox" in headers["content-security-policy"]
    assert house.get("/", host="evil.example")[0] == 400


def test_the_page_forbids_foreign_and_inline_code(house: House) -> None:
    _status, headers, body = house.get("/account/login/")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in body
    assert 'style="' not in body


def test_the_self_check_finds_everything_in_order(house: House) -> None:
    checked = house.command("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "FAULT" not in checked.stdout


def test_the_link_signs_the_administrator_in_once(house: House) -> None:
    assert house.get(house.link.partition(str(house.port))[2])[0] == 200
    assert "Ning" in "\n".join(house.said) or "宁采薇" in "\n".join(house.said)


def test_the_demo_operator_is_not_loaded_twice(house: House) -> None:
    refused = house.command("demo")
    assert refused.returncode == 1
    assert "not empty" in refused.stderr


def test_a_second_start_takes_seconds_and_changes_no_data(house: House) -> None:
    before = state_of(house)
    assert house.stop() == 0
    started = time.monotonic()
    house.start()
    assert time.monotonic() - started < 30
    assert state_of(house) == before


def test_classifying_again_gives_the_same_hash(house: House, tmp_path: Path) -> None:
    reports = []
    for name in ("one.json", "two.json"):
        done = house.command("classify", "--report", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        reports.append(json.loads((tmp_path / name).read_text()))
    assert reports[0]["hash"] == reports[1]["hash"]
    assert reports[0]["active"] == 200
    assert reports[0]["counts"]["raw_tier"] == {"platinum": 2, "gold": 8, "iron": 30, "lead": 160}
    assert reports[0]["as_of"] == "2025-06-30"
