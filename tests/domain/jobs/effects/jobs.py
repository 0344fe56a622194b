"""A job that takes seconds, before or after its effect, when it is tried for the first time."""

import os
import signal
import time

from guanxi.domain.jobs.cron import Recurring
from guanxi.domain.jobs.tasks import job
from tests.domain.jobs.effects.models import Effect, Try


@job()
def take_effect_later(key: str, pause_before: float, pause_after: float) -> None:
    Try.objects.create(key=key)
    first = Try.objects.filter(key=key).count() == 1
    time.sleep(pause_before if first else 0)
    Effect.objects.get_or_create(key=key)
    time.sleep(pause_after if first else 0)


@job()
def kill_the_worker_later(key: str) -> None:
    Try.objects.create(key=key)
    os.kill(os.getpid(), signal.SIGKILL)


@job()
def greet_the_new_year_later(slot: str) -> None:
    Try.objects.create(key=slot)


SCHEDULE = (Recurring(name="new year", cron="0 0 1 1 *", job=greet_the_new_year_later),)
