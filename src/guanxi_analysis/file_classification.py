"""Value tiers of the customers in one file: columns named by the reader in, rows with reasons out."""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from guanxi_analysis import file_output
from guanxi_analysis.engine import run
from guanxi_analysis.file_facts import Columns, read_facts
from guanxi_analysis.file_output import Wording
from guanxi_analysis.fingerprint import fingerprint
from guanxi_analysis.policy import TierPolicy
from guanxi_analysis.source import UnreadableFile
from guanxi_analysis.source_file import open_source
from guanxi_analysis.tiers import TierSummary, rank_customers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Step = Literal["open", "read", "rank", "write"]
STEPS: tuple[Step, ...] = ("open", "read", "rank", "write")
EXCLUSIONS = ("missing_customer", "bad_date", "bad_amount", "after_as_of")


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """Everything that decides the result. `as_of` None is the latest accepted date of the file."""

    file: Path
    columns: Columns
    as_of: date | None
    window_days: int
    policy: TierPolicy
    encoding: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """What was found: the summary of the ranking, what was left out and why, returns, and the hash.

    `returns_minor` is the (negative) sum of the `returns_rows` accepted rows below zero.
    """

    summary: TierSummary
    excluded_rows: Mapping[str, int]
    returns_rows: int
    returns_minor: int
    hash: str

    def report(self) -> dict[str, Any]:
        """The result as plain values for JSON, keys in the order of the documentation."""
        summary = self.summary
        return {
            "as_of": summary.as_of.isoformat(),
            "window_days": summary.window_days,
            "customers": summary.customers,
            "active": summary.active,
            "excluded_rows": dict(self.excluded_rows),
            "returns": {"rows": self.returns_rows, "revenue_minor": self.returns_minor},
            "cuts": {
                cut.tier: {"rank": cut.last_rank, "revenue_minor": cut.revenue_minor} for cut in summary.cuts
            },
            "ties": [
                {
                    "tier": tie.tier,
                    "rank": tie.last_rank,
                    "revenue_minor": tie.revenue_minor,
                    "customers": list(tie.customers),
                }
                for tie in summary.ties
            ],
            "counts": summary.counts,
            "small_n": summary.small_n,
            "hash": self.hash,
        }


def classify_file(
    question: FileQuestion,
    *,
    wording: Wording,
    output: Path,
    report: Path | None = None,
    on_step: Callable[[Step], None] = lambda step: None,
) -> FileResult:
    """Rank the customers of a CSV, Parquet or XLSX file and write one row each to `output`.

    Every accepted row is one fact; a customer is active with a positive row in the window. `on_step` is told
    each of STEPS before it begins. Raises AnalysisError in all its kinds; then nothing was written.
    """
    import duckdb

    file_output.require_output(output, report, question.file)
    with tempfile.TemporaryDirectory(prefix="guanxi-") as folder:
        workspace = Path(folder)
        with duckdb.connect(config={"temp_directory": str(workspace / "spill")}) as connection:
            on_step("open")
            source = open_source(
                connection,
                question.file,
                encoding=question.encoding,
                sheet=question.sheet,
                workspace=workspace,
            )
            on_step("read")
            try:
                read_facts(connection, source, question.columns)
            except duckdb.Error as error:
                raise _unreadable(question.file, error) from error
            result = _ranked(connection, question, wording, on_step)
            on_step("write")
            file_output.write(connection, output, report, result.report())
    return result


def _ranked(
    connection: "DuckDBPyConnection",
    question: FileQuestion,
    wording: Wording,
    on_step: Callable[[Step], None],
) -> FileResult:
    on_step("rank")
    as_of = question.as_of or _latest_day(connection, question.file)
    run(connection, "file_parameters", [as_of])
    [excluded] = run(connection, "file_excluded")
    run(connection, "file_facts")
    summary = rank_customers(
        connection,
        as_of=as_of,
        window_days=question.window_days,
        policy=question.policy,
        active_by="positive_amount",
    )
    [(returns_rows, returns_minor)] = run(connection, "file_returns")
    file_output.lay_rows(connection, wording)
    return FileResult(
        summary=summary,
        excluded_rows=dict(zip(EXCLUSIONS, excluded, strict=True)),
        returns_rows=returns_rows,
        returns_minor=int(returns_minor),
        hash=_hash(connection, question, summary),
    )


def _latest_day(connection: "DuckDBPyConnection", path: Path) -> date:
    [(latest,)] = run(connection, "file_latest_day")
    if latest is None:
        raise UnreadableFile("file_without_rows", path=path.name)
    return date.fromisoformat(str(latest))


def _hash(connection: "DuckDBPyConnection", question: FileQuestion, summary: TierSummary) -> str:
    """How the file was written (encoding, marks, date form, sheet) is no part: same facts, same hash."""
    columns = question.columns
    arguments = {
        "customer": columns.customer,
        "date": columns.date,
        "amount": columns.amount,
        "order": columns.order,
        "currency": columns.currency,
        "as_of": summary.as_of.isoformat(),
        "window_days": summary.window_days,
    }
    lines = file_output.lines(connection, summary.customers)
    return fingerprint(policy=question.policy.canonical(), arguments=arguments, lines=lines)


def _unreadable(path: Path, error: Exception) -> UnreadableFile:
    """The engine's complaint about a row, cut down to the row and what is wrong with it."""
    text = str(error)
    first = text.partition("\n")[0].rstrip(". ")
    line = re.search(r"CSV Error on Line: (\d+)", text)
    if line is None:
        return UnreadableFile("file_unreadable", path=path.name, detail=first)
    if width := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text):
        return UnreadableFile(
            "file_line_width", path=path.name, line=line[1], expected=width[1], found=width[2]
        )
    if "quote" in text.partition("Possible fixes")[0]:
        return UnreadableFile("file_line_quote", path=path.name, line=line[1])
    return UnreadableFile("file_line", path=path.name, line=line[1], detail=first)
