from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guanxi.domain.jobs.rules import MAX_TRIES, Watch, is_cron, latest_slot, may_run_again, pause_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
LEASE = timedelta(seconds=60)
MONDAY = datetime(2025, 6, 30, 9, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        ("2025-06-30T19:29:59.999999", "2025-06-29T19:30"),
        ("2025-06-30T19:30:00", "2025-06-30T19:30"),
        ("2025-07-01T19:29:59", "2025-06-30T19:30"),
    ],
)
def test_half_past_three_is_meant_on_the_operators_wall_clock(at: str, slot: str) -> None:
    assert latest_slot("30 3 * * *", at=utc(at), zone=SHANGHAI) == utc(slot)


def slots_of(expression: str, day: str) -> list[datetime]:
    """The slots that a worker looking every five minutes of the day finds new, in Berlin."""
    start = datetime.fromisoformat(day).replace(tzinfo=BERLIN).astimezone(UTC)
    found = [latest_slot(expression, at=start, zone=BERLIN)]
    for minutes in range(0, 25 * 60, 5):
        slot = latest_slot(expression, at=start + timedelta(minutes=minutes), zone=BERLIN)
        if slot > found[-1]:
            found.append(slot)
    return found[1:]


def test_a_wall_time_that_comes_twice_counts_once() -> None:
    assert slots_of("30 2 * * *", "2025-10-26") == [utc("2025-10-26T00:30")]


def test_a_wall_time_that_is_left_out_still_counts() -> None:
    assert slots_of("30 2 * * *", "2025-03-30") == [utc("2025-03-30T00:30")]


def test_an_hour_that_is_left_out_is_not_made_up_by_hourly_jobs() -> None:
    assert len(slots_of("0 * * * *", "2025-03-30")) == 24


@pytest.mark.parametrize("day", ["2025-03-30", "2025-10-26", "2025-06-30"])
def test_a_slot_is_never_in_the_future(day: str) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    for minutes in range(0, 24 * 60, 7):
        at = start + timedelta(minutes=minutes)
        assert latest_slot("*/10 * * * *", at=at, zone=BERLIN) <= at


@pytest.mark.parametrize("expression", ["30 3 * *", "61 3 * * *", "every day", "30 3 * * * 5", ""])
def test_only_five_fields_of_cron_are_a_schedule(expression: str) -> None:
    assert not is_cron(expression)
    assert is_cron("30 3 * * *")


def test_a_job_is_tried_eight_times_within_five_minutes() -> None:
    assert [may_run_again(tries) for tries in range(1, MAX_TRIES + 1)] == [True] * 7 + [False]
    rests = [pause_after(tries) for tries in range(1, MAX_TRIES)]
    assert rests == sorted(rests)
    assert sum(rests, timedelta()) < timedelta(minutes=5)


class Watcher:
    """Looks every five seconds, as a keeper does."""

    def __init__(self) -> None:
        self.watch = Watch(LEASE)
        self.now = 1000.0

    def look(self, beats: dict[str, datetime], *, seconds: float) -> set[str]:
        silent = self.watch.silent(beats, now=self.now)
        for _ in range(int(seconds / 5)):
            self.now += 5
            silent = self.watch.silent(beats, now=self.now)
        return silent


def test_a_worker_is_silent_after_the_lease_and_not_before() -> None:
    watcher = Watcher()
    assert watcher.look({"a": MONDAY}, seconds=55) == set()
    assert watcher.look({"a": MONDAY}, seconds=5) == {"a"}


def test_a_beat_ends_the_silence() -> None:
    watcher = Watcher()
    watcher.look({"a": MONDAY, "b": MONDAY}, seconds=55)
    assert watcher.look({"a": MONDAY + timedelta(seconds=5), "b": MONDAY}, seconds=5) == {"b"}


def test_clocks_that_differ_by_years_kill_nobody() -> None:
    watcher = Watcher()
    assert (
        watcher.look({"past": MONDAY.replace(year=1999), "future": MONDAY.replace(year=2099)}, seconds=0)
        == set()
    )


def test_a_watcher_that_looked_away_gives_everyone_a_new_lease() -> None:
    watcher = Watcher()
    watcher.look({"a": MONDAY}, seconds=50)
    watcher.now += 3600
    assert watcher.look({"a": MONDAY}, seconds=55) == set()
    assert watcher.look({"a": MONDAY}, seconds=5) == {"a"}


def test_a_worker_that_has_left_is_forgotten() -> None:
    watcher = Watcher()
    watcher.look({"a": MONDAY}, seconds=55)
    assert watcher.look({}, seconds=60) == set()
    assert watcher.look({"a": MONDAY}, seconds=5) == set()
