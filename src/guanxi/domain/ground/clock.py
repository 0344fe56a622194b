"""The only place that reads the time (reliability rule 34).

Doors and jobs read the clock and hand the moment down as `at=`; domain code never asks for it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_fixed: ContextVar[datetime | None] = ContextVar("guanxi_fixed_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, zone-aware."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251 - the one clock


def monotonic() -> float:
    """Seconds that never run backwards, for leases and durations."""
    return time.monotonic()


def business_date() -> date:
    """The operator's day: today in its time zone, or the fixed day of a demonstration."""
    fixed: date | None = settings.GUANXI.business_date
    return fixed or now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def end_of(day: date) -> datetime:
    """The first moment after the operator's day, in UTC."""
    zone = ZoneInfo(settings.TIME_ZONE)
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC)


def business_date_is_fixed() -> bool:
    """Whether the operator's day is a setting, so that pages can say so."""
    return settings.GUANXI.business_date is not None


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at one zone-aware moment, for tests and replays."""
    if at.tzinfo is None:
        raise ValueError("The clock holds zone-aware moments only.")
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
