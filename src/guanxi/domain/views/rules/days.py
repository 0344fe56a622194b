"""Days of a list, absolute or told from today: `2025-01-01..2025-03-31`, `30d`, `over-30d`, `this-quarter`.

`today` is the operator's day; whoever asks says in which zone that is.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_COUNTED = re.compile(r"(over-|next-)?([1-9][0-9]{0,3})d")
_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
PERIODS = (
    *("today", "yesterday"),
    *(f"{which}-{unit}" for unit in ("week", *_MONTHS) for which in ("this", "last")),
)


class UnableToRead(ValueError):
    """A term is none of its field's own; `code` says why: "no_day", "no_range", "no_amount", "no_choice"."""

    def __init__(self, code: str, term: str) -> None:
        super().__init__(f"{code}: {term!r}")
        self.code, self.term = code, term


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None leaves that end open."""

    first: date | None
    last: date | None


def span_of(term: str, *, today: date) -> Span:
    """The days a term means on `today`. Raises UnableToRead.

    `30d` is today and the 29 days before, `over-30d` is longer ago than 30 days, `next-30d` are the 30 days
    after today; weeks begin on Monday, quarters in January.
    """
    if counted := _COUNTED.fullmatch(term):
        return _counted(counted[1] or "", timedelta(days=int(counted[2])), today)
    if term in PERIODS:
        return _period(term, today)
    first, dots, last = term.partition("..")
    span = Span(_day(first, term), _day(last if dots else first, term))
    if span.first is None and span.last is None:
        raise UnableToRead("no_day", term)
    if span.first and span.last and span.first > span.last:
        raise UnableToRead("no_range", term)
    return span


def _counted(which: str, days: timedelta, today: date) -> Span:
    if which == "over-":
        return Span(None, today - days - _DAY)
    return Span(today + _DAY, today + days) if which else Span(today - days + _DAY, today)


def _period(term: str, today: date) -> Span:
    if term in {"today", "yesterday"}:
        day = today if term == "today" else today - _DAY
        return Span(day, day)
    which, _hyphen, unit = term.partition("-")
    back = 1 if which == "last" else 0
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * back)
        return Span(first, first + timedelta(days=6))
    months = _MONTHS[unit]
    index = (today.year * 12 + today.month - 1) // months - back
    return Span(_first_of(index * months), _first_of((index + 1) * months) - _DAY)


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _day(text: str, term: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnableToRead("no_day", term) from None
