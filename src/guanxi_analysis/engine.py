"""The one way a statement reaches DuckDB: static SQL files, parameters as one-row tables.

Nothing here builds a measure from strings. A file under ``sql/`` holds one statement and is run unchanged;
what varies from run to run is bound into a table first.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = tuple[Any, ...]


def run(connection: "DuckDBPyConnection", statement: str, values: Sequence[object] = ()) -> list[Row]:
    """Run the file ``sql/<statement>.sql`` with the bound values and return all its rows.

    Raises ``duckdb.Error`` for what the engine refuses, a sum beyond 64 bits among it.
    """
    return connection.execute(_text_of(statement), list(values)).fetchall()


def column_types(connection: "DuckDBPyConnection", table: str) -> dict[str, str]:
    """Return column name → type of a table or view of the connection; empty when there is none."""
    rows = run(connection, "column_types", [table])
    return {str(name): str(kind) for name, kind in rows}


@cache
def _text_of(statement: str) -> str:
    return files("guanxi_analysis").joinpath("sql", f"{statement}.sql").read_text(encoding="utf-8")
