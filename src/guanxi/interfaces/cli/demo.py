import time

import typer

from guanxi.interfaces.cli import keys
from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.progress import bar_after_a_second
from guanxi.interfaces.cli.wording import gettext as _


def demo() -> None:
    from guanxi.domain.ground.environment import home

    open_house()
    from guanxi.processes import demo_operator

    if not demo_operator.database_is_empty():
        complain(_("The database is not empty: the demo operator is only loaded into an empty one."))
        raise typer.Exit(1)
    file, _is_new = keys.write_settings_file()
    keys.add_settings(file, demo_operator.SETTINGS)
    tell(_("Loading the demo operator 华远物流 (Huayuan Logistics) …"))
    started = time.monotonic()
    with bar_after_a_second(_("Rows")) as on_progress:
        demo_operator.load_demo(at=demo_operator.MOMENT, on_progress=on_progress)
    seconds = time.monotonic() - started
    message = _("Loaded and classified in {seconds:.0f} s. Files: {folder}")
    tell(message.format(seconds=seconds, folder=home() / "demo"))
