"""Recurring jobs: any number of workers look at the schedule, and each slot is enqueued once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db import transaction
from django.db.models import Max

from guanxi.domain.jobs.models import CronSlot
from guanxi.domain.jobs.rules import is_cron, latest_slot
from guanxi.domain.jobs.tasks import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A line of the schedule.

    `cron` has five fields and is read on the operator's wall clock. `job` takes its slot as ISO 8601
    in UTC: the moment to reckon from, and the key under which its effect happens once.
    """

    name: str
    cron: str
    job: Job[[str], Any]

    def __post_init__(self) -> None:
        if not is_cron(self.cron):
            raise ValueError(f"{self.name}: {self.cron!r} is not a cron expression of five fields.")


def fire_due(schedule: Sequence[Recurring], *, at: datetime, zone: tzinfo) -> list[str]:
    """Enqueue each job whose latest slot nobody has dealt with; returns their names.

    Of several missed slots only the latest is made up. A line that is seen for the first time has
    missed nothing: it starts with its next slot.
    """
    dealt_with = _dealt_with()
    fired = []
    for line in schedule:
        slot = latest_slot(line.cron, at=at, zone=zone)
        last = dealt_with.get(line.name)
        if last is None:
            CronSlot.objects.get_or_create(name=line.name, slot=slot)
        elif last < slot and _fire(line, slot):
            fired.append(line.name)
    return fired


def _dealt_with() -> dict[str, datetime]:
    return dict(CronSlot.objects.order_by().values_list("name").annotate(Max("slot")))


@transaction.atomic
def _fire(line: Recurring, slot: datetime) -> bool:
    _, is_ours = CronSlot.objects.get_or_create(name=line.name, slot=slot)
    if is_ours:
        line.job.enqueue(slot.isoformat())
    return is_ours
