"""How a column of dates is read.

Year first, a month by name, ``2026年3月4日``, timestamps and typed dates need no question. All-numeric days
with the year elsewhere (``03/04/2026``) do: a row that fits one order only settles the column, otherwise
``--date-format`` has to. A time of day behind the date is left out: the date is the one that is written.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from guanxi_analysis.errors import InvalidArgument
from guanxi_analysis.scan import Answers, Probe
from guanxi_analysis.source import Column, Kind, Source, UnreadableColumn, text_of
from guanxi_analysis.sql_text import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Years of two digits: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999, as POSIX and the engine have it.
PIVOT = 69

# Orders of an all-numeric day: with four digits of the year, with two.
_ORDERS = {
    "day_first": ("%d-%m-%Y", "%d-%m-%y"),
    "month_first": ("%m-%d-%Y", "%m-%d-%y"),
    "year_first": (None, "%y-%m-%d"),
}
_SHAPES = {
    r"\d{4}-\d{1,2}-\d{1,2}": "%Y-%m-%d",
    r"(?:19|20)\d{6}": "%Y%m%d",
    r"\d{1,2}-[A-Za-z]{3}-\d{4}": "%d-%b-%Y",
    r"\d{1,2}-[A-Za-z]{3}-\d{2}": "%d-%b-%y",
    r"\d{1,2}-[A-Za-z]{4,9}-\d{4}": "%d-%B-%Y",
    r"\d{1,2}-[A-Za-z]{4,9}-\d{2}": "%d-%B-%y",
    r"[A-Za-z]{3}-\d{1,2}-\d{4}": "%b-%d-%Y",
    r"[A-Za-z]{4,9}-\d{1,2}-\d{4}": "%B-%d-%Y",
}
_LONG_YEAR = r"\d{1,2}-\d{1,2}-\d{4}"
_SHORT_YEAR = r"\d{1,2}-\d{1,2}-\d{2}"
_TIME = (
    r"[T\s]\s*[0-2]?\d:[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_PLAIN = r"\d{4}-\d{2}-\d{2}(?:[T\s].*)?"
_SPECIMEN = "DATE '2003-02-01'"


@dataclass(frozen=True, slots=True)
class DayReading:
    """The form the reader named, or the order of all-numeric days the column itself settled."""

    form: str | None
    order: str


def require_form(connection: "DuckDBPyConnection", form: str) -> None:
    """Raise InvalidArgument unless the form (``%d/%m/%Y``) writes and reads a whole date."""
    from duckdb import Error

    quoted = quoted_text(form)
    statement = f"SELECT CAST(STRPTIME(STRFTIME({_SPECIMEN}, {quoted}), {quoted}) AS DATE) = {_SPECIMEN}"
    try:
        [(is_whole,)] = connection.execute(statement).fetchall()
    except Error as error:
        raise InvalidArgument("date_format_unknown", value=form) from error
    if not is_whole:
        raise InvalidArgument("date_format_unknown", value=form)


def day_probe(column: Column, prefix: str) -> Probe:
    """What has to be known about a column of dates before its rows are read."""
    text, plain = f"{prefix}text", f"{prefix}plain"
    orders = {name: f"{prefix}{name}" for name in _ORDERS}
    numeric = f"(COALESCE({', '.join(orders.values())}) IS NOT NULL)"
    aggregates = {
        "numeric": f"COUNT(*) FILTER ({numeric})",
        "readable": f"COUNT({_named_shapes(plain)})",
        "example": f"MIN({text}) FILTER ({text} <> '')",
    }
    for name, day in orders.items():
        aggregates[f"{name}_fits"] = f"COUNT({day})"
        aggregates[f"{name}_not"] = f"MIN({text}) FILTER ({numeric} AND {day} IS NULL)"
    for one, other in combinations(_ORDERS, 2):
        differ = f"{orders[one]} <> {orders[other]}"
        aggregates[f"{one}_{other}"] = f"MIN({text}) FILTER ({differ})"
    return Probe(
        values={text: text_of(column), plain: _plain(column)},
        derived={day: _numeric_day(plain, name) for name, day in orders.items()},
        aggregates=aggregates,
    )


def reading_of(
    connection: "DuckDBPyConnection", source: Source, column: Column, answers: Answers
) -> DayReading:
    """Settle the order of all-numeric days.

    Raises UnreadableColumn when no row settles it, when rows contradict each other, or when none is a date.
    """
    example = answers.text("example")
    numeric = answers.number("numeric")
    if example is not None and not numeric and not answers.number("readable"):
        row = source.row_of(connection, column, example)
        raise UnreadableColumn("column_no_date", column=column.name, row=row, example=example)
    fitting = [name for name in _ORDERS if answers.number(f"{name}_fits") == numeric]
    if not fitting:
        raise _mixed(connection, source, column, answers)
    for one, other in combinations(fitting, 2):
        if (ambiguous := answers.text(f"{one}_{other}")) is not None:
            raise _ambiguous(connection, source, column, ambiguous, (one, other))
    return DayReading(form=None, order=fitting[0])


def day_text(column: Column, reading: DayReading) -> str:
    """SQL of the text `day_of` reads: trimmed, and with dashes alone unless the reader named a form."""
    return text_of(column) if reading.form is not None else _plain(column)


def day_of(column: Column, text: str, reading: DayReading) -> str:
    """SQL of the date of a row, from the row's `day_text`; null where it is none."""
    if column.kind in (Kind.DAY, Kind.MOMENT):
        return f"CAST({column.key} AS DATE)"
    if reading.form is None:
        found = f"COALESCE({_named_shapes(text)}, {_numeric_day(text, reading.order)})"
    else:
        form = quoted_text(reading.form)
        found = (
            f"CAST(COALESCE(TRY_STRPTIME({text}, {form}), TRY_STRPTIME({_timeless(text)}, {form})) AS DATE)"
        )
    if column.kind is Kind.CELL:
        dated = f"TRY_CAST(SUBSTR({column.key}, 2, 10) AS DATE)"
        found = f"CASE WHEN LEFT({column.key}, 1) = 'd' THEN {dated} ELSE {found} END"
    return found


def _timeless(text: str) -> str:
    return f"REGEXP_REPLACE({text}, {quoted_text(_TIME)}, '')"


def _plain(column: Column) -> str:
    """The written date with dashes between its parts and without the time."""
    text = text_of(column)
    iso = f"REGEXP_FULL_MATCH({text}, {quoted_text(_PLAIN)})"
    whole = f"REGEXP_REPLACE({_timeless(text)}, '[日号]$', '')"
    dashed = f"REGEXP_REPLACE({whole}, '[\\s/.,年月-]+', '-', 'g')"
    return f"CASE WHEN {iso} THEN {_timeless(text)} ELSE {dashed} END"


def _named_shapes(plain: str) -> str:
    cases = " ".join(
        f"WHEN REGEXP_FULL_MATCH({plain}, {quoted_text(shape)}) THEN TRY_STRPTIME({plain}, '{form}')"
        for shape, form in _SHAPES.items()
    )
    return f"CAST(CASE {cases} END AS DATE)"


def _numeric_day(plain: str, order: str) -> str:
    long_form, short_form = _ORDERS[order]
    long_case = f"WHEN REGEXP_FULL_MATCH({plain}, '{_LONG_YEAR}') THEN TRY_STRPTIME({plain}, '{long_form}')"
    short_case = (
        f"WHEN REGEXP_FULL_MATCH({plain}, '{_SHORT_YEAR}') THEN TRY_STRPTIME({plain}, '{short_form}')"
    )
    return f"CAST(CASE {long_case if long_form else ''} {short_case} END AS DATE)"


def _ambiguous(
    connection: "DuckDBPyConnection", source: Source, column: Column, example: str, orders: tuple[str, str]
) -> UnreadableColumn:
    first, second = orders
    return UnreadableColumn(
        "date_ambiguous",
        column=column.name,
        row=source.row_of(connection, column, example),
        example=example,
        first=_day_by_hand(example, first),
        first_option=_form_like(example, first),
        second=_day_by_hand(example, second),
        second_option=_form_like(example, second),
    )


def _mixed(
    connection: "DuckDBPyConnection", source: Source, column: Column, answers: Answers
) -> UnreadableColumn:
    example, other = answers.text("month_first_not"), answers.text("day_first_not")
    if example is None or other is None:
        raise ValueError("a column that fits no order has a row against each")
    return UnreadableColumn(
        "date_mixed",
        column=column.name,
        row=source.row_of(connection, column, example),
        example=example,
        other_row=source.row_of(connection, column, other),
        other=other,
        first_option=_form_like(example, "day_first"),
        second_option=_form_like(other, "month_first"),
    )


def _day_by_hand(text: str, order: str) -> str:
    one, two, three = (int(part) for part in re.findall(r"\d+", text)[:3])
    day, month, year = {
        "day_first": (one, two, three),
        "month_first": (two, one, three),
        "year_first": (three, two, one),
    }[order]
    if year < 100:
        year += 2000 if year < PIVOT else 1900
    return date(year, month, day).isoformat()


def _form_like(text: str, order: str) -> str:
    """The form of that order with the separators and the length of year of the example."""
    match = re.match(r"\d+([^\d]+)\d+([^\d]+)(\d+)", text)
    if match is None:
        raise ValueError("only all-numeric days have an order")
    before, between, last = match.groups()
    year = "%Y" if len(last) == 4 else "%y"
    parts = {
        "day_first": ("%d", "%m", year),
        "month_first": ("%m", "%d", year),
        "year_first": ("%y", "%m", "%d"),
    }[order]
    return f"{parts[0]}{before}{parts[1]}{between}{parts[2]}"
