"""Facts as integers for the engine that ranks."""

import csv
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guanxi.domain.classification.facts import Facts
from guanxi.domain.customers.models import Customer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS = ("customer_id", "ranked", "occurred_on", "order_key", "revenue_minor", "contribution_minor")


@contextmanager
def engine_with(
    facts: Facts,
    customers: Mapping[int, Customer],
    *,
    unranked_purposes: Collection[str],
    costs: Mapping[int, int] | None,
) -> "Iterator[DuckDBPyConnection]":
    """A DuckDB connection with the table `facts` (guanxi_analysis.schemas.FACTS) of all completed shipments.

    The rows are read through the run's own transaction, so the ranking and the groups see the same facts.
    Customers, given by id, are named by their number: ranks then agree between databases. A customer's
    `costs` are taken off its newest shipment, so that its contribution is exact over any window that ends on
    the as-of day.
    """
    import duckdb

    with TemporaryDirectory(prefix="guanxi-facts-") as folder, duckdb.connect() as connection:
        file = Path(folder) / "facts.csv"
        _write(file, facts, customers, unranked_purposes, costs)
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute(
            "CREATE TABLE facts AS SELECT * FROM read_csv(?, "
            "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {"
            "'customer_id': 'VARCHAR', 'ranked': 'BOOLEAN', 'occurred_on': 'DATE', "
            "'order_key': 'BIGINT', 'revenue_minor': 'BIGINT', 'contribution_minor': 'BIGINT'})",
            [str(file)],
        )
        yield connection


def _write(
    file: Path,
    facts: Facts,
    customers: Mapping[int, Customer],
    unranked_purposes: Collection[str],
    costs: Mapping[int, int] | None,
) -> None:
    named = {pk: (one.number, one.purpose not in unranked_purposes) for pk, one in customers.items()}
    owed = dict(costs or {})
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_COLUMNS)
        for customer_id, delivered_on, key, revenue in facts.completed():
            # An import that began before somebody entered the customer by hand may know its shipments first.
            if customer_id not in named:
                continue
            contribution = None if costs is None else (revenue or 0) - owed.pop(customer_id, 0)
            writer.writerow([*named[customer_id], delivered_on, key, revenue, contribution])
