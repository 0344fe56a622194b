from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from guanxi.domain.jobs.queries import lease
from guanxi.domain.jobs.worker import run_worker


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Run background jobs.")
        parser.add_argument(
            "--interval",
            type=_seconds,
            default=0.5,
            help=_("Pause in seconds when nothing is waiting (default: %(default)s)."),
        )
        parser.add_argument(
            "--lease",
            type=_seconds,
            default=lease().total_seconds(),
            help=_(
                "Seconds of silence after which a worker loses its job; the same for all workers "
                "(default: %(default)s)."
            ),
        )
        parser.add_argument("--batch", action="store_true", help=_("Stop when nothing is waiting."))

    def handle(self, *args: Any, interval: float, lease: float, batch: bool, **options: Any) -> None:
        run_worker(interval=interval, lease=timedelta(seconds=lease), batch=batch)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is not a number.") % {"text": text}) from error
    if not 0 < seconds < float("inf"):
        raise ArgumentTypeError(_("The number of seconds must be more than zero."))
    return seconds
