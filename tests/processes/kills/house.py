"""A house for one import: a folder and a database, copied from one that was furnished once."""

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from guanxi.domain.intake.models import Upload
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.processes import staged_import
from tests import factories
from tests.processes.importing import AT, bring
from tests.processes.kills import cargo
from tests.processes.kills.death import fork
from tests.processes.kills.state import State, state_of_house
from tests.processes.uploading import own_mapping

KIND = "shipments"
FILE_NAME = "shipments.csv"


class House:
    """One house. Its deeds are done in processes of their own; the harness only looks in from outside."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server
        self.name = f"guanxi_kills_{os.getpid()}_{folder.name}"

    @property
    def url(self) -> str:
        """Of its database."""
        if not self.server:
            return f"sqlite:///{self.folder / 'guanxi.sqlite3'}"
        return urlsplit(self.server)._replace(path=f"/{self.name}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        """In which `guanxi` works in this house."""
        return os.environ | {"GUANXI_HOME": str(self.folder), "GUANXI_DATABASE_URL": self.url}

    def enter(self) -> None:
        """Have this process work in this house; it has not touched another one's database yet."""
        settings.HOME = self.folder
        name = self.name if self.server else str(self.folder / "guanxi.sqlite3")
        connections["default"].settings_dict["NAME"] = name

    def do(self, deed: Callable[[], None]) -> int:
        """Do a deed in a process of this house; its exit status, negative for the signal that ended it."""

        def inside() -> None:
            self.enter()
            deed()

        return os.waitstatus_to_exitcode(os.waitpid(fork(inside), 0)[1])

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What a bystander reads, without Django."""
        with closing(self._connect()) as bystander:
            return list(bystander.execute(sql))

    def state(self) -> State:
        """Everything on file; read by a process of the house and handed over by a file."""
        handed_over = self.folder / "state.json"
        assert self.do(lambda: _hand_over(handed_over)) == 0
        found = json.loads(handed_over.read_text())
        handed_over.unlink()
        return {label: Counter(rows) for label, rows in found.items()}

    def remove(self) -> None:
        """Leave nothing."""
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.folder)

    def furnish(self, rows: int) -> None:
        """Make its database, with customers and earlier shipments, and a file of so many rows."""
        self.folder.mkdir(parents=True)
        if self.server:
            self._on_server(f'CREATE DATABASE "{self.name}"')
        assert self.do(lambda: self._furnish(rows)) == 0

    def copied_to(self, folder: Path) -> "House":
        """A house that is furnished alike, down to the identifiers."""
        copy = House(folder, self.server)
        shutil.copytree(self.folder, folder)
        if self.server:
            self._on_server(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.name}"')
        return copy

    def _furnish(self, rows: int) -> None:
        call_command("migrate", verbosity=0)
        mei = factories.staff("梅若兰", Role.MANAGER)
        for number in cargo.customers():
            factories.customer(f"客户{number}", number=number)
        bring(self.folder / "earlier.csv", KIND, *cargo.earlier_shipments(rows), by=mei)
        (self.folder / FILE_NAME).write_bytes(cargo.content(list(cargo.shipments(rows))))
        if not self.server:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect(self) -> Any:
        if not self.server:
            return sqlite3.connect(self.folder / "guanxi.sqlite3", timeout=20, isolation_level=None)
        import psycopg

        return psycopg.connect(self.url, autocommit=True)

    def _on_server(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql)


def _hand_over(path: Path) -> None:
    path.write_text(json.dumps(state_of_house()))


def upload_file() -> None:
    """What the page does with a file that comes."""
    content = (Path(settings.HOME) / FILE_NAME).read_bytes()
    staged_import.receive(BytesIO(content), file_name=FILE_NAME, kind=KIND, by=_clerk(), at=AT)


def order_check() -> None:
    """What the page does when the columns are assigned."""
    staged_import.map_columns(_upload(), own_mapping(KIND), by=_clerk(), at=AT)


def order_commit() -> None:
    """What the page does when the checked rows are to be brought in."""
    staged_import.commit(_upload(), by=_clerk(), at=AT)


def _upload() -> Upload:
    found: Upload = Upload.objects.everything("the only upload").get()
    return found


def _clerk() -> User:
    return User.objects.get(name="梅若兰")
