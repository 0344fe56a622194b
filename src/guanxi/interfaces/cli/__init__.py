"""The shell's door: one file a command. What a command needs is imported when it runs."""

from collections.abc import Callable

import typer

from guanxi.interfaces.cli import (
    check,
    classify,
    demo,
    import_,
    keys,
    manage,
    report,
    run,
    serve,
    sign_in_link,
    staff,
    template,
    worker,
)
from guanxi.interfaces.cli.typers_words import Command, Group, speak_the_readers_language
from guanxi.interfaces.cli.wording import gettext as _

speak_the_readers_language()

app = typer.Typer(
    name="guanxi",
    cls=Group,
    help=_("Customer relationship management for logistics companies."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "run": (run.run, _("Set up what is missing, load the demo operator into an empty database, and serve.")),
    "serve": (serve.serve, _("Start web server and worker on the operator's own database.")),
    "worker": (worker.worker, _("Run background jobs.")),
    "import": (import_.import_, _("Bring facts in from a file.")),
    "template": (template.template, _("Write an empty file with the columns that an import reads.")),
    "classify": (
        classify.classify,
        _("Classify customers: those of a file, or those of the operator's database."),
    ),
    "report": (report.report, _("Write the report on a classification run, or the facts behind it.")),
    "verify": (
        report.verify,
        _("Compute a packaged run anew, without a database."),
    ),
    "demo": (demo.demo, _("Load the demo operator into an empty database.")),
    "check": (check.check, _("Look at settings, event chains, migrations and worker.")),
    "settings": (keys.settings, _("Write the settings file with new random keys, if there is none.")),
    "staff": (staff.staff, _("Add a staff account.")),
    "sign-in-link": (sign_in_link.sign_in_link, _("Print a link that signs a staff account in once.")),
}
for name, (command, description) in COMMANDS.items():
    app.command(name, cls=Command, help=description)(command)
app.command(
    "manage",
    cls=Command,
    help=_("Django's own commands."),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)(manage.manage)


def main() -> None:
    """The console script `guanxi`."""
    app()
