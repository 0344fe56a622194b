"""The tables the workshop expects to find in the connection."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from guanxi_analysis.engine import column_types
from guanxi_analysis.errors import InvalidFacts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Table or view `facts`, one row per completed shipment or per accepted row of a file:
#   customer_id         text or integer, never null; the last tie-break in its own order
#   ranked              false keeps the customer out of ranks, tiers and shares (internal units, D20)
#   occurred_on         day of completion
#   order_key           any type; distinct non-null values are counted as orders
#   revenue_minor       net of this row in minor units of one currency, returns negative; null = not known
#   contribution_minor  null until cost-to-serve is known (D26); breaks ties before the orders do (D17)
FACTS = {
    "customer_id": None,
    "ranked": "BOOLEAN",
    "occurred_on": "DATE",
    "order_key": None,
    "revenue_minor": "BIGINT",
    "contribution_minor": "BIGINT",
}

# Table or view `shipments`, one row per completed shipment. Texts are empty, never null, where not on file.
#   revenue_minor  minor units of one currency, weight_g grams, packages pieces; null = not known
SHIPMENTS = {
    "customer_id": None,
    "occurred_on": "DATE",
    "revenue_minor": "BIGINT",
    "weight_g": "BIGINT",
    "packages": "BIGINT",
    "mode": "VARCHAR",
    "service": "VARCHAR",
    "origin": "VARCHAR",
    "destination": "VARCHAR",
}


def require_facts(connection: "DuckDBPyConnection") -> None:
    """Raise InvalidFacts when `facts` lacks a column or holds money or dates in another type."""
    require_table(connection, "facts", FACTS)


def require_table(connection: "DuckDBPyConnection", table: str, columns: Mapping[str, str | None]) -> None:
    """Raise InvalidFacts when `table` lacks one of `columns` or holds it in a type other than the named."""
    found = column_types(connection, table)
    for column, expected in columns.items():
        if column not in found:
            raise InvalidFacts("facts_column_missing", table=table, column=column)
        if expected is not None and found[column] != expected:
            raise InvalidFacts(
                "facts_column_type", table=table, column=column, expected=expected, found=found[column]
            )
