"""The first walk through a table: how many rows it has, and how its days are written."""

import re
from collections.abc import Mapping as Places
from dataclasses import dataclass

from guanxi.domain.intake import limits
from guanxi.domain.intake.fields import Reading
from guanxi.domain.intake.mapping import Mapping
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules import dates
from guanxi.domain.intake.table import Table


@dataclass(frozen=True, slots=True)
class Survey:
    """`formats` names the format of each column of days for which the mapping has none."""

    rows: int
    formats: dict[str, str]


@dataclass(slots=True)
class _OpenColumn:
    place: int
    absent: list[re.Pattern[str]]
    formats: dates.FormatSurvey

    def look_at(self, text: str) -> None:
        if text and not any(pattern.fullmatch(text) for pattern in self.absent):
            self.formats.look_at(text)


def survey(table: Table, mapping: Mapping, places: Places[str, int]) -> Survey:
    """Raises FileRefused for too many rows, and for days that can be read in more than one way."""
    columns = _days_without_format(mapping, places)
    count = 0
    for count, row in enumerate(table.rows(), start=1):
        if count > limits.MOST_ROWS:
            raise FileRefused("too_many_rows", {"largest": limits.MOST_ROWS})
        for column in columns.values():
            cell = row.cells[column.place] if column.place < len(row.cells) else ""
            if isinstance(cell, str):
                column.look_at(cell.strip())
    for name, column in columns.items():
        if column.formats.is_ambiguous:
            raise _ambiguous(name, column.formats)
    return Survey(count, {name: column.formats.settled for name, column in columns.items()})


def _days_without_format(mapping: Mapping, places: Places[str, int]) -> dict[str, _OpenColumn]:
    found: dict[str, _OpenColumn] = {}
    for name, rule in mapping.fields.items():
        if mapping.kind.fields[name].reading is not Reading.DAY:
            continue
        for step in rule.chain():
            if step.source is not None and step.source in places and not step.format:
                absent = [re.compile(absent.match) for absent in step.absent]
                found[step.source] = _OpenColumn(places[step.source], absent, dates.FormatSurvey())
    return found


def _ambiguous(column: str, found: dates.FormatSurvey) -> FileRefused:
    text, (first, second) = found.telling_example()
    return FileRefused(
        "ambiguous_days",
        {
            "column": column,
            "text": text,
            "first": str(dates.day_in(text, first)),
            "first_format": first,
            "second": str(dates.day_in(text, second)),
            "second_format": second,
        },
    )
