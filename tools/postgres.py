"""Run a command with a throw-away PostgreSQL server: `python -m tools.postgres COMMAND …`.

The server lives in a temporary folder, listens on a free loopback port, keeps `fsync` and checksums
on as in production, and is gone afterwards. Without the server's programs the command is skipped,
unless GUANXI_TESTS_MAY_NOT_SKIP names `postgres`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def main(command: Sequence[str]) -> int:
    programs = _programs()
    if programs is None:
        print(
            "skipped: no PostgreSQL server is installed (Debian: apt-get install postgresql)", file=sys.stderr
        )
        return 1 if "postgres" in os.environ.get("GUANXI_TESTS_MAY_NOT_SKIP", "") else 0
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    with _server(programs) as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


@contextmanager
def _server(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="guanxi-postgres-"))
    run_as = _unprivileged(folder)
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    try:
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "guanxi", "-A", "trust"]
        _quietly([*run_as, *initdb, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"], folder)
        start = [*control, "-l", str(folder / "log"), "-o", options, "start"]
        _quietly([*run_as, *start], folder)
        yield f"postgresql://guanxi@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*run_as, *control, "-m", "immediate", "stop"], cwd=folder, capture_output=True, check=False
        )
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    return ["runuser", "-u", user, "--"]


def _quietly(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"PostgreSQL did not start: {done.stdout}{done.stderr}")


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    return installed[-1].parent if installed else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
