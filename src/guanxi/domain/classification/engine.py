"""Purchases as integers for the engine that ranks."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Purchase(NamedTuple):
    """A row of guanxi_analysis.schemas.FACTS: one completed shipment of the customer with this number."""

    customer_id: str
    ranked: bool
    occurred_on: date
    order_key: int
    revenue_minor: int | None
    contribution_minor: int | None


@contextmanager
def engine_with(purchases: Iterable[Purchase]) -> "Iterator[DuckDBPyConnection]":
    """A DuckDB connection with the table `facts` (guanxi_analysis.schemas.FACTS) of these purchases."""
    import duckdb

    with TemporaryDirectory(prefix="guanxi-facts-") as folder, duckdb.connect() as connection:
        file = Path(folder) / "facts.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(Purchase._fields)
            writer.writerows(purchases)
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute(
            "CREATE TABLE facts AS SELECT * FROM read_csv(?, "
            "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {"
            "'customer_id': 'VARCHAR', 'ranked': 'BOOLEAN', 'occurred_on': 'DATE', "
            "'order_key': 'BIGINT', 'revenue_minor': 'BIGINT', 'contribution_minor': 'BIGINT'})",
            [str(file)],
        )
        yield connection
