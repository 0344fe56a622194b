"""Speed of the workshop against its peers, as ratios inside one run on the same machine and the same facts.

    .venv/bin/python -m benchmarks.classification             # 50,000 customers, half a minute
    .venv/bin/python -m benchmarks.classification 1000000     # 1 million customers, some 10 million orders

Every variant runs in a process of its own, since memory is compared as well; rounds are interleaved and the
median is printed. Facts come from one seed: two years of orders, their number per customer exponential, their
amounts log-normal, written as zstd Parquet by date. Needs the development group (pandas, lifetimes).
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import duckdb

CUSTOMERS = 50_000
ROUNDS = 3
AS_OF = date(2025, 6, 30)
_GENERATE = """
COPY (
    SELECT customer_id, DATE '2023-07-01' + CAST(FLOOR(RANDOM() * 730) AS INTEGER) AS occurred_on,
        CAST(FLOOR(EXP(8 + 2 * SQRT(-2 * LN(RANDOM() + 1e-12)) * COS(6.283185307 * RANDOM()))) AS BIGINT)
            AS revenue_minor
    FROM (
        SELECT customer AS customer_id, UNNEST(RANGE(1 + CAST(FLOOR(-9.4 * LN(RANDOM() + 1e-12)) AS INTEGER)))
        FROM RANGE(?) AS customers(customer)
    )
    ORDER BY occurred_on
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
_FACTS = """
CREATE TABLE facts AS
SELECT customer_id, TRUE AS ranked, occurred_on, occurred_on AS order_key, revenue_minor,
    CAST(NULL AS BIGINT) AS contribution_minor
FROM read_parquet(?)
"""


def raw_pass(path: str) -> None:
    """The least any classification has to do: one grouping by customer."""
    duckdb.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS"
        " SELECT customer_id, COUNT(*), SUM(revenue_minor), MAX(occurred_on)"
        " FROM read_parquet(?) GROUP BY customer_id",
        [path],
    )


def value_tiers_of_facts(path: str) -> None:
    """Ranks, tiers, shares, cuts and ties of every customer."""
    from guanxi_analysis import rank_customers, shipped_policy

    connection = duckdb.connect()
    connection.execute(_FACTS, [path])
    rank_customers(connection, as_of=AS_OF, window_days=365, policy=shipped_policy(), active_by="order")


def value_tiers_of_file(path: str) -> None:
    """The same from the file to the written result with its reasons and hash."""
    from guanxi_analysis import Columns, FileQuestion, Wording, classify_file, shipped_policy

    columns = Columns("customer_id", "occurred_on", "revenue_minor", None, "JPY", None, None)
    reasons = ("ranked", "ranked_at_tie", "too_few", "no_positive_amount")
    with tempfile.TemporaryDirectory() as folder:
        classify_file(
            FileQuestion(Path(path), columns, AS_OF, 365, shipped_policy()),
            wording=Wording(reasons=dict.fromkeys(reasons, "%(rank)s of %(ranked)s"), tiers={}),
            output=Path(folder) / "tiers.parquet",
        )


def pandas_groupby(path: str) -> None:
    """Recency, frequency and money of the window by pandas, with rank and tier by sorting."""
    import pandas

    facts = pandas.DataFrame(duckdb.execute("SELECT * FROM read_parquet(?)", [path]).fetchnumpy())
    facts = facts[facts["occurred_on"] <= pandas.Timestamp(AS_OF)]
    recent = facts[facts["occurred_on"] > pandas.Timestamp(AS_OF) - pandas.Timedelta(days=365)]
    by_customer = recent.groupby("customer_id")
    summary = pandas.DataFrame(
        {
            "revenue": by_customer["revenue_minor"].sum(),
            "orders": by_customer["occurred_on"].nunique(),
            "last_on": by_customer["occurred_on"].max(),
            "first_on": facts.groupby("customer_id")["occurred_on"].min(),
        }
    ).dropna()
    summary = summary.sort_values(["revenue", "orders", "first_on"], ascending=[False, False, True])
    summary["rank"] = range(1, len(summary) + 1)
    summary["tier"] = pandas.cut(summary["rank"] / len(summary), [0, 0.01, 0.05, 0.2, 1])


def purchase_summary(path: str) -> None:
    """Frequency, recency, age and repeat revenue of every customer."""
    from guanxi_analysis.recency_frequency_monetary import summarise_purchases

    connection = duckdb.connect()
    connection.execute(_FACTS, [path])
    summarise_purchases(connection, observed_until=AS_OF)


def lifetimes_summary(path: str) -> None:
    """The same summary by lifetimes."""
    import pandas
    from lifetimes.utils import summary_data_from_transaction_data

    facts = pandas.DataFrame(duckdb.execute("SELECT * FROM read_parquet(?)", [path]).fetchnumpy())
    summary_data_from_transaction_data(
        facts, "customer_id", "occurred_on", "revenue_minor", observation_period_end=AS_OF.isoformat()
    )


VARIANTS: dict[str, Callable[[str], None]] = {
    variant.__name__: variant
    for variant in (
        raw_pass,
        value_tiers_of_facts,
        value_tiers_of_file,
        pandas_groupby,
        purchase_summary,
        lifetimes_summary,
    )
}
# Ours, theirs, and the bar of the design: at most this many times theirs.
BARS = (
    ("value_tiers_of_facts", "raw_pass", 3.0),
    ("value_tiers_of_facts", "pandas_groupby", 0.5),
    ("purchase_summary", "lifetimes_summary", 1 / 8),
)


def main() -> None:
    """Generate, run every variant in rounds, print medians and ratios."""
    if len(sys.argv) == 3:
        print(json.dumps(_measured(VARIANTS[sys.argv[1]], sys.argv[2])))
        return
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "facts.parquet")
        duckdb.execute("SELECT SETSEED(0.5)")
        duckdb.execute("SET threads = 1")
        duckdb.execute(_GENERATE.format(path=path), [customers])
        [(orders,)] = duckdb.execute("SELECT COUNT(*) FROM read_parquet(?)", [path]).fetchall()
        print(f"{customers:,} customers, {orders:,} orders, DuckDB {duckdb.__version__}")
        seconds = _rounds(path)
    for ours, theirs, bar in BARS:
        ratio = seconds[ours] / seconds[theirs]
        print(f"{ours} / {theirs}: {ratio:.2f} (bar {bar:.2f})")


def _rounds(path: str) -> dict[str, float]:
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in VARIANTS}
    for _ in range(ROUNDS):
        for name in VARIANTS:
            command = [sys.executable, "-W", "ignore", "-m", "benchmarks.classification", name, path]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs[name].append(json.loads(done.stdout))
    seconds = {name: median(run["seconds"] for run in found) for name, found in runs.items()}
    for name, found in runs.items():
        megabytes = median(run["megabytes"] for run in found)
        print(f"{name:22} {seconds[name]:8.3f} s {megabytes:8.0f} MB")
    return seconds


def _measured(variant: Callable[[str], None], path: str) -> dict[str, float]:
    duckdb.execute("SELECT COUNT(*) FROM read_parquet(?)", [path]).fetchall()
    if "pandas" in variant.__name__ or "lifetimes" in variant.__name__:
        import lifetimes.utils  # noqa: F401 - importing is not what is compared
    start = time.perf_counter()
    variant(path)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    main()
