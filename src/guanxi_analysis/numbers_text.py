"""How a column of the amount is read: which mark stands before its decimals, and how many there are.

A text like ``1.234`` says two things. Only a row that can be read in one way (``1.5``, ``1,234.50``)
settles its column; without one, and without ``--decimal``, the column is an error that lists both readings.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from guanxi_analysis.errors import InvalidArgument
from guanxi_analysis.scan import Answers, Layers, Probe
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


def number_probe(column: Column, role: str) -> Probe | None:
    """What has to be known about a column of numbers before its rows are read; nothing of whole numbers."""
    if column.kind is Kind.WHOLE:
        return None
    text, bare, typed = f"{role}text", f"{role}bare", f"{role}typed"
    point, comma = f"{role}point", f"{role}comma"
    point_alone = f"NOT {typed} AND {point} AND NOT {comma}"
    comma_alone = f"NOT {typed} AND {comma} AND NOT {point}"
    marked = f"(CONTAINS({bare}, '.') OR CONTAINS({bare}, ','))"
    return Probe(
        layers=[*_text_layers(column, role), {point: _fits(bare, "."), comma: _fits(bare, ",")}],
        aggregates={
            "point_only": f"MIN({text}) FILTER ({point_alone})",
            "comma_only": f"MIN({text}) FILTER ({comma_alone})",
            "either": f"MIN({text}) FILTER (NOT {typed} AND {point} AND {comma} AND {marked})",
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


def number_layers(column: Column, role: str, reading: NumberReading | None) -> Layers:
    """The layers up to ``<role>value``, the whole number ``value × 10**decimals``; null where it is none.

    Whole numbers need no reading and stay what they are.
    """
    bare, read, plain, value = f"{role}bare", f"{role}read", f"{role}plain", f"{role}value"
    if reading is None:
        return [{value: f"CAST({column.key} AS HUGEINT)"}]
    group = "," if reading.mark == "." else "."
    written = f"CASE WHEN {_fits(bare, reading.mark)}"
    written += f" THEN REPLACE(REPLACE({bare}, '{group}', ''), ',', '.') END"
    expanded = f"CAST(TRY_CAST({read} AS DECIMAL(38, {MOST_DECIMALS})) AS VARCHAR)"
    kept = reading.decimals
    decimals = f"RPAD(SUBSTR(SPLIT_PART({plain}, '.', 2), 1, {kept}), {kept}, '0')"
    return [
        *_text_layers(column, role),
        {read: f"CASE WHEN {role}typed THEN {bare} ELSE {written} END"},
        {plain: f"LTRIM(CASE WHEN {_has_exponent(read)} THEN {expanded} ELSE {read} END, '+')"},
        {value: f"TRY_CAST(SPLIT_PART({plain}, '.', 1) || {decimals} AS HUGEINT)"},
    ]


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


def _text_layers(column: Column, role: str) -> Layers:
    """``typed`` tells values that are numbers already, ``bare`` is the text without what says nothing."""
    text, signed, bare = f"{role}text", f"{role}signed", f"{role}bare"
    typed = "FALSE" if column.kind is Kind.TEXT else "TRUE"
    if column.kind is Kind.CELL:
        typed = f"COALESCE(LEFT({column.key}, 1) = 'n', FALSE)"
    minus = f"CASE WHEN LEFT({text}, 1) = '−' THEN '-' || SUBSTR({text}, 2) ELSE {text} END"
    gapless = f"TRANSLATE({signed}, {quoted_text(_GAPS)}, '')"
    gapped = f"REGEXP_FULL_MATCH({signed}, {quoted_text(_GAPPED)})"
    return [
        {text: text_of(column), f"{role}typed": typed},
        {signed: minus},
        {bare: f"CASE WHEN {gapped} THEN {gapless} ELSE {signed} END"},
    ]


def _fits(bare: str, mark: Mark) -> str:
    """Whether the text is a number under the mark.

    A text with the other mark alone is one only in groups of three, so that most need no second pattern.
    """
    other = "," if mark == "." else "."
    alone = f"CONTAINS({bare}, '{other}') AND NOT CONTAINS({bare}, '{mark}')"
    ungrouped = f"{alone} AND SUBSTR({bare}, -4, 1) <> '{other}'"
    matched = f"COALESCE(REGEXP_FULL_MATCH({bare}, {quoted_text(_PATTERNS[mark])}), FALSE)"
    return f"CASE WHEN {ungrouped} THEN FALSE ELSE {matched} END"


def _has_exponent(text: str) -> str:
    return f"CONTAINS({text}, 'e') OR CONTAINS({text}, 'E')"


def _decimals_of(bare: str, mark: Mark) -> str:
    written = f"LENGTH(RTRIM(SPLIT_PART({bare}, '{mark}', 2), '0'))"
    return f"CASE WHEN {_has_exponent(bare)} THEN {MOST_DECIMALS} ELSE {written} END"
