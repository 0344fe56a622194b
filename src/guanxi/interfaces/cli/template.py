"""`guanxi template`: an empty file with the columns of a kind."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from guanxi.interfaces.cli.house import complain, open_house
from guanxi.interfaces.cli.import_ import USAGE, Kind
from guanxi.interfaces.cli.wording import gettext as _


def template(
    kind: Annotated[Kind, typer.Argument(help=_("What the rows are."))],
    output: Annotated[Path | None, typer.Option(help=_("CSV file to write; a new one."))] = None,
) -> None:
    open_house()
    from guanxi.domain.intake.mapping import load_mapping
    from guanxi.domain.intake.template import write_template
    from guanxi.processes.file_import import KINDS

    mapping = load_mapping("guanxi", KINDS[kind.value][0])
    if output is None:
        write_template(sys.stdout, mapping)
        return
    try:
        # With its mark a spreadsheet takes the file for UTF-8 and keeps Chinese text whole.
        with output.open("x", encoding="utf-8-sig", newline="") as stream:
            write_template(stream, mapping)
    except FileExistsError:
        complain(_("{path} exists already. Give another file.").format(path=output))
        raise typer.Exit(USAGE) from None
    except OSError:
        complain(_("{path} cannot be written.").format(path=output))
        raise typer.Exit(USAGE) from None
