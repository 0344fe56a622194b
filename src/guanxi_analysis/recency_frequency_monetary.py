"""The summary every purchase model starts from: how often, how recently, how long known, how much (D24)."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from guanxi_analysis.engine import run
from guanxi_analysis.schemas import require_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class PurchaseRhythm(NamedTuple):
    """One customer by day. `frequency` counts the purchase days after the first one.

    `recency_days` is from the first to the last purchase day, `age_days` from the first to the end of
    observation; `repeat_revenue_minor` divided by `frequency` is the mean spend of a repeat day.
    """

    customer_id: str | int
    frequency: int
    recency_days: int
    age_days: int
    repeat_revenue_minor: int


def recency_frequency_monetary(
    connection: "DuckDBPyConnection", *, observed_until: date
) -> tuple[PurchaseRhythm, ...]:
    """Summarise the table `facts` (columns: schemas.FACTS) up to a day, one row per customer, by identifier.

    All facts of a day are one purchase; unknown revenue adds nothing. Equal to
    ``lifetimes.utils.summary_data_from_transaction_data`` by day, in whole minor units. Raises InvalidFacts.
    """
    summarise_purchases(connection, observed_until=observed_until)
    rows = run(connection, "purchase_rhythm_rows")
    return tuple(PurchaseRhythm(*row) for row in rows)


def summarise_purchases(connection: "DuckDBPyConnection", *, observed_until: date) -> None:
    """Leave the same rows in the temporary table `purchase_rhythm`."""
    require_facts(connection)
    run(connection, "rhythm_parameters", [observed_until])
    run(connection, "purchase_day")
    run(connection, "purchase_rhythm")
