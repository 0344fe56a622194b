"""A scratch database of its own, on the engine the suite runs on, for workers that are real processes."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


class Scratch:
    """The database at `url`, and the processes that work in it."""

    def __init__(self, url: str, home: Path, settings: str = "tests.domain.jobs.settings") -> None:
        self.url = url
        self.processes: list[subprocess.Popen[str]] = []
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "GUANXI_DATABASE_URL": url,
            "GUANXI_HOME": str(home),
        }

    def enqueue(self, job: str, *arguments: object) -> None:
        """Make the tables and enqueue `job` of `effects.jobs`, in a process of its own."""
        module = "tests.domain.jobs.effects.prepare"
        self.python("-m", module, job, json.dumps(arguments)).wait(timeout=60)

    def start_worker(self, *, lease: float = 2, batch: bool = False) -> "subprocess.Popen[str]":
        options = ["--interval", "0.1", "--lease", str(lease), *(["--batch"] if batch else [])]
        return self.python("-m", "django", "worker", *options)

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        """What a bystander reads, without Django."""
        with closing(self._connect()) as bystander:
            return list(bystander.execute(sql))

    def insert(self, sql: str) -> None:
        with closing(self._connect()) as bystander:
            bystander.execute(sql)

    def wait_for(self, sql: str, answer: Callable[[Any], bool], *, seconds: float = 20) -> Any:
        """Ask until the first value satisfies `answer`; fails the test after `seconds`."""
        deadline = time.monotonic() + seconds
        while not answer(value := self.select(sql)[0][0]):
            assert time.monotonic() < deadline, f"{sql} is still {value!r} after {seconds} s"
            time.sleep(0.05)
        return value

    def _connect(self) -> Any:
        if self.url.startswith("sqlite"):
            return sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=5, isolation_level=None)
        return _postgres(self.url)

    def python(self, *arguments: str) -> "subprocess.Popen[str]":
        """An interpreter that works in this database."""
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=self._environment, text=True)
        self.processes.append(process)
        return process


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    with scratch_database(tmp_path) as url:
        scratch = Scratch(url, tmp_path)
        yield scratch
        for process in scratch.processes:
            process.kill()
            process.wait()


def scratch_database(folder: Path) -> AbstractContextManager[str]:
    """The URL of an empty database, on the engine the suite runs on, that goes with the block."""
    return _sqlite(folder) if connection.vendor == "sqlite" else _scratch_postgres()


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'scratch.sqlite3'}"


@contextmanager
def _scratch_postgres() -> Iterator[str]:
    server = connection.settings_dict
    access = ":".join(quote(server[part], safe="") for part in ("USER", "PASSWORD") if server[part])
    where = quote(server["HOST"], safe="") + (f":{server['PORT']}" if server["PORT"] else "")
    base = f"postgres://{access}@{where}"
    name = f"guanxi_scratch_{secrets.token_hex(4)}"
    with closing(_postgres(f"{base}/postgres")) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{base}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _postgres(url: str) -> Any:
    psycopg = pytest.importorskip("psycopg")
    return psycopg.connect(url, autocommit=True)
