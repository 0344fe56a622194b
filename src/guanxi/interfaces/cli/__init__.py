"""The shell's door: one file a command. What a command needs is imported when it runs."""

import typer

from guanxi.interfaces.cli import (
    check,
    classify,
    demo,
    import_,
    keys,
    manage,
    run,
    serve,
    sign_in_link,
    staff,
    worker,
)
from guanxi.interfaces.cli.wording import gettext as _

app = typer.Typer(
    name="guanxi",
    help=_("Customer relationship management for logistics companies."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.command(
    "run", help=_("Set up what is missing, load the demo operator into an empty database, and serve.")
)(run.run)
app.command("serve", help=_("Start web server and worker on the operator's own database."))(serve.serve)
app.command("worker", help=_("Run background jobs."))(worker.worker)
app.command("import", help=_("Bring facts in from a file."))(import_.import_)
app.command("classify", help=_("Classify customers: those of a file, or those of the operator's database."))(
    classify.classify
)
app.command("demo", help=_("Load the demo operator into an empty database."))(demo.demo)
app.command("check", help=_("Look at settings, event chains, migrations and worker."))(check.check)
app.command("settings", help=_("Write the settings file with new random keys, if there is none."))(
    keys.settings
)
app.command("staff", help=_("Add a staff account."))(staff.staff)
app.command("sign-in-link", help=_("Print a link that signs a staff account in once."))(
    sign_in_link.sign_in_link
)
app.command(
    "manage",
    help=_("Django's own commands."),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)(manage.manage)


def main() -> None:
    """The console script `guanxi`."""
    app()
