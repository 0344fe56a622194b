"""Web server and worker side by side: a worker that is killed gets a successor, else both end together."""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _

# A busy server answers 503 early instead of queueing without end.
BACKPRESSURE = 64
STOP_SECONDS = 15
RESPAWN_PAUSE = 2.0
_ON_PURPOSE = {0, -signal.SIGTERM, -signal.SIGINT}


def serve(
    workers: Annotated[int, typer.Option(help=_("Web processes; 0 means one per processor core."))] = 0,
) -> None:
    open_house()
    from guanxi.processes import readiness

    faults = readiness.faults()
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(1)
    raise typer.Exit(serve_until_stopped(workers=workers))


def serve_until_stopped(*, workers: int = 0, greeting: str = "") -> int:
    """Run web server and worker until the server ends or a signal comes; returns the exit code."""
    from django.conf import settings

    environment = settings.GUANXI
    children = [
        subprocess.Popen(_web_command(environment.bind, environment.port, workers)),
        _start_worker(),
    ]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _stop(children))
    if greeting and _is_answering(environment.bind, environment.port, children):
        tell(greeting)
    while all(child.poll() is None for child in children) or _has_new_worker(children):
        time.sleep(0.2)
    stopped_on_purpose = all(child.poll() in {None, *_ON_PURPOSE} for child in children)
    _stop(children)
    for child in children:
        child.wait()
    return 0 if stopped_on_purpose else 1


def _start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "guanxi", "worker"])


def _has_new_worker(children: list[subprocess.Popen[bytes]]) -> bool:
    """Give a worker that was killed or broke down a successor: what it held goes on without any help."""
    web, worker = children
    if web.poll() is not None or worker.poll() in _ON_PURPOSE:
        return False
    complain(_("The worker ended with {status}; a new one takes over.").format(status=worker.poll()))
    time.sleep(RESPAWN_PAUSE)
    children[1] = _start_worker()
    return True


def _web_command(bind: str, port: int, workers: int) -> list[str]:
    from django.db import connection

    # On SQLite one thread a process is as fast as four; on PostgreSQL a slow query must not block.
    threads = 1 if connection.vendor == "sqlite" else 4
    return [
        *(sys.executable, "-m", "granian", "guanxi.config.wsgi:application", "--interface", "wsgi"),
        *("--host", bind, "--port", str(port), "--workers", str(workers or os.cpu_count() or 1)),
        *("--blocking-threads", str(threads), "--backpressure", str(BACKPRESSURE)),
        *("--no-ws", "--respawn-failed-workers", "--log-level", "warning"),
    ]


def _is_answering(bind: str, port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    """Wait for the first answer, however slow the machine: the greeting holds the way in."""
    import socket

    while all(child.poll() is None for child in children):
        try:
            socket.create_connection((bind, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
