"""A classification run as a file: the whole report, or every customer in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.ground.export import Chart, Provenance, Report
from guanxi.domain.people.models import User
from guanxi.processes.classification_report import entries_of, entry_table, report_on


def run_of(by: User, parameters: Mapping[str, Any]) -> ClassificationRun:
    """The run with the id `parameters["run"]`. Raises ClassificationRun.DoesNotExist beyond sight."""
    found: ClassificationRun = (
        ClassificationRun.objects.visible_to(by).select_related("policy").get(pk=parameters["run"])
    )
    return found


def count(by: User, parameters: Mapping[str, Any]) -> int:
    """How many customers of the run the actor may see."""
    found: int = entries_of(run_of(by, parameters), by).count()
    return found


def words(by: User, parameters: Mapping[str, Any]) -> str:
    """The run by its day, policy and hash."""
    run = run_of(by, parameters)
    told = {"day": run.as_of, "version": run.policy.version, "hash": run.hash[:12]}
    return _("Run as of %(day)s, policy version %(version)s, %(hash)s") % told


def report(by: User, parameters: Mapping[str, Any], at: datetime) -> Report:
    """The report on the run, with the drawings that came with the order (`parameters["charts"]`)."""
    charts = [Chart(one["title"], one["svg"]) for one in parameters.get("charts", ())]
    return report_on(run_of(by, parameters), by=by, at=at, charts=charts)


def entries_report(by: User, parameters: Mapping[str, Any], at: datetime) -> Report:
    """Every customer of the run within sight, one line each."""
    run = run_of(by, parameters)
    provenance = Provenance(
        produced_at=at,
        produced_by=by.display_name,
        n=count(by, parameters),
        as_of=run.as_of,
        window_days=run.window_days,
        policy=_("version %(version)s") % {"version": run.policy.version},
        filters=_("all customers of the run within sight"),
        currency=run.currency,
        hash=run.hash,
    )
    name = f"customers-of-run-{run.as_of.isoformat()}-{run.hash[:8]}"
    return Report(name, _("Customers of a classification run"), provenance, [entry_table(run, by)])
