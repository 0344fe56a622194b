"""Decisions of the jobs room: values in, value out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from croniter import croniter

MAX_TRIES = 8


def may_run_again(tries: int) -> bool:
    """Whether a job that broke off gets another try after `tries` tries (F8)."""
    return tries < MAX_TRIES


def pause_after(tries: int) -> timedelta:
    """How long a job rests after `tries` tries: not at all after the first, then 4, 8, 16 seconds …"""
    return timedelta(seconds=2**tries if tries > 1 else 0)


def is_cron(expression: str) -> bool:
    """Whether `expression` is a cron expression of five fields."""
    return len(expression.split()) == 5 and croniter.is_valid(expression)


def latest_slot(expression: str, *, at: datetime, zone: tzinfo) -> datetime:
    """The last moment not after `at`, in UTC, at which the wall clock of `zone` met the expression.

    When the clocks change, a wall time that comes twice counts the first time, and one that is left
    out counts as soon as the wall clock has passed it.
    """
    # croniter is asked about the bare wall clock only: over a change of the clocks, with zones, its
    # answers run backwards.
    wall = at.astimezone(zone).replace(tzinfo=None)
    hit: datetime = croniter(expression, wall + timedelta(microseconds=1)).get_prev(datetime)
    return min(hit.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


class Watch:
    """Tells which workers have fallen silent, by the watcher's own monotonic clock.

    The moments written in the beats are only compared for change, so that neither a jump of the wall
    clock nor a difference between two machines makes anyone look dead.
    """

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease.total_seconds()
        self._looked = float("-inf")
        self._unchanged: dict[str, tuple[datetime, float]] = {}

    def silent(self, beats: Mapping[str, datetime], *, now: float) -> set[str]:
        """The workers whose beat has not changed for the lease; `now` in monotonic seconds.

        A watcher that itself looked away (stopped, or shut out of the database) starts afresh: what
        kept it from looking may have kept the others from beating.
        """
        if now - self._looked > self._lease / 2:
            self._unchanged = {}
        self._looked = now
        self._unchanged = {worker: self._since(worker, seen, now) for worker, seen in beats.items()}
        return {worker for worker, (_, since) in self._unchanged.items() if now - since >= self._lease}

    def _since(self, worker: str, seen: datetime, now: float) -> tuple[datetime, float]:
        known = self._unchanged.get(worker)
        return known if known is not None and known[0] == seen else (seen, now)
