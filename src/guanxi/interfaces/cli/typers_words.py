"""The few words that typer itself prints, in the reader's language."""

import gettext
import os
from typing import Any

from typer.core import TyperCommand, TyperGroup

from guanxi.interfaces.cli.no_room import told_if_no_room
from guanxi.interfaces.cli.wording import LOCALE, language
from guanxi.interfaces.cli.wording import gettext as _


def speak_the_readers_language() -> None:
    """Point the standard library's gettext, which typer asks, to our catalogue."""
    gettext.bindtextdomain("django", str(LOCALE))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = "zh_Hans" if language() == "zh-hans" else "en"


def _words_that_typer_looks_up() -> list[str]:
    """Never called: it tells the extraction which strings typer takes from our catalogue."""
    return [
        _("Arguments"),
        _("Options"),
        _("Commands"),
        _("required"),
        _("default: {default}"),
        _("Missing command."),
        _("No such command {name!r}."),
        _("Aborted!"),
    ]


class _InTheReadersWords:
    """What typer writes without looking it up."""

    def format_usage(self: Any, context: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=_("Usage: "))

    def get_help_option(self: Any, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]
        if option:
            option.help = _("Show this message and exit.")
        return option


class Command(_InTheReadersWords, TyperCommand):
    """A command whose help, and word of a full disk, are in the reader's language."""

    def invoke(self, context: Any) -> Any:
        with told_if_no_room():
            return super().invoke(context)


class Group(_InTheReadersWords, TyperGroup):
    """The list of commands, likewise."""
