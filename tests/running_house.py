"""A whole guanxi in processes of its own, as `make run` starts it: for the tests that come by the door."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

START_SECONDS = 180


@dataclass
class House:
    """A running house: where it lives, where it answers, and what it said when it opened."""

    home: Path
    port: int
    environment: dict[str, str]
    process: "subprocess.Popen[str] | None" = None
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def link(self) -> str:
        """The one-time sign-in link of the greeting."""
        found: list[str] = re.findall(r"http://\S+/first-sign-in/\S+", "\n".join(self.said))
        return found[-1]

    def start(self) -> None:
        """Run `guanxi run` and wait for the line that says it is open."""
        self.said.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "guanxi", "run"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        opened = threading.Event()
        threading.Thread(target=self._listen, args=[self.process, opened], daemon=True).start()
        if not opened.wait(START_SECONDS) or self.process.poll() is not None:
            raise AssertionError("guanxi did not open:\n" + "\n".join(self.said))

    def stop(self) -> int:
        """Ask it to stop, as Ctrl+C does, and return its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another `guanxi` command on the same home."""
        return subprocess.run(
            [sys.executable, "-m", "guanxi", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def get(self, path: str, *, host: str = "localhost") -> tuple[int, dict[str, str], str]:
        """(status, headers, body) of one request to `host`, whatever that name resolves to."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()

    def _listen(self, process: "subprocess.Popen[str]", opened: threading.Event) -> None:
        assert process.stdout
        for line in process.stdout:
            self.said.append(line.rstrip())
            if "Ctrl+C" in line:
                opened.set()
        opened.set()


@contextmanager
def a_house(folder: Path, *, language: str = "en_US.UTF-8") -> Iterator[House]:
    """A house in `folder`, not yet started, on the kind of database the suite runs on; stopped at the end."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    environment |= {
        "GUANXI_HOME": str(folder),
        "GUANXI_PORT": str(port),
        "LANG": language,
        "LC_ALL": language,
    }
    with _database_of_its_own(environment):
        house = House(folder, port, environment)
        try:
            yield house
        finally:
            if house.process and house.process.poll() is None:
                house.stop()


@contextmanager
def _database_of_its_own(environment: dict[str, str]) -> Iterator[None]:
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        environment.pop("DATABASE_URL", None)
        yield
        return
    import psycopg

    name = f"guanxi_house_{os.getpid()}_{Path(tempfile.mktemp()).name}".lower()  # noqa: S306 - a name only
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    environment["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
    try:
        yield
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
