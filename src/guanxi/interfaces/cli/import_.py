"""`guanxi import`: a file of facts into the operator's database."""

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.import_undo import undo_import
from guanxi.interfaces.cli.progress import bar_after_a_second
from guanxi.interfaces.cli.wording import gettext as _

if TYPE_CHECKING:
    from guanxi.processes.file_import import ImportResult

REFUSED = 1
USAGE = 2
SOME_REJECTED = 3
_SHOWN = 10


class Kind(StrEnum):
    """What the rows of a file are."""

    SHIPMENTS = "shipments"
    CUSTOMERS = "customers"
    AUDIENCES = "audiences"
    CAMPAIGNS = "campaigns"
    SIGNALS = "signals"
    ROSTER = "roster"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    COST_RATES = "cost_rates"
    COST_ACTIVITIES = "cost_activities"
    CREDIT_GRADES = "credit_grades"
    INTERACTIONS = "interactions"


def import_(
    file: Annotated[Path | None, typer.Argument(help=_("CSV or XLSX file."))] = None,
    kind: Annotated[Kind | None, typer.Option(help=_("What the rows are."))] = None,
    mapping: Annotated[
        str | None, typer.Option(help=_("Which column means what: a shipped mapping's name, or a TOML file."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Do everything but keep nothing."))] = False,
    encoding: Annotated[
        str, typer.Option(help=_("Encoding of a text file whose bytes can be read in several ways."))
    ] = "",
    report: Annotated[Path | None, typer.Option(help=_("JSON file for the counts."))] = None,
    rejected: Annotated[Path | None, typer.Option(help=_("CSV file for the rejected rows."))] = None,
    undo: Annotated[
        int | None, typer.Option(metavar="ID", help=_("Undo this import instead, within 30 days of it."))
    ] = None,
) -> None:
    if undo is not None:
        undo_import(undo)
        return
    if file is None or kind is None or mapping is None:
        complain(_("Give a file, --kind and --mapping; or --undo with the number of an import."))
        raise typer.Exit(USAGE)
    _check_places(file, report, rejected)
    codec = _codec_of(encoding)
    open_house()
    from guanxi.domain.ground import clock
    from guanxi.domain.intake.refusals import FileRefused
    from guanxi.domain.intake.unusable_mapping import UnusableMapping
    from guanxi.processes.file_import import import_file

    # The house itself is no rubbish: without it in its sight the collector takes a tenth less of the time.
    gc.freeze()
    try:
        with bar_after_a_second(_("Rows")) as on_progress:
            result = import_file(
                file,
                kind=kind.value,
                mapping=mapping,
                by=None,
                at=clock.now(),
                dry_run=dry_run,
                encoding=codec,
                on_progress=on_progress,
            )
    except UnusableMapping as error:
        complain(error.sentence)
        raise typer.Exit(USAGE) from None
    except FileRefused as refused:
        complain(refused.sentence)
        if refused.code == "encoding_unclear":
            complain(_("On the command line: --encoding, with one of {encodings}.").format(**refused.params))
        raise typer.Exit(REFUSED) from None
    _write(result, report, rejected)
    _tell(result, dry_run=dry_run, rejected=rejected)
    raise typer.Exit(SOME_REJECTED if result.rejected else 0)


def _codec_of(encoding: str) -> str:
    from guanxi.domain.intake.rules.encodings import NAMES, codec_of, nameable

    codec = codec_of(encoding)
    if codec and codec not in NAMES:
        complain(
            _("There is no encoding {name}. Known: {known}.").format(
                name=encoding, known=", ".join(nameable())
            )
        )
        raise typer.Exit(USAGE)
    return codec


def _check_places(file: Path, report: Path | None, rejected: Path | None) -> None:
    """A result that cannot be written, or would overwrite its source, is found out before the work."""
    taken = {file.resolve()}
    for path in filter(None, (report, rejected)):
        if path.resolve() in taken:
            complain(_("{path} is named twice. Give another file.").format(path=path))
            raise typer.Exit(USAGE)
        taken.add(path.resolve())
        if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
            complain(_("{path} cannot be written.").format(path=path))
            raise typer.Exit(USAGE)


def _write(result: "ImportResult", report: Path | None, rejected: Path | None) -> None:
    from guanxi.domain.intake.rejected_rows import write_rejected

    if report:
        counts = {name: getattr(result, name) for name in ("rows", "applied", "unchanged", "rejected")}
        text = json.dumps({**counts, "import_id": result.run_id}, indent=2)
        with _whole(report) as part:
            part.write_text(text + "\n", encoding="utf-8")
    if rejected:
        with _whole(rejected) as part:
            write_rejected(part, result.header, result.rejected_rows)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file that appears when it is complete."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _tell(result: "ImportResult", *, dry_run: bool, rejected: Path | None) -> None:
    counts = _("Rows: {rows}. Applied {applied}, unchanged {unchanged}, rejected {rejected}.")
    tell(
        counts.format(
            rows=f"{result.rows:,}",
            applied=f"{result.applied:,}",
            unchanged=f"{result.unchanged:,}",
            rejected=f"{result.rejected:,}",
        )
    )
    tell(_("Read as {encoding}.").format(encoding=result.encoding))
    if dry_run:
        tell(_("A dry run: nothing was kept."))
    _warn(result)
    _show_rejected(result, rejected)


def _warn(result: "ImportResult") -> None:
    from guanxi.domain.intake import reasons

    for code, count in sorted(result.warnings.items()):
        line = _("Warning, rows: {count}. {reason}")
        complain(line.format(count=f"{count:,}", reason=reasons.sentence(code, {})))
    if result.missing:
        line = _("Columns not in the file: {missing}. Columns not used: {unused}.")
        complain(line.format(missing=", ".join(result.missing), unused=", ".join(result.unused) or "–"))


def _show_rejected(result: "ImportResult", rejected: Path | None) -> None:
    from itertools import islice

    from guanxi.domain.intake import reasons

    for row in islice(result.rejected_rows, _SHOWN):
        reason = reasons.sentence(row.code, row.params)
        place = _("Row {row}, {column}: {reason}") if row.column else _("Row {row}: {reason}")
        complain(place.format(row=row.number, column=row.column, reason=reason))
    if rejected:
        tell(_("Rejected rows with their reasons: {path}").format(path=rejected))
    elif result.rejected > _SHOWN:
        more = _("… and {count} more. --rejected FILE writes all of them.")
        complain(more.format(count=f"{result.rejected - _SHOWN:,}"))
