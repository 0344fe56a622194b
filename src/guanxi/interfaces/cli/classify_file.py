"""`guanxi classify FILE`: value tiers of the customers in a file, without Django and without a database."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date as Day
from pathlib import Path
from threading import Timer

from guanxi.interfaces.cli.house import complain, tell
from guanxi.interfaces.cli.wording import gettext as _
from guanxi_analysis import (
    EXCLUSIONS,
    STEPS,
    AnalysisError,
    Columns,
    FileQuestion,
    FileResult,
    InvalidArgument,
    InvalidExpression,
    InvalidOutput,
    Step,
    Wording,
    mark_of,
    read_policy,
    shipped_policy,
)
from guanxi_analysis import classify_file as ask

UNREADABLE = 1
USAGE = 2
SECONDS_BEFORE_PROGRESS = 1.0


def classify_file(
    file: Path,
    *,
    customer: str,
    date: str,
    amount: str,
    order: str | None,
    as_of: Day | None,
    window: int | None,
    currency: str,
    policy: Path | None,
    date_format: str | None,
    encoding: str | None,
    decimal: str | None,
    sheet: str | None,
    output: Path,
    report: Path | None,
) -> int:
    """Classify, write the rows and the report, say what was found, and return the exit code.

    0 also where rows were left out (they are told on standard error), 1 for a file, column or policy that
    cannot be read or an output that cannot be written, 2 for arguments that make no sense.
    """
    try:
        rules = read_policy(policy) if policy is not None else shipped_policy()
        mark = mark_of(decimal) if decimal is not None else None
        days = window if window is not None else rules.window_days
        columns = Columns(customer, date, amount, order, currency, date_format, mark)
        question = FileQuestion(file, columns, as_of, days, rules, encoding, sheet)
        words = wording()
        with _progress() as on_step:
            result = ask(question, wording=words, output=output, report=report, on_step=on_step)
    except AnalysisError as error:
        complain(_(error.sentence) % error.parameters)
        return _exit_code_of(error)
    _tell_excluded(result)
    _tell_result(result, output, chosen=as_of is not None)
    return 0


def wording() -> Wording:
    """The reasons and tier names of the rows in the reader's language."""
    return Wording(
        reasons={
            "ranked": _(
                "Rank %(rank)s of %(ranked)s active customers by net revenue;"
                " %(tier)s is rank %(first_rank)s to %(last_rank)s."
            ),
            "ranked_at_tie": _(
                "Rank %(rank)s of %(ranked)s active customers by net revenue;"
                " %(tier)s is rank %(first_rank)s to %(last_rank)s. Revenue is equal across a cut:"
                " orders, then first date, then identifier decided."
            ),
            "too_few": _(
                "Rank %(rank)s of %(ranked)s active customers by net revenue;"
                " no tier, since fewer than %(minimum)s are active."
            ),
            "no_positive_amount": _(
                "Not active: no positive amount from %(window_from)s to %(as_of)s; last row on %(last_on)s."
            ),
        },
        tiers=_tiers(),
    )


def _tiers() -> dict[str, str]:
    return {"platinum": _("platinum"), "gold": _("gold"), "iron": _("iron"), "lead": _("lead")}


def _exit_code_of(error: AnalysisError) -> int:
    if isinstance(error, InvalidArgument | InvalidExpression):
        return USAGE
    if isinstance(error, InvalidOutput) and error.code != "output_failed":
        return USAGE
    return UNREADABLE


@contextmanager
def _progress() -> Iterator[Callable[[Step], None]]:
    """A bar on a terminal once the work takes longer than a second; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    look = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*look, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=len(STEPS))
    words = {
        "open": _("Opening the file"),
        "read": _("Reading the rows"),
        "rank": _("Ranking the customers"),
        "write": _("Writing the result"),
    }
    timer = Timer(SECONDS_BEFORE_PROGRESS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda step: bar.update(task, description=words[step], completed=STEPS.index(step))
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _tell_excluded(result: FileResult) -> None:
    if not any(result.excluded_rows.values()):
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    words = dict(
        zip(
            EXCLUSIONS,
            (
                _("without customer"),
                _("without a readable date"),
                _("without a readable amount"),
                _("dated after {day}").format(day=result.summary.as_of),
            ),
            strict=True,
        )
    )
    table = Table(title=_("Rows left out"), title_justify="left", box=SIMPLE)
    table.add_column(_("Reason"))
    table.add_column(_("Rows"), justify="right")
    for reason, rows in result.excluded_rows.items():
        if rows:
            table.add_row(words[reason], f"{rows:,}")
    Console(stderr=True).print(table)


def _tell_result(result: FileResult, output: Path, *, chosen: bool) -> None:
    summary = result.summary
    line = (
        _("{customers} customers, {active} active in the {days} days to {day}.")
        if chosen
        else _("{customers} customers, {active} active in the {days} days to {day}, the file's latest date.")
    )
    tell(
        line.format(
            customers=f"{summary.customers:,}",
            active=f"{summary.active:,}",
            days=summary.window_days,
            day=summary.as_of,
        )
    )
    if summary.small_n:
        line = _("Fewer than {n} are active: ranks and shares, no tiers.")
        tell(line.format(n=summary.policy.minimum_ranked))
    else:
        names = _tiers()
        tell(" · ".join(f"{names[tier]} {number:,}" for tier, number in summary.counts.items()))
    if summary.ties:
        customers = sum(len(tie.customers) for tie in summary.ties)
        tell(_("{n} customers have equal revenue at a cut; the report names them.").format(n=customers))
    tell(_("Written: {path}").format(path=output))
