"""What a column's samples leave open: the order of days, the marks in numbers. Nothing is guessed (F22)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.domain.intake.rules.dates import CANDIDATES, day_in

_SHOWN_DAY = date(2025, 6, 30)
_MARKED = re.compile(r"[+-]?[\d][\d.,' \u00a0\u202f]*[.,' \u00a0\u202f]\d+")
_MARKS = re.compile(r"[.,' \u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How numbers are written, and an example of it."""

    decimal: str
    thousands: str
    example: str


NUMBER_FORMS: Mapping[str, NumberForm] = {
    "plain": NumberForm(".", "", "1234.56"),
    "comma_thousands": NumberForm(".", ",", "1,234.56"),
    "comma_decimal": NumberForm(",", "", "1234,56"),
    "point_thousands": NumberForm(",", ".", "1.234,56"),
    "space_thousands": NumberForm(",", " ", "1 234,56"),
    "apostrophe_thousands": NumberForm(".", "'", "1'234.56"),
}


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """A format of days, shown as the thirtieth of June 2025 in it."""

    date_format: str

    def __str__(self) -> str:
        month = "Jun" if "%b" in self.date_format else ""
        shown = self.date_format.replace("%b", month)
        return f"{_SHOWN_DAY.strftime(shown)} ({_letters(self.date_format)})"


def day_formats(samples: Sequence[str]) -> list[str]:
    """The formats by which most samples are days; empty where fewer than half are days by any format."""
    fitting = {one: sum(day_in(text.strip(), one) is not None for text in samples) for one in CANDIDATES}
    best = max(fitting.values(), default=0)
    return [one for one, count in fitting.items() if count == best] if best * 2 > len(samples) else []


def is_settled(samples: Sequence[str], formats: Sequence[str]) -> bool:
    """Whether the samples leave nothing to ask: one format, and every sample is a day by it."""
    return len(formats) == 1 and all(day_in(text.strip(), formats[0]) for text in samples)


def looks_numeric(samples: Sequence[str]) -> bool:
    """Whether every sample is a number and one of them has a mark in it beyond a plain decimal point."""
    numbers = [text.strip() for text in samples]
    return (
        bool(numbers)
        and all(_MARKED.fullmatch(text) or text.isdigit() for text in numbers)
        and any(_needs_asking(text) for text in numbers)
    )


def number_form(rule: Mapping[str, Any], samples: Iterable[str]) -> str:
    """The form an earlier mapping names, else one that all samples fit, if every fitting one
    reads them alike; or none."""
    if "decimal" in rule or "thousands" in rule:
        marks = rule.get("decimal", "."), rule.get("thousands", "")
        return next(
            (key for key, form in NUMBER_FORMS.items() if (form.decimal, form.thousands) == marks), ""
        )
    texts = [text.strip() for text in samples]
    fitting = [key for key, form in NUMBER_FORMS.items() if all(_fits(text, form) for text in texts)]
    readings = {tuple(_plain(text, NUMBER_FORMS[key]) for text in texts) for key in fitting}
    return fitting[0] if len(readings) == 1 else ""


def _needs_asking(text: str) -> bool:
    marks = _MARKS.findall(text)
    return len(marks) > 1 or (bool(marks) and marks[0] != ".")


def _fits(text: str, form: NumberForm) -> bool:
    whole = rf"\d{{1,3}}(?:{re.escape(form.thousands)}\d{{3}})+|\d{{1,3}}" if form.thousands else r"\d+"
    return re.fullmatch(rf"[+-]?(?:{whole})(?:{re.escape(form.decimal)}\d+)?", text) is not None


def _plain(text: str, form: NumberForm) -> str:
    without = text.replace(form.thousands, "") if form.thousands else text
    return without.replace(form.decimal, ".")


def _letters(date_format: str) -> str:
    names = {"%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd", "%b": "mmm"}
    return re.sub(r"%.", lambda found: names.get(found[0], found[0]), date_format)
