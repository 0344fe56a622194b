"""What a house does when its disk is full, and when there is room again (F3).

`python -m tests.processes.full_disk FOLDER` must be allowed to mount: it lays a small disk over the folder,
puts a house of its own on it and fills it to the last byte. Exit code 0: everything held.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import django

from guanxi.domain.intake import limits

DISK = "size=48m"
ROWS = 4_000
RESUMES_WITHIN = 60.0
_A_LITTLE_ROOM = 1 << 19
_A_WHILE = 5.0
_FULL = 507
_WORDS = {"en": "There is no room left to save this", "zh-hans": "磁盘空间不足，未能保存"}
_COMMAND_WORDS = {"en": "A disk is full.", "zh_CN.UTF-8": "磁盘已满"}
_COMMAND_FULL = 4
_BUSINESS = "SELECT (SELECT count(*) FROM operations_shipment), (SELECT count(*) FROM intake_stagedrow)"


def main(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(folder)], check=True)
    os.environ |= _environment(folder)
    django.setup()
    small = SmallHouse(folder)
    small.furnish()
    with ExitStack() as end:
        with small.filled():
            before = small.kept()
            small.asked_to_write()
            small.commanded()
            end.enter_context(small.worker())
            time.sleep(_A_WHILE)
            small.read()
            assert small.kept() == before, "something was half saved"
            small.squeeze_in_some_chunks()
            small.read()
        small.resumes()
    small.commanded_again()


def _environment(folder: Path) -> dict[str, str]:
    from cryptography.fernet import Fernet

    return {
        "DJANGO_SETTINGS_MODULE": "guanxi.config.settings",
        "DATABASE_URL": "",
        "GUANXI_HOME": str(folder),
        "GUANXI_SECRET_KEY": "a key for this house only",
        "GUANXI_VAULT_KEYS": Fernet.generate_key().decode(),
        "GUANXI_WORKER_LEASE_SECONDS": "2",
    }


class SmallHouse:
    """A house on a small disk, with one import that waits to be mended and one that waits for its worker."""

    def __init__(self, folder: Path) -> None:
        from django.test import Client

        self._folder = folder
        self._ballast = folder / "ballast"
        self._file = folder / "shipments.csv"
        self._client = Client(headers={"host": "localhost"}, raise_request_exception=False)

    def furnish(self) -> None:
        """Staff, a customer, an upload with a row to be mended and one whose rows are ordered."""
        from django.core.management import call_command

        from guanxi.domain.people.policy import Role
        from guanxi.processes import staged_import
        from tests import factories
        from tests.processes.importing import AT, write
        from tests.processes.uploading import checked, fresh, own_mapping, received, run_jobs

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        mei = factories.staff("梅若兰", Role.MANAGER)
        self._client.force_login(mei)
        factories.customer("晨光纸业", number="C1")
        self._mended = checked(self._folder, "audiences", mei, {"name": "", "segment": "纸"}).pk
        rows = [{"source_id": f"S{number}", "customer_number": "C1"} for number in range(ROWS)]
        content = write(self._file, "shipments", rows).read_bytes()
        upload = received(content, "shipments", mei)
        staged_import.map_columns(upload, own_mapping("shipments"), by=mei, at=AT)
        run_jobs()
        staged_import.commit(fresh(upload), by=mei, at=AT)
        self._ordered = upload.pk
        # The file of the command: other shipments than those ordered.
        write(self._file, "shipments", [row | {"source_id": f"T{row['source_id']}"} for row in rows])

    @contextmanager
    def filled(self) -> Iterator[None]:
        """Not one more byte; the log of the database is empty, so that every write needs room."""
        self.ask("PRAGMA wal_checkpoint(TRUNCATE)")
        with self._ballast.open("wb", buffering=0) as ballast:
            for block in (1 << 20, 1 << 12, 1):
                try:
                    while ballast.write(bytes(block)):
                        pass
                except OSError:
                    continue
        try:
            yield
        finally:
            self._ballast.unlink()

    def squeeze_in_some_chunks(self) -> None:
        """A little room lets the job go on until it hits the wall; what it has taken is there, all of it."""
        while not (taken := self._taken()):
            os.truncate(self._ballast, self._ballast.stat().st_size - _A_LITTLE_ROOM)
            time.sleep(_A_WHILE)
        assert taken < ROWS, "there was too much room"
        assert taken % limits.CHUNK_ROWS == 0, taken
        assert self.ask("SELECT count(*) FROM operations_shipment") == [(taken,)]
        assert self.ask("SELECT rows, applied, state FROM intake_importrun") == [(taken, taken, "running")]

    def _taken(self) -> int:
        ((taken,),) = self.ask("SELECT count(*) FROM intake_stagedrow WHERE is_taken")
        return int(taken)

    def asked_to_write(self) -> None:
        """An upload and a mended cell are refused in the reader's language, and nothing of them is there."""
        for language, words in _WORDS.items():
            for path, form in (
                ("/imports/new/", {"kind": "shipments", "file": _file(self._file.read_bytes())}),
                (f"/imports/{self._mended}/mend/", {"number": "2", "column": "name", "value": "纸" * 60}),
            ):
                answer = self._client.post(path, form, headers={"accept-language": language})
                assert answer.status_code == _FULL, (path, answer.status_code, answer.content.decode())
                assert words in answer.content.decode(), path
        assert len(list((self._folder / "uploads").iterdir())) == 2, "a file of a refused upload stayed"

    def commanded(self) -> None:
        """The command says it in one sentence, without a traceback."""
        for language, words in _COMMAND_WORDS.items():
            done = self._import(language)
            assert done.returncode == _COMMAND_FULL, done
            assert words in done.stderr, done
            assert "Traceback" not in done.stderr, done

    def commanded_again(self) -> None:
        done = self._import("en")
        assert done.returncode == 0, done
        assert self.ask("SELECT count(*) FROM operations_shipment") == [(2 * ROWS,)]

    def read(self) -> None:
        """Pages that only show answer as ever."""
        for path in ("/", "/customers/", "/customers/1/", "/imports/", f"/imports/{self._mended}/check/"):
            status = self._client.get(path).status_code
            assert status == 200, (path, status)

    def resumes(self) -> None:
        """The job that was ordered is done by itself, once."""
        deadline = time.monotonic() + RESUMES_WITHIN
        state = f"SELECT state FROM intake_upload WHERE id = {self._ordered}"
        while self.ask(state) != [("done",)]:
            assert time.monotonic() < deadline, self.ask(state)
            time.sleep(0.1)
        sys.stdout.write(f"done {RESUMES_WITHIN - deadline + time.monotonic():.1f} s after there was room\n")
        assert self.ask("SELECT rows, applied, state FROM intake_importrun") == [(ROWS, ROWS, "done")]
        assert self.ask("SELECT count(DISTINCT source_id) FROM operations_shipment") == [(ROWS,)]
        assert self.ask("PRAGMA integrity_check") == [("ok",)]

    def kept(self) -> list[tuple[Any, ...]]:
        """What is on file of business, and the states of uploads and accounts."""
        uploads = "SELECT id, state, revision, counts FROM intake_upload ORDER BY id"
        cells = "SELECT upload_id, number, cells, outcome, is_taken FROM intake_stagedrow ORDER BY id"
        events = "SELECT chain, position, hash FROM timeline_event ORDER BY id"
        runs = "SELECT id, state, rows FROM intake_importrun ORDER BY id"
        return [row for sql in (_BUSINESS, uploads, cells, events, runs) for row in self.ask(sql)]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._folder / "guanxi.sqlite3", timeout=20)) as bystander:
            return list(bystander.execute(sql))

    @contextmanager
    def worker(self) -> Iterator[None]:
        """`guanxi worker`, alive from beginning to end."""
        process = subprocess.Popen([sys.executable, "-m", "guanxi", "worker"])
        try:
            yield
            assert process.poll() is None, "the worker died"
        finally:
            process.kill()
            process.wait()

    def _import(self, language: str) -> "subprocess.CompletedProcess[str]":
        command = ["guanxi", "import", str(self._file), "--kind", "shipments", "--mapping", "guanxi"]
        environment = os.environ | {"LANG": language, "LC_ALL": language, "GUANXI_LANG": language[:2]}
        return subprocess.run(
            [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, check=False
        )


def _file(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "六月.csv"
    return file


if __name__ == "__main__":
    main(Path(sys.argv[1]))
