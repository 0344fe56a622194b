from datetime import timedelta
from typing import Annotated

import typer

from guanxi.interfaces.cli.house import open_house
from guanxi.interfaces.cli.wording import gettext as _


def worker(
    interval: Annotated[float, typer.Option(help=_("Seconds between looks at an empty queue."))] = 0.5,
    batch: Annotated[bool, typer.Option("--batch", help=_("Stop when the queue is empty."))] = False,
) -> None:
    open_house()
    from django.conf import settings

    from guanxi.domain.jobs.worker import run_worker
    from guanxi.processes import readiness

    readiness.require()
    run_worker(interval=interval, lease=timedelta(seconds=settings.GUANXI.worker_lease_seconds), batch=batch)
