"""The purchase summary against the one of `lifetimes`, on CDNOW and on invented facts."""

import os
from datetime import date
from pathlib import Path

import duckdb
import lifetimes
import pandas
import pytest
from lifetimes.utils import summary_data_from_transaction_data

from guanxi_analysis import recency_frequency_monetary
from tests.analysis.facts import AS_OF, fact, table_of

END_OF_CDNOW = date(1998, 6, 30)


def cdnow(name: str) -> Path:
    """A file of the development dependency `lifetimes`: customer, (number,) day, quantity, dollars."""
    return Path(os.path.dirname(lifetimes.__file__)) / "datasets" / name


def facts_of(transactions: pandas.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("transactions", transactions)
    connection.execute(
        "CREATE TABLE facts AS SELECT customer AS customer_id, true AS ranked, day::DATE AS occurred_on,"
        " NULL::VARCHAR AS order_key, round(dollars * 100)::BIGINT AS revenue_minor,"
        " NULL::BIGINT AS contribution_minor FROM transactions"
    )
    return connection


def test_cdnow_has_the_summary_lifetimes_gives() -> None:
    transactions = pandas.read_csv(
        cdnow("CDNOW_master.txt"),
        sep=r"\s+",
        names=["customer", "day", "quantity", "dollars"],
        header=0,
        dtype={"customer": str, "day": str},
    )
    transactions["day"] = pandas.to_datetime(transactions["day"], format="%Y%m%d")
    theirs = summary_data_from_transaction_data(
        transactions, "customer", "day", "dollars", observation_period_end=END_OF_CDNOW.isoformat()
    )

    ours = recency_frequency_monetary(facts_of(transactions), observed_until=END_OF_CDNOW)

    assert len(ours) == 23_570
    assert [row.customer_id for row in ours] == list(theirs.index)
    assert [row.frequency for row in ours] == theirs["frequency"].astype(int).tolist()
    assert [row.recency_days for row in ours] == theirs["recency"].astype(int).tolist()
    assert [row.age_days for row in ours] == theirs["T"].astype(int).tolist()
    means = [row.repeat_revenue_minor / (row.frequency or 1) / 100 for row in ours]
    assert means == pytest.approx(theirs["monetary_value"].tolist(), abs=1e-9)


def test_one_purchase_is_a_customer_without_rhythm() -> None:
    [row] = recency_frequency_monetary(table_of([fact("a", 500, days_ago=40)]), observed_until=AS_OF)

    assert (row.frequency, row.recency_days, row.age_days, row.repeat_revenue_minor) == (0, 0, 40, 0)


def test_what_happens_on_one_day_is_one_purchase_and_the_first_day_s_money_is_left_out() -> None:
    facts = [
        fact("a", 500, days_ago=40),
        fact("a", 300, days_ago=40),
        fact("a", 70, days_ago=30),
        fact("a", None, days_ago=30),
        fact("a", 5, days_ago=10),
        fact("a", 9_999, days_ago=-1),
    ]

    [row] = recency_frequency_monetary(table_of(facts), observed_until=AS_OF)

    assert (row.frequency, row.recency_days, row.age_days, row.repeat_revenue_minor) == (2, 30, 40, 75)
