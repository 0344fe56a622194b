"""A process that will kill itself at one exact point, and the processes it is forked from.

Nothing in the product knows of it: the functions of a point are wrapped in the child only.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from inspect import getattr_static
from typing import Any, NoReturn

from django.db import connections

from guanxi.domain.jobs.worker import Worker
from tests.processes.kills.stages import UPLOAD, Point


def fork(deed: Callable[[], None]) -> int:
    """Do the deed in a child with connections of its own; its process id. The child ends with 0 or 1."""
    # An open connection would be shared with the child.
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    if child := os.fork():
        return child
    status = 1
    try:
        deed()
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        connections.close_all()
        sys.stderr.flush()
        os._exit(status)


class Death:
    """Waits at a point; the `calls`-th call there, counted while the point's job is at work, is the last."""

    def __init__(self, point: Point, nth: int) -> None:
        self._point, self._left = point, nth
        self._at_work = point.job == UPLOAD

    def lie_in_wait(self) -> None:
        """Wrap the point's function. Raises AttributeError or ImportError if it is gone."""
        owner, name = place_of(self._point.target)
        declared = getattr_static(owner, name)
        kind = type(declared) if isinstance(declared, classmethod | staticmethod) else None
        call = declared.__func__ if kind else declared
        wrapped = self._within(call) if self._point.when == "within" else self._around(call)
        setattr(owner, name, kind(wrapped) if kind else wrapped)
        self._watch_jobs()

    def _watch_jobs(self) -> None:
        run_task = Worker.run_task

        def watched(worker: Worker, result: Any) -> None:
            self._at_work = result.task_path.endswith(f".{self._point.job}") or self._at_work
            run_task(worker, result)

        Worker.run_task = watched  # type: ignore[assignment, method-assign]

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def dying(*arguments: Any, **named: Any) -> Any:
            if self._point.when == "before":
                self._count()
            result = call(*arguments, **named)
            if self._point.when == "after":
                self._count()
            return result

        return dying

    def _within(self, call: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        @wraps(call)
        def dying(*arguments: Any, **named: Any) -> Iterator[Any]:
            for value in call(*arguments, **named):
                self._count()
                yield value

        return dying

    def _count(self) -> None:
        if self._at_work:
            self._left -= 1
            if self._left == 0:
                die()


def die() -> NoReturn:
    """End as by a power cut: nothing is said, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL was survived")


def place_of(target: str) -> tuple[Any, str]:
    """Where the target of a point is looked up, and its name there."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    place: Any = import_module(module)
    for owner in owners:
        place = getattr(place, owner)
    return place, name
