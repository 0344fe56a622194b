"""`guanxi classify` without a file: a run over the operator's own database."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _


def classify_operator(
    as_of: date | None, report: Path | None, *, known_on: date | None = None, close: bool = False
) -> int:
    """Classify as of the day given, else the business date; print the result. Returns the exit code.

    With `known_on` it is only asked how the customers stood by what was on file then: nothing is stored.
    With `close` the run closes the period that ends with the day.
    """
    if known_on and close:
        complain(_("A period is closed by what is on file now: --close and --known-on exclude each other."))
        return 2
    open_house()
    from guanxi.domain.classification.facts import UnableToAddCurrencies
    from guanxi.domain.classification.models import Policy
    from guanxi.domain.ground import clock
    from guanxi.processes.classification_run import (
        UnableToClose,
        classify_as_known,
        classify_customers,
        close_period,
    )

    day = as_of or clock.business_date()
    run_it = close_period if close else classify_customers
    try:
        run = (
            classify_as_known(as_of=day, known_on=known_on).run
            if known_on
            else run_it(as_of=day, by=None, at=clock.now())
        )
    except UnableToClose as error:
        complain(_WHY_NOT[error.code].format(day=day))
        return 1
    except UnableToAddCurrencies as error:
        message = _("Revenue is in several currencies ({currencies}), and no exchange rates are on file.")
        complain(message.format(currencies=error))
        return 1
    except Policy.DoesNotExist:
        complain(_("No policy was in force on {day}.").format(day=day))
        return 1
    summary = report_of(run, known_on=known_on)
    if report:
        report.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _print(run)
    if known_on:
        tell(_("By what was on file on {day}. Nothing was stored.").format(day=known_on))
    return 0


_WHY_NOT = {
    "not_a_period_end": _("No period ends on {day}."),
    "not_over": _("The period that ends on {day} is not over yet."),
    "later_closed": _("A later period than that of {day} is closed already."),
    "already_closed": _("The period of {day} is closed, and its facts have changed since."),
}


def report_of(run: Any, *, known_on: date | None = None) -> dict[str, Any]:
    """The report of a run, with the fields of the file door's report as far as they apply.

    `run_id` is null for an inquiry, `known_on` for a run over all that is on file.
    """
    return {
        "run_id": run.pk,
        "kind": run.kind,
        "as_of": run.as_of.isoformat(),
        "known_on": known_on.isoformat() if known_on else None,
        "window_days": run.window_days,
        "policy_version": run.policy.version,
        "currency": run.currency,
        "customers": run.customers,
        "active": run.active,
        "excluded": run.excluded,
        "small_n": run.small_n,
        "cuts": run.cuts,
        "ties": run.ties,
        "counts": run.counts,
        "hash": run.hash,
    }


def _print(run: Any) -> None:
    from guanxi.domain.classification.models import Group, ValueTier

    line = _("{customers} customers classified as of {day}, {active} of them ranked; hash {hash}")
    tell(line.format(customers=run.customers, day=run.as_of, active=run.active, hash=run.hash))
    for axis, choices in (("group", Group), ("tier", ValueTier)):
        tell(
            "  " + " · ".join(f"{choices(value).label} {run.counts[axis][value]}" for value in choices.values)
        )
    if run.small_n:
        tell(_("Too few ranked customers for value tiers to mean anything."))
