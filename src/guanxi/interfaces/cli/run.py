"""The first of the two commands: from an empty folder to a page in the browser."""

import subprocess
import sys

import typer

from guanxi.interfaces.cli import keys, serve
from guanxi.interfaces.cli.house import open_house, tell
from guanxi.interfaces.cli.wording import gettext as _


def run() -> None:
    _file, is_new = keys.write_settings_file()
    if is_new:
        tell(_("guanxi: new keys written, preparing the database …"))
    open_house()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from guanxi.processes.demo_operator import database_is_empty

    if database_is_empty():
        # In a process of its own: it adds the demo's business date to the settings, which are read at start.
        loaded = subprocess.run([sys.executable, "-m", "guanxi", "demo"], check=False)
        if loaded.returncode:
            raise typer.Exit(loaded.returncode)
    raise typer.Exit(serve.serve_until_stopped(greeting=_greeting()))


def _greeting() -> str:
    from guanxi.domain.ground import clock
    from guanxi.domain.people.models import OneTimeLink, User
    from guanxi.domain.people.policy import Role
    from guanxi.interfaces.http.links import sign_in_url, staff_origin

    lines = ["", _("guanxi is open: {address}").format(address=staff_origin() + "/")]
    administrator = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if administrator and not administrator.last_login:
        token = OneTimeLink.issue(administrator, at=clock.now())
        lines.append(_("Sign in once as {name}: {link}").format(name=administrator, link=sign_in_url(token)))
    else:
        lines.append(_("Locked out? guanxi sign-in-link EMAIL prints a link that works once."))
    lines.append(_("Stop with Ctrl+C."))
    return "\n".join(lines)
