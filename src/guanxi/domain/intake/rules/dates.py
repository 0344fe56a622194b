"""Days as they are written in files. Nothing is guessed: one format for a column, or an error (F22)."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from guanxi.domain.intake import limits
from guanxi.domain.intake.rules.cells import Cell, UnableToReadCell
from guanxi.domain.intake.rules.texts import read_text

ISO = "%Y-%m-%d"
# Formats a column without a named one may turn out to have, if every cell agrees on a single one.
CANDIDATES = (
    ISO,
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y/%m/%d",
    "%d-%b-%y",
    "%d-%b-%Y",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {
    "%Y": r"(?P<year>\d{4})",
    "%y": r"(?P<short_year>\d{2})",
    "%m": r"(?P<month>\d{1,2})",
    "%d": r"(?P<day>\d{1,2})",
    "%b": r"(?P<name>[A-Za-z]{3})",
    "%H": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
}
_MOST_EXAMPLES = 200
_MOST_SEEN = 10_000
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF0D, 0xFF1A)}


class UnusableFormat(ValueError):
    """The text is not a format of a day."""


@lru_cache
def pattern_of(date_format: str) -> re.Pattern[str]:
    """The pattern of a format made of %Y %y %m %d %b, of %H %M %S that are passed over, and of plain text.

    Raises UnusableFormat unless year, month and day each stand in it once.
    """
    parts = re.findall(r"%.|[^%]+|%", date_format)
    if any(part[0] == "%" and part not in _PARTS for part in parts):
        raise UnusableFormat(date_format)
    months, years = (sum(parts.count(part) for part in pair) for pair in (("%m", "%b"), ("%Y", "%y")))
    if (parts.count("%d"), months, years) != (1, 1, 1):
        raise UnusableFormat(date_format)
    touching = re.search(r"%[a-zA-Z]%[a-zA-Z]", date_format) is not None
    pieces = [_PARTS.get(part) or re.escape(part) for part in parts]
    pattern = "".join(pieces).replace(r"\d{1,2}", r"\d{2}" if touching else r"\d{1,2}")
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=65_536)
def day_in(text: str, date_format: str) -> date | None:
    """The day that `text` names in this format; None if it names none."""
    found = pattern_of(date_format).fullmatch(text.strip().translate(_HALF_WIDTH))
    if found is None:
        return None
    parts = found.groupdict()
    try:
        return date(_year(parts), _month(parts), int(parts["day"]))
    except ValueError:
        return None


def read_day(cell: Cell, *, formats: tuple[str, ...]) -> date:
    """A day within the limits, in the one way the formats allow; a workbook's own date needs none."""
    if isinstance(cell, date):
        return _within_limits(cell)
    text = read_text(cell, longest=200).strip()
    readings = {day for date_format in formats if (day := day_in(text, date_format))}
    if not readings:
        raise UnableToReadCell("not_a_day", text=text, format=" / ".join(formats))
    if len(readings) > 1:
        first, second = sorted(day.isoformat() for day in readings)[:2]
        raise UnableToReadCell("ambiguous_day", text=text, first=first, second=second)
    return _within_limits(readings.pop())


class FormatSurvey:
    """Which of the candidate formats every cell of a column agrees with."""

    def __init__(self, candidates: Iterable[str] = CANDIDATES) -> None:
        self.formats = list(candidates)
        self._examples: list[str] = []
        self._seen: set[str] = set()

    def look_at(self, text: str) -> None:
        """Drop the formats that cannot be meant; the last one to go leaves the column unsettled."""
        # The same days come again and again, and say nothing more.
        if not self.formats or text in self._seen:
            return
        self.formats = [candidate for candidate in self.formats if day_in(text, candidate)]
        if len(self._examples) < _MOST_EXAMPLES:
            self._examples.append(text)
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(text)

    @property
    def is_ambiguous(self) -> bool:
        return bool(self._examples) and len(self.formats) > 1

    @property
    def settled(self) -> str:
        """The one format left; ISO where no format fits every cell, so that each misfit is named."""
        return self.formats[0] if self._examples and self.formats else ISO

    def telling_example(self) -> tuple[str, tuple[str, str]]:
        """A cell, and two formats left by which it means different days if any cell does."""
        first, second = self.formats[:2]
        telling = (text for text in self._examples if day_in(text, first) != day_in(text, second))
        return next(telling, self._examples[0]), (first, second)


def _within_limits(day: date) -> date:
    if not limits.EARLIEST_DAY <= day <= limits.LATEST_DAY:
        raise UnableToReadCell("day_out_of_range", text=day.isoformat())
    return day


def _year(parts: dict[str, str]) -> int:
    if year := parts.get("year"):
        return int(year)
    short = int(parts["short_year"])
    return short + (1900 if short >= 69 else 2000)  # the pivot of POSIX strptime


def _month(parts: dict[str, str]) -> int:
    name = parts.get("name")
    return _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
