"""Identifiers of customers and orders: text, and where the file holds numbers, numbers without ``.0``."""

from guanxi_analysis.scan import Answers, Probe
from guanxi_analysis.source import Column, Kind, text_of

_WHOLE = r"-?\d+(?:\.0+)?"


def identifier_probe(column: Column, prefix: str) -> Probe:
    """Whether all identifiers of a column are whole numbers, so that ``17850.0`` is 17850."""
    text = f"{prefix}text"
    whole = f"REGEXP_FULL_MATCH({text}, '{_WHOLE}')"
    return Probe(
        values={text: text_of(column)},
        derived={f"{prefix}whole": whole},
        aggregates={
            "others": f"COUNT(*) FILTER ({text} <> '' AND NOT {prefix}whole)",
        },
    )


def is_whole(column: Column, answers: Answers) -> bool:
    """Whether ``.0`` carries no meaning in the column: floating-point columns, and all-number ones."""
    return column.kind is Kind.FLOAT or answers.number("others") == 0


def identifier_of(column: Column, *, whole: bool) -> str:
    """SQL of a row's identifier; null where it is blank or not a number in a floating-point column."""
    text = text_of(column)
    if column.kind is Kind.FLOAT:
        exact = f"ABS({column.key}) < 9e18 AND {column.key} = TRUNC({column.key})"
        text = (
            f"CASE WHEN ISNAN({column.key}) OR ISINF({column.key}) THEN NULL"
            f" WHEN {exact} THEN CAST(CAST({column.key} AS BIGINT) AS VARCHAR) ELSE {text} END"
        )
    elif whole:
        text = f"REGEXP_REPLACE({text}, '\\.0+$', '')"
    return f"NULLIF({text}, '')"
