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
from guanxi_analysis.scan import Answers, Layers, Probe
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


def day_probe(column: Column, role: str) -> Probe | None:
    """What has to be known about a column of dates before its rows are read; nothing where they are typed."""
    if column.kind in (Kind.DAY, Kind.MOMENT):
        return None
    text, plain, named = f"{role}text", f"{role}plain", f"{role}named"
    orders = {name: f"{role}{name}" for name in _ORDERS}
    numeric = f"(COALESCE({', '.join(orders.values())}) IS NOT NULL)"
    aggregates = {
        "numeric": f"COUNT(*) FILTER ({numeric})",
        "readable": f"COUNT({named})",
        "example": f"MIN({text}) FILTER ({text} <> '')",
    }
    for name, day in orders.items():
        aggregates[f"{name}_fits"] = f"COUNT({day})"
        aggregates[f"{name}_not"] = f"MIN({text}) FILTER ({numeric} AND {day} IS NULL)"
    for one, other in combinations(_ORDERS, 2):
        differ = f"{orders[one]} <> {orders[other]}"
        aggregates[f"{one}_{other}"] = f"MIN({text}) FILTER ({differ})"
    days = {day: _numeric_day(plain, name) for name, day in orders.items()}
    return Probe(
        layers=[*_text_layers(column, role), {named: _named_day(plain), **days}], aggregates=aggregates
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


def day_layers(column: Column, role: str, reading: DayReading) -> Layers:
    """The layers up to ``<role>on``, the date of the row; null where it is none."""
    text, plain, on = f"{role}text", f"{role}plain", f"{role}on"
    if column.kind in (Kind.DAY, Kind.MOMENT):
        return [{on: f"CAST({column.key} AS DATE)"}]
    found = f"COALESCE({_named_day(plain)}, {_numeric_day(plain, reading.order)})"
    if reading.form is not None:
        form = quoted_text(reading.form)
        whole, dateless = f"TRY_STRPTIME({text}, {form})", f"TRY_STRPTIME({role}timeless, {form})"
        found = f"CAST(COALESCE({whole}, {dateless}) AS DATE)"
    if column.kind is Kind.CELL:
        dated = f"TRY_CAST(SUBSTR({column.key}, 2, 10) AS DATE)"
        found = f"CASE WHEN LEFT({column.key}, 1) = 'd' THEN {dated} ELSE {found} END"
    return [*_text_layers(column, role), {on: found}]


def _text_layers(column: Column, role: str) -> Layers:
    """``timeless`` is the text without a time of day, ``plain`` the same with dashes between its parts."""
    text, timeless = f"{role}text", f"{role}timeless"
    cut = f"REGEXP_REPLACE({text}, {quoted_text(_TIME)}, '')"
    whole = f"REGEXP_REPLACE({timeless}, '[日号]$', '')"
    dashed = f"REGEXP_REPLACE({whole}, '[\\s/.,年月-]+', '-', 'g')"
    return [
        {text: text_of(column)},
        {timeless: f"CASE WHEN {_is_iso(text)} THEN {text} ELSE {cut} END"},
        {f"{role}plain": f"CASE WHEN {_is_iso(timeless)} THEN {timeless} ELSE {dashed} END"},
    ]


def _is_iso(text: str) -> str:
    """The commonest shape, told by its dashes alone: what stands between them is left to the reading."""
    return f"(LENGTH({text}) = 10 AND SUBSTR({text}, 5, 1) = '-' AND SUBSTR({text}, 8, 1) = '-')"


def _named_day(plain: str) -> str:
    cases = " ".join(
        f"WHEN REGEXP_FULL_MATCH({plain}, {quoted_text(shape)}) THEN TRY_STRPTIME({plain}, '{form}')"
        for shape, form in _SHAPES.items()
    )
    iso = f"WHEN {_is_iso(plain)} THEN TRY_STRPTIME({plain}, '%Y-%m-%d')"
    return f"CAST(CASE {iso} {cases} END AS DATE)"


def _numeric_day(plain: str, order: str) -> str:
    """The day under an order; what begins with a year of four digits has none to ask about."""
    cases = " ".join(
        f"WHEN REGEXP_FULL_MATCH({plain}, '{shape}') THEN TRY_STRPTIME({plain}, '{form}')"
        for shape, form in zip((_LONG_YEAR, _SHORT_YEAR), _ORDERS[order], strict=True)
        if form is not None
    )
    return f"CAST(CASE WHEN {_is_iso(plain)} THEN NULL {cases} END AS DATE)"


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
