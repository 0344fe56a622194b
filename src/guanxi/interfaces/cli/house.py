"""Opening the house for a command: settings, apps and the reader's language."""

import os

import typer

from guanxi.interfaces.cli.wording import language


def open_house() -> None:
    """Start Django; commands that need no database never call this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


def tell(message: str) -> None:
    """One line for the person at the terminal."""
    typer.echo(message)


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(message, err=True)
