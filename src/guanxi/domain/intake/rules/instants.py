"""Moments as they are written in files: with their offset, or by the operator's clock (F22)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from guanxi.domain.intake.rules.cells import Cell, UnableToReadCell
from guanxi.domain.intake.rules.dates import read_day
from guanxi.domain.intake.rules.texts import read_text

_MOMENT = re.compile(
    r"(?P<day>\S.*?)(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_WIDEST_OFFSET = timedelta(hours=14)
# Full-width digits, signs and colons mean the same as the plain ones.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF0B, 0xFF1B)}


def read_instant(cell: Cell, *, formats: tuple[str, ...], zone: ZoneInfo) -> datetime:
    """A moment in UTC, to the second. `formats` are those of the day; the time follows as 14:05 or 14:05:30.

    Without an offset the time is that of `zone`; one that its clocks skipped or showed twice is turned away.
    """
    if isinstance(cell, datetime):
        # A workbook keeps moments as fractions of a day, a hair beside the second.
        return _by_the_clock_of(zone, (cell + timedelta(milliseconds=500)).replace(microsecond=0))
    if isinstance(cell, date):
        raise UnableToReadCell("not_an_instant", text=cell.isoformat())
    text = read_text(cell, longest=200).strip().translate(_HALF_WIDTH)
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise UnableToReadCell("not_an_instant", text=text)
    day = read_day(found["day"], formats=formats)
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise UnableToReadCell("not_an_instant", text=text) from None
    local = datetime.combine(day, clock)
    if found["offset"]:
        return local.replace(tzinfo=_offset(found["offset"], text)).astimezone(UTC)
    return _by_the_clock_of(zone, local)


def _offset(written: str, text: str) -> timezone:
    if written in {"Z", "z"}:
        return UTC
    size = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    if size > _WIDEST_OFFSET or int(written[-2:]) > 59:
        raise UnableToReadCell("not_an_instant", text=text)
    return timezone(-size if written[0] == "-" else size)


def _by_the_clock_of(zone: ZoneInfo, local: datetime) -> datetime:
    earlier, later = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return earlier.astimezone(UTC)
    # Where the two readings differ, only a time that the clocks did show comes back unchanged.
    came_back = earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local
    raise UnableToReadCell(
        "time_twice" if came_back else "time_skipped", text=local.isoformat(" "), zone=zone.key
    )
