"""From the columns of a file to the table of facts: which row says what, in whole minor units and days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi_analysis import days_text, numbers_text
from guanxi_analysis.currencies import minor_digits
from guanxi_analysis.expression import Name, Node, names_in, parse
from guanxi_analysis.identifiers_text import identifier_layers, identifier_probe
from guanxi_analysis.numbers_text import Mark
from guanxi_analysis.quotient import ONE, Scaled, quotient_of, whole
from guanxi_analysis.scan import Answers, Layers, scan, stacked
from guanxi_analysis.source import Column, Kind, Source, UnreadableColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Columns:
    """What the reader says about the file: which column (or expression) is what, and how it is written."""

    customer: str
    date: str
    amount: str
    order: str | None
    currency: str
    date_format: str | None
    decimal: Mark | None


@dataclass(frozen=True, slots=True)
class _Roles:
    """The columns in the roles they play; a key is the role's prefix inside statements."""

    identifiers: Mapping[str, Column]
    day: Column
    numbers: Mapping[str, Column]


def read_facts(connection: "DuckDBPyConnection", source: Source, columns: Columns) -> None:
    """Leave the rows of the view `source` in the temporary table `reading`, one row each.

    Columns: customer_id, occurred_on, revenue_minor (null where the file's value cannot be read) and
    order_key: the order's identifier, or without `columns.order` the day of a positive row. Amounts are
    rounded half away from zero to the minor unit, row by row.

    Raises UnreadableColumn, InvalidExpression, InvalidArgument, and duckdb.Error for rows of another shape.
    """
    digits = minor_digits(columns.currency)
    if columns.date_format is not None:
        days_text.require_form(connection, columns.date_format)
    tree = _tree_of(source, columns.amount)
    roles = _roles_of(source, columns, tree)
    answers = _ask(connection, roles, columns)
    groups = [
        identifier_layers(column, role, answers.get(role)) for role, column in roles.identifiers.items()
    ]
    day = _day_reading(connection, source, roles.day, answers, columns.date_format)
    groups.append(days_text.day_layers(roles.day, "day_", day))
    scales = {}
    for role, column in roles.numbers.items():
        reading = None
        if role in answers:
            reading = numbers_text.reading_of(connection, source, column, answers[role], columns.decimal)
        groups.append(numbers_text.number_layers(column, role, reading))
        scales[column.name] = Scaled(f"{role}value", reading.decimals if reading else 0)
    _fill(connection, groups, _minor_units(tree, scales, digits), by_day=columns.order is None)


def _tree_of(source: Source, amount: str) -> Node:
    """An argument equal to a column's name is that column, whatever else it might mean."""
    return Name(amount) if source.has(amount) else parse(amount)


def _roles_of(source: Source, columns: Columns, tree: Node) -> _Roles:
    identifiers = {"customer_": source.column(columns.customer)}
    if columns.order is not None:
        identifiers["order_"] = source.column(columns.order)
    numbers = {f"number{place}_": source.column(name) for place, name in enumerate(names_in(tree))}
    for column in numbers.values():
        if column.kind in (Kind.DAY, Kind.MOMENT, Kind.OTHER):
            _refuse_kind(column, "number")
    day = source.column(columns.date)
    if day.kind in (Kind.DECIMAL, Kind.FLOAT, Kind.OTHER):
        _refuse_kind(day, "date")
    return _Roles(identifiers=identifiers, day=day, numbers=numbers)


def _refuse_kind(column: Column, wanted: str) -> None:
    raise UnreadableColumn(f"column_no_{wanted}_type", column=column.name, type=column.declared)


def _ask(connection: "DuckDBPyConnection", roles: _Roles, columns: Columns) -> dict[str, Answers]:
    """One scan for every role that has a question."""
    probes = {role: identifier_probe(column, role) for role, column in roles.identifiers.items()}
    if columns.date_format is None:
        probes["day_"] = days_text.day_probe(roles.day, "day_")
    for role, column in roles.numbers.items():
        probes[role] = numbers_text.number_probe(column, role)
    return scan(connection, {role: probe for role, probe in probes.items() if probe is not None})


def _day_reading(
    connection: "DuckDBPyConnection",
    source: Source,
    column: Column,
    answers: Mapping[str, Answers],
    form: str | None,
) -> days_text.DayReading:
    if "day_" not in answers:
        return days_text.DayReading(form=form, order="day_first")
    return days_text.reading_of(connection, source, column, answers["day_"])


def _minor_units(tree: Node, scales: Mapping[str, Scaled], digits: int) -> Layers:
    """The layers up to ``revenue_minor``, rounded half away from zero: (2|n| + |d|) // 2|d| with its sign.

    Null where 128 bits do not hold a step, 64 not the result, or a divisor is zero.
    """
    quotient = quotient_of(tree, scales)
    shift = digits + quotient.denominator.scale - quotient.numerator.scale
    numerator, denominator = quotient.numerator.sql, quotient.denominator.sql
    if shift >= 0:
        numerator = f"{numerator} * {whole(10**shift)}"
    else:
        denominator = f"{denominator} * {whole(10**-shift)}"
    if quotient.denominator == ONE and shift >= 0:
        return [{"revenue_minor": f"TRY_CAST(TRY({numerator}) AS BIGINT)"}]
    divisible = " AND ".join(f"{divisor} <> 0" for divisor in quotient.divisors) or "TRUE"
    magnitude = "(2 * ABS(numerator) + ABS(denominator)) // (2 * ABS(denominator))"
    signed = f"CASE WHEN (numerator < 0) = (denominator < 0) THEN {magnitude} ELSE -({magnitude}) END"
    return [
        {
            "numerator": f"TRY(CASE WHEN {divisible} THEN {numerator} END)",
            "denominator": f"TRY({denominator})",
        },
        {"revenue_minor": f"TRY_CAST(TRY({signed}) AS BIGINT)"},
    ]


def _fill(
    connection: "DuckDBPyConnection", groups: Sequence[Layers], minor_units: Layers, *, by_day: bool
) -> None:
    """The calendar begins in 1000, so that 26 read as a year of four digits is no date."""
    day = "CASE WHEN day_on BETWEEN DATE '1000-01-01' AND DATE '9999-12-31' THEN day_on END"
    order_key = "CASE WHEN revenue_minor > 0 THEN occurred_on END" if by_day else "order_id"
    before = max(map(len, groups))
    after: Layers = [{}] * before + [*minor_units, {"occurred_on": day}]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE reading AS "  # noqa: S608
        f"SELECT customer_id, occurred_on, revenue_minor, {order_key} AS order_key"
        f" FROM {stacked([*groups, after])}"
    )
