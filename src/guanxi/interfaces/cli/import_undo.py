"""`guanxi import --undo`: take a whole import back."""

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _

UNABLE = 1
SOME_KEPT = 3
_SHOWN = 10


def undo_import(number: int) -> None:
    """Undo the import of this number and tell what was left as it is. Exits 1 if it cannot be undone."""
    open_house()
    from guanxi.domain.ground import clock
    from guanxi.domain.intake.models import ImportRun, KeptRecord
    from guanxi.processes.import_undo import UnableToUndo, undo_now

    run = ImportRun.objects.everything("the operator's own shell").filter(pk=number).first()
    if run is None:
        complain(_("There is no import {number}.").format(number=number))
        raise typer.Exit(UNABLE)
    try:
        undo_now(run, by=None, at=clock.now())
    except UnableToUndo:
        reason = _("Import {number} cannot be undone: it is not over, is older than 30 days, or is undone.")
        complain(reason.format(number=number))
        raise typer.Exit(UNABLE) from None
    told = _("{file} undone: removed {removed}, restored {restored}, left as they are {kept}.")
    tell(told.format(file=run.file_name, **{name: f"{count:,}" for name, count in run.undo_counts.items()}))
    kept = KeptRecord.objects.everything("the operator's own shell").filter(run=run).order_by("pk")
    for record in kept[:_SHOWN]:
        line = _("{record}: {reason}")
        complain(line.format(record=record.name, reason=record.get_reason_display()))
    if run.undo_counts["kept"] > _SHOWN:
        complain(_("… and {count} more.").format(count=f"{run.undo_counts['kept'] - _SHOWN:,}"))
    raise typer.Exit(SOME_KEPT if run.undo_counts["kept"] else 0)
