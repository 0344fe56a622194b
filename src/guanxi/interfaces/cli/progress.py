"""A bar for work that counts its rows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

SECONDS_BEFORE_PROGRESS = 1.0


@contextmanager
def bar_after_a_second(description: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with (done, total); a bar appears on a terminal after a second, and nowhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*look, console=Console(stderr=True), transient=True)
    task = bar.add_task(description, total=None)
    timer = Timer(SECONDS_BEFORE_PROGRESS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
