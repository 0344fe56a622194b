"""A file of facts comes in: opened, understood, and taken row by row into the rooms that own them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from guanxi.domain.audiences import audience_file, campaign_file, signal_file
from guanxi.domain.audiences.audience_file import AudienceFile
from guanxi.domain.audiences.campaign_file import CampaignFile
from guanxi.domain.audiences.signal_file import SignalFile
from guanxi.domain.billing import cost_file, credit_file, invoice_file, payment_file, rate_file
from guanxi.domain.billing.cost_file import CostFile
from guanxi.domain.billing.credit_file import CreditFile
from guanxi.domain.billing.invoice_file import InvoiceFile
from guanxi.domain.billing.payment_file import PaymentFile
from guanxi.domain.billing.rate_file import RateFile
from guanxi.domain.customers import roster_file
from guanxi.domain.customers.roster_file import RosterFile
from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import CREATE_AND_UPDATE, FileKind
from guanxi.domain.intake.mapping import Mapping as ColumnMapping
from guanxi.domain.intake.mapping import load_mapping
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rejected_rows import RejectedRows
from guanxi.domain.intake.row_intake import OnProgress, RowIntake
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import RowWriter
from guanxi.domain.intake.selection import SelectiveWriter
from guanxi.domain.intake.table import OpenedFile, kept_name, opened
from guanxi.domain.interactions import interaction_file
from guanxi.domain.interactions.interaction_file import InteractionFile
from guanxi.domain.operations import shipment_file
from guanxi.domain.operations.shipment_file import ShipmentFile
from guanxi.processes.customer_rows import CUSTOMERS, CustomerRows
from guanxi.processes.group_update import update_groups_after

KINDS: Mapping[str, tuple[FileKind, Callable[[Errand], RowWriter]]] = {
    "shipments": (shipment_file.KIND, ShipmentFile),
    "customers": (CUSTOMERS, CustomerRows),
    "audiences": (audience_file.KIND, AudienceFile),
    "campaigns": (campaign_file.KIND, CampaignFile),
    "signals": (signal_file.KIND, SignalFile),
    "roster": (roster_file.KIND, RosterFile),
    "invoices": (invoice_file.KIND, InvoiceFile),
    "payments": (payment_file.KIND, PaymentFile),
    "cost_rates": (rate_file.KIND, RateFile),
    "cost_activities": (cost_file.KIND, CostFile),
    "credit_grades": (credit_file.KIND, CreditFile),
    "interactions": (interaction_file.KIND, InteractionFile),
}


def writer_of(kind: FileKind, errand: Errand) -> RowWriter:
    """The writer of a kind for one import, bound to what its mapping lets it write."""
    writer = KINDS[kind.name][1](errand)
    policy = errand.options["write"]
    if policy == CREATE_AND_UPDATE:
        return writer
    return SelectiveWriter(writer, errand.trace, policy=policy, key_field=kind.key)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file. rows = applied + unchanged + rejected.

    `run_id` is None after a dry run; `warnings` counts doubtful rows by code, they are applied all the same;
    `missing` and `unused` are optional columns the file lacks and columns the mapping does not name.
    """

    run_id: int | None
    rows: int
    applied: int
    unchanged: int
    rejected: int
    warnings: dict[str, int]
    rejected_rows: RejectedRows
    header: list[str]
    encoding: str
    missing: list[str]
    unused: list[str]


def import_file(
    path: Path,
    *,
    kind: str,
    mapping: str,
    by: Actor | None,
    at: datetime,
    dry_run: bool = False,
    encoding: str = "",
    on_progress: OnProgress | None = None,
) -> ImportResult:
    """Bring in a CSV or XLSX file; a dry run does everything and then takes it back.

    `encoding` is the codec of a text file, and outweighs that of the mapping.
    Raises UnusableMapping and FileRefused, and then no row has been taken. A run that is cut off keeps its
    committed chunks; the same file again finds them unchanged and goes on with the rest.
    """
    columns = load_mapping(mapping, KINDS[kind][0])
    request = columns.request()
    with (
        _refusals_noted(path, columns, dry_run=dry_run, by=by, at=at),
        opened(path, replace(request, encoding=encoding or request.encoding)) as file,
    ):
        reader = RowReader(file.table, columns)
        with _taken_back_if(dry_run):
            interrupted = _settle_interrupted(file, columns, by=by, at=at)
            intake = _take(file, columns, reader, by=by, at=at, on_progress=on_progress)
        if not dry_run:
            update_groups_after([*interrupted, intake.run], by=by, at=at)
    run = intake.run
    return ImportResult(
        run_id=None if dry_run else run.pk,
        rows=run.rows,
        applied=run.applied,
        unchanged=run.unchanged,
        rejected=run.rejected,
        warnings=dict(intake.warnings),
        rejected_rows=intake.rejected_rows,
        header=file.table.header,
        encoding=file.table.encoding,
        missing=reader.missing,
        unused=reader.unused,
    )


def _take(
    file: OpenedFile,
    columns: ColumnMapping,
    reader: RowReader,
    *,
    by: Actor | None,
    at: datetime,
    on_progress: OnProgress | None,
) -> RowIntake:
    run = ImportRun.start(
        by=by,
        at=at,
        kind=columns.kind.name,
        mapping=columns.name,
        file_name=file.name,
        file_sha256=file.sha256,
        encoding=file.table.encoding,
    )
    errand = Errand(run, columns.source, columns.options, reader.fields, by, at)
    writer = writer_of(columns.kind, errand)
    intake = RowIntake(run, reader, writer, errand.trace)
    intake.take(file.table.rows(), on_progress)
    writer.settle()
    run.finish(by=by, at=at)
    return intake


def _settle_interrupted(
    file: OpenedFile, columns: ColumnMapping, *, by: Actor | None, at: datetime
) -> list[ImportRun]:
    """Close the accounts of imports of this very file that were cut off, and tell what they recorded."""
    interrupted = list(ImportRun.objects.everything("the machine's own runs").interrupted_on(file.sha256))
    for run in interrupted:
        errand = Errand(run, columns.source, columns.options, frozenset(), by, at)
        with transaction.atomic():
            run.interrupt(at=at)
            KINDS[run.kind][1](errand).settle()
    return interrupted


@contextmanager
def _taken_back_if(dry_run: bool) -> Iterator[None]:
    """A dry run is one transaction that is rolled back; a real one commits chunk by chunk."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _refusals_noted(
    path: Path, columns: ColumnMapping, *, dry_run: bool, by: Actor | None, at: datetime
) -> Iterator[None]:
    """Keep a record of files that were turned away, unless nothing is to be written."""
    try:
        yield
    except FileRefused as refused:
        # An import that was taken over has an account of its own already.
        if not dry_run and refused.code != "taken_over":
            ImportRun.refuse(
                refused,
                by=by,
                at=at,
                kind=columns.kind.name,
                mapping=columns.name,
                file_name=kept_name(path),
            )
        raise
