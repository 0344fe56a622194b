"""`guanxi report run` and `guanxi verify`: a run as a report, as a package, and computed again."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _

FAILED = 1
USAGE = 2


class Kind(StrEnum):
    RUN = "run"


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


def report(
    kind: Annotated[Kind, typer.Argument(help=_("What the report is about."))],
    run: Annotated[int | None, typer.Option(help=_("Number of the run; without it, the newest."))] = None,
    format: Annotated[Format, typer.Option(help=_("Format of the report."))] = Format.XLSX,
    output: Annotated[Path | None, typer.Option(help=_("File to write the report to."))] = None,
    facts: Annotated[
        Path | None,
        typer.Option(help=_("Zip archive for the facts behind the run, for `guanxi verify`; no names.")),
    ] = None,
) -> None:
    if output is None and facts is None:
        complain(_("Name a file by --output or --facts."))
        raise typer.Exit(USAGE)
    open_house()
    chosen = _run(run)
    try:
        if output:
            _write_report(chosen, format, output)
        if facts:
            _write_facts(chosen, facts)
    except OSError as error:
        complain(_("{path} cannot be written.").format(path=error.filename or output or facts))
        raise typer.Exit(FAILED) from None


def verify(
    package: Annotated[
        Path, typer.Argument(help=_("Archive of `guanxi report run --facts`, or its folder."))
    ],
) -> None:
    from guanxi.domain.classification.package import UnusablePackage, verify_package

    try:
        verdict = verify_package(package)
    except UnusablePackage as unusable:
        complain(
            _("{path} is no package of a run, or it is damaged: {detail}").format(
                path=package, detail=unusable
            )
        )
        raise typer.Exit(USAGE) from None
    line = _("{customers} customers as of {day}; stated {stated}, computed {found}")
    tell(
        line.format(
            customers=verdict.customers, day=verdict.as_of, stated=verdict.stated, found=verdict.found
        )
    )
    if verdict.is_equal:
        tell(_("Equal: the facts lead to the groups, tiers and hash of the run."))
        return
    if verdict.differences:
        line = _("{count} customers stand elsewhere: {shown}")
        complain(line.format(count=len(verdict.differences), shown=", ".join(verdict.differences[:10])))
    complain(_("Not equal: the package is not the run it says it is."))
    raise typer.Exit(FAILED)


def _run(pk: int | None) -> Any:
    from guanxi.domain.classification.models import ClassificationRun

    runs = ClassificationRun.objects.everything("the shell's door is the operator's own")
    chosen = runs.newest_first() if pk is None else runs.filter(pk=pk)
    found = chosen.select_related("policy").first()
    if found is None:
        complain(_("There is no such run. `guanxi classify` makes one."))
        raise typer.Exit(FAILED)
    return found


def _write_report(run: Any, format: Format, output: Path) -> None:
    from guanxi.domain.ground import clock, export
    from guanxi.interfaces.http.run_chart import chart_of
    from guanxi.processes.classification_report import report_on

    made = report_on(run, by=None, at=clock.now(), charts=chart_of(run, by=None))
    wanted = export.Format(format.value)
    ending = export.ending_of(wanted, made)
    if output.suffix.lower() != ending:
        complain(_("The report comes as a {ending} file; name one.").format(ending=ending))
        raise typer.Exit(USAGE)
    try:
        export.write_report(made, wanted, output)
    except export.UnableToExport as unable:
        complain(unable.sentence)
        raise typer.Exit(FAILED) from None
    tell(_("Written: {path}").format(path=output))


def _write_facts(run: Any, path: Path) -> None:
    from guanxi.domain.classification.package import UnableToReproduce
    from guanxi.processes.run_package import package_run

    try:
        package_run(run, path)
    except UnableToReproduce:
        complain(_("The facts behind this run have changed since, and what they were before was not kept."))
        raise typer.Exit(FAILED) from None
    tell(_("Written: {path}").format(path=path))
