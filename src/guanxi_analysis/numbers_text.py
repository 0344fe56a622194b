"""How a column of the amount is read: which mark stands before its decimals, and how many there are.

A text like ``1.234`` says two things. Only a row that can be read in one way (``1.5``, ``1,234.50``)
settles its column; without one, and without ``--decimal``, the column is an error that lists both readings.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from guanxi_analysis.errors import InvalidArgument
from guanxi_analysis.scan import Answers, Probe
from guanxi_analysis.source import Column, Kind, Source, UnreadableColumn, text_of
from guanxi_analysis.sql_text import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Mark = Literal[".", ","]

# Decimals beyond these are cut off. Rounding to the minor unit is not touched by that, a half being a half
# whatever follows, and the noise of binary floating point (0.30000000000000004) lies beyond.
MOST_DECIMALS = 15

_EXPONENT = r"(?:[eE][+-]?\d{1,3})"
_PATTERNS: dict[Mark, str] = {
    ".": rf"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+){_EXPONENT}?|[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d*)?)",
    ",": rf"[+-]?(?:(?:\d+(?:,\d*)?|,\d+){_EXPONENT}?|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d*)?)",
}
# Blanks and apostrophes between groups of three digits say nothing about the decimal mark.
_GAPS = " \u00a0\u202f'’"
_GAPPED = rf"[+-]?\d{{1,3}}(?:[{_GAPS}]\d{{3}})+(?:[.,]\d*)?"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The settled decimal mark of a column and the decimals its scaled whole numbers keep."""

    mark: Mark
    decimals: int


def mark_of(text: str) -> Mark:
    """The decimal mark of an argument. Raises InvalidArgument unless it is a point or a comma."""
    marks: dict[str, Mark] = {".": ".", ",": ","}
    if text not in marks:
        raise InvalidArgument("decimal_unknown", value=text)
    return marks[text]


def number_probe(column: Column, prefix: str) -> Probe:
    """What has to be known about a column of numbers before its rows are read."""
    text, bare, typed = f"{prefix}text", f"{prefix}bare", f"{prefix}typed"
    point, comma = f"{prefix}point", f"{prefix}comma"
    written = f"NOT {typed}"
    return Probe(
        values={text: text_of(column), bare: _bare(column), typed: _is_typed(column)},
        derived={point: _fits(bare, "."), comma: _fits(bare, ",")},
        aggregates={
            "point_only": f"MIN({text}) FILTER ({written} AND {point} AND NOT {comma})",
            "comma_only": f"MIN({text}) FILTER ({written} AND {comma} AND NOT {point})",
            "either": f"MIN({text}) FILTER ({written} AND {point} AND {comma}"
            f" AND (CONTAINS({bare}, '.') OR CONTAINS({bare}, ',')))",
            "point_decimals": f"MAX({_decimals_of(bare, '.')}) FILTER ({point})",
            "comma_decimals": f"MAX({_decimals_of(bare, ',')}) FILTER ({comma})",
            "typed_decimals": f"MAX({_decimals_of(bare, '.')}) FILTER ({typed} AND {point})",
            "readable": f"COUNT(*) FILTER ({point} OR {comma})",
            "example": f"MIN({text}) FILTER ({text} <> '')",
        },
    )


def reading_of(
    connection: "DuckDBPyConnection",
    source: Source,
    column: Column,
    answers: Answers,
    wanted: Mark | None,
) -> NumberReading:
    """Settle a column's decimal mark, the `wanted` one if there is one.

    Raises UnreadableColumn when the column is ambiguous, mixes both marks or holds no number at all.
    """
    example = answers.text("example")
    if example is not None and not answers.number("readable"):
        row = source.row_of(connection, column, example)
        raise UnreadableColumn("column_no_number", column=column.name, row=row, example=example)
    mark = wanted or _settled(connection, source, column, answers)
    name = "point" if mark == "." else "comma"
    decimals = max(answers.number(f"{name}_decimals"), answers.number("typed_decimals"))
    return NumberReading(mark, min(max(decimals, 1), MOST_DECIMALS))


def decimal_text(column: Column, reading: NumberReading | None) -> str:
    """SQL of a value's decimal text with a point and no groups; null where it is not a number.

    Whole numbers need no reading and stay what they are.
    """
    if reading is None:
        return column.key
    bare = _bare(column)
    group = "," if reading.mark == "." else "."
    plain = f"REPLACE(REPLACE({bare}, '{group}', ''), ',', '.')"
    written = f"CASE WHEN {_fits(bare, reading.mark)} THEN {plain} END"
    if column.kind is Kind.TEXT:
        return written
    return f"CASE WHEN {_is_typed(column)} THEN {bare} ELSE {written} END"


def scaled_number(text: str, reading: NumberReading | None) -> str:
    """SQL of the whole number ``value × 10**decimals`` from decimal text; null where that is none."""
    if reading is None:
        return f"CAST({text} AS HUGEINT)"
    expanded = (
        f"REPLACE(CASE WHEN CONTAINS(LOWER({text}), 'e')"
        f" THEN CAST(TRY_CAST({text} AS DECIMAL(38, {MOST_DECIMALS})) AS VARCHAR) ELSE {text} END, '+', '')"
    )
    kept = reading.decimals
    decimals = f"RPAD(SUBSTR(SPLIT_PART({expanded}, '.', 2), 1, {kept}), {kept}, '0')"
    return f"TRY_CAST(SPLIT_PART({expanded}, '.', 1) || {decimals} AS HUGEINT)"


def _settled(connection: "DuckDBPyConnection", source: Source, column: Column, answers: Answers) -> Mark:
    point, comma = answers.text("point_only"), answers.text("comma_only")
    either = answers.text("either")
    if point is not None and comma is not None:
        raise UnreadableColumn(
            "number_mixed",
            column=column.name,
            row=source.row_of(connection, column, point),
            example=point,
            other_row=source.row_of(connection, column, comma),
            other=comma,
        )
    if point is None and comma is None and either is not None:
        raise UnreadableColumn(
            "number_ambiguous",
            column=column.name,
            row=source.row_of(connection, column, either),
            example=either,
            point=either.replace(",", ""),
            comma=either.replace(".", "").replace(",", "."),
        )
    return "," if comma is not None else "."


def _is_typed(column: Column) -> str:
    if column.kind is Kind.CELL:
        return f"COALESCE(LEFT({column.key}, 1) = 'n', FALSE)"
    return "FALSE" if column.kind is Kind.TEXT else "TRUE"


def _bare(column: Column) -> str:
    text = f"REPLACE({text_of(column)}, '−', '-')"
    if column.kind not in (Kind.TEXT, Kind.CELL):
        return text
    gapless = f"TRANSLATE({text}, {quoted_text(_GAPS)}, '')"
    return f"CASE WHEN REGEXP_FULL_MATCH({text}, {quoted_text(_GAPPED)}) THEN {gapless} ELSE {text} END"


def _fits(bare: str, mark: Mark) -> str:
    return f"COALESCE(REGEXP_FULL_MATCH({bare}, {quoted_text(_PATTERNS[mark])}), FALSE)"


def _decimals_of(bare: str, mark: Mark) -> str:
    written = f"LENGTH(RTRIM(SPLIT_PART({bare}, '{mark}', 2), '0'))"
    return f"CASE WHEN CONTAINS(LOWER({bare}), 'e') THEN {MOST_DECIMALS} ELSE {written} END"
