"""Identifiers of customers and orders: text, and where the file holds numbers, numbers without ``.0``."""

from guanxi_analysis.scan import Answers, Layers, Probe
from guanxi_analysis.source import Column, Kind, text_of

_WHOLE = r"-?\d+(?:\.0+)?"


def identifier_probe(column: Column, role: str) -> Probe | None:
    """Whether all identifiers of a column are whole numbers, so that ``17850.0`` is 17850."""
    if column.kind in (Kind.WHOLE, Kind.FLOAT):
        return None
    text = f"{role}text"
    return Probe(
        layers=[{text: text_of(column)}],
        aggregates={
            "others": f"COUNT(*) FILTER ({text} <> '' AND NOT REGEXP_FULL_MATCH({text}, '{_WHOLE}'))"
        },
    )


def identifier_layers(column: Column, role: str, answers: Answers | None) -> Layers:
    """The layers up to ``<role>id``: null where it is blank, or no number in a floating-point column."""
    text, key = f"{role}text", column.key
    identifier = text
    if column.kind is Kind.FLOAT:
        exact = f"ABS({key}) < 9e18 AND {key} = TRUNC({key})"
        identifier = (
            f"CASE WHEN ISNAN({key}) OR ISINF({key}) THEN NULL"
            f" WHEN {exact} THEN CAST(CAST({key} AS BIGINT) AS VARCHAR) ELSE {text} END"
        )
    elif answers is not None and answers.number("others") == 0:
        identifier = f"REGEXP_REPLACE({text}, '\\.0+$', '')"
    return [{text: text_of(column)}, {f"{role}id": f"NULLIF({identifier}, '')"}]
