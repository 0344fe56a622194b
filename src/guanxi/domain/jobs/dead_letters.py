"""What is left to do when a job is given up: whoever ordered it must not wait for ever."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from guanxi.domain.jobs.tasks import Job

logger = logging.getLogger(__name__)

# Called with the reason (the class of the exception) and the arguments of the job.
LastDeed = Callable[..., None]
_last_deeds: dict[str, LastDeed] = {}


def on_dead_letter(of: Job[..., Any]) -> Callable[[LastDeed], LastDeed]:
    """Have a function called in the transaction that lays `of` down for good.

    It takes the exception's class, then the job's own arguments; what it raises is logged, and the job
    is a dead letter all the same.
    """

    def register(deed: LastDeed) -> LastDeed:
        _last_deeds[of.module_path] = deed
        return deed

    return register


def do_last_deed(
    task_path: str, reason: type[BaseException], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> None:
    """Do what was registered for the job, if anything."""
    deed = _last_deeds.get(task_path)
    if deed is None:
        return
    try:
        with transaction.atomic():
            deed(reason, *args, **kwargs)
    except Exception:
        logger.exception("The last deed for %s failed", task_path)
