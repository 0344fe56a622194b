"""What may leave the house as a file: ordered, written at once or later, and taken by whoever ordered it.

A kind of export is a file beside this one; it says which right its rows ask for, how many there are and what
they look like, always within what the actor may see. Rights are read again when the file is written and when
it is taken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import translation

from guanxi.domain.exports import storage
from guanxi.domain.exports.models import Export
from guanxi.domain.exports.vocabulary import Failure, What
from guanxi.domain.ground import clock
from guanxi.domain.ground.export import (
    Format,
    Report,
    Row,
    Table,
    UnableToExport,
    ending_of,
    write_report,
)
from guanxi.domain.jobs.dead_letters import on_dead_letter
from guanxi.domain.jobs.tasks import job
from guanxi.domain.people.models import User
from guanxi.processes import customer_export, run_export, shipment_export

# More would keep whoever ordered it waiting for the page.
AT_ONCE = 5_000
Parameters = Mapping[str, Any]
_WHY = "the export a job was ordered for"


@dataclass(frozen=True, slots=True)
class Kind:
    """`action` is the right to see the rows. `words` says the filters in the reader's language."""

    action: str
    count: Callable[[User, Parameters], int]
    words: Callable[[User, Parameters], str]
    report: Callable[[User, Parameters, datetime], Report]


KINDS: Mapping[What, Kind] = {
    What.CUSTOMERS: Kind(
        "customers.view", customer_export.count, customer_export.words, customer_export.report
    ),
    What.SHIPMENTS: Kind(
        "shipments.view", shipment_export.count, shipment_export.words, shipment_export.report
    ),
    What.RUN_ENTRIES: Kind(
        "classification.view", run_export.count, run_export.words, run_export.entries_report
    ),
    What.RUN_REPORT: Kind("runs.view", run_export.count, run_export.words, run_export.report),
}


def may_export(actor: User, what: What) -> bool:
    """Whether the actor may order, and still take, exports of this kind."""
    return actor.may("exports.run") and actor.may(KINDS[what].action)


def kinds_for(actor: User) -> list[What]:
    """What the actor may export."""
    return [what for what in KINDS if may_export(actor, what)]


def order_export(what: What, format: Format, parameters: Parameters, *, by: User, at: datetime) -> Export:
    """Order an export; up to AT_ONCE rows it is ready, or has failed, when this returns.

    `parameters` is JSON of the kind's own. Raises PermissionDenied, and what the kind raises for parameters
    that name nothing within sight.
    """
    if not may_export(by, what):
        raise PermissionDenied
    kind = KINDS[what]
    expected = kind.count(by, parameters)
    export = Export(
        what=what,
        format=format,
        parameters=dict(parameters),
        filters=kind.words(by, parameters)[:500],
        language=translation.get_language() or "en",
        actor_id=by.pk,
        actor_name=by.display_name,
        ordered_at=at,
        expected=expected,
    )
    export.save()
    if expected <= AT_ONCE:
        make_export(export, by=by, at=at)
    else:
        make_later.enqueue(export.pk)
    return export


def make_export(export: Export, *, by: User, at: datetime) -> None:
    """Write the file of an export that is still open, by the rights of now."""
    what, format = What(export.what), Format(export.format)
    if not may_export(by, what):
        export.fail(Failure.NO_RIGHT, at=at)
        return
    name = storage.new_name()
    path = storage.folder() / name
    with translation.override(export.language):
        report, counter = _counted(KINDS[what].report(by, export.parameters, at))
        try:
            write_report(report, format, path, mode=storage.MODE)
        except UnableToExport as unable:
            export.fail(unable.code, at=at, **unable.params)
            return
    file_name = report.name + ending_of(format, report)
    rows = counter.rows if len(report.tables) == 1 else report.provenance.n
    if not export.finish(rows=rows, file_name=file_name, stored_as=name, by=by, at=at):
        path.unlink(missing_ok=True)


@job()
def make_later(export_id: int) -> None:
    """Write a large export; does nothing where that is done already."""
    export = Export.objects.everything(_WHY).under_way().filter(pk=export_id).first()
    if export:
        make_export(export, by=User.objects.get(pk=export.actor_id), at=clock.now())


@on_dead_letter(make_later)
def _give_up(reason: type[BaseException], export_id: int) -> None:
    export = Export.objects.everything(_WHY).get(pk=export_id)
    export.fail(Failure.GIVEN_UP, at=clock.now())


class _Counter:
    """How many rows went into the file: what the record says was not merely expected."""

    def __init__(self) -> None:
        self.rows = 0

    def counting(self, table: Table) -> Table:
        """The table, counted while it is written."""
        return replace(table, rows=self._each(table.rows))

    def _each(self, rows: Any) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            yield row


def _counted(report: Report) -> tuple[Report, _Counter]:
    counter = _Counter()
    tables: Sequence[Table] = [counter.counting(table) for table in report.tables]
    return replace(report, tables=tables), counter
