"""How fast lists are: `python -m benchmarks.lists [CUSTOMERS]`, into a new SQLite file.

Asks for pages of the customers list in process, as a manager and as a salesperson with 500 customers, and
then from a running web server over 8 connections. Prints milliseconds (p50, p99); for the server also
requests a second and milliseconds of its CPU a request. With DATABASE_URL on that PostgreSQL server.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from cryptography.fernet import Fernet

from benchmarks.customers import store_customers, store_standings

PAGES = (
    ("first page", ""),
    ("by revenue", "?sort=-revenue"),
    ("by last shipment", "?sort=-last"),
    ("by last, upwards", "?sort=last"),
    ("by number", "?sort=number"),
    ("tier gold", "?tier=gold"),
    ("group and owner", "?group=actual&owner=none"),
    ("any of two", "?any=tier:gold;last:30d"),
    ("not basic, 30 days", "?group=!basic&last=30d"),
    ("gold, added up", "?tier=gold&sums=1"),
    ("gold, by nature", "?tier=gold&by=nature"),
)
TIMES, CONNECTIONS, SECONDS = 15, 8, 10


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUANXI_HOME": folder, "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
        # The web server starts with keys only.
        os.environ |= {
            "GUANXI_SECRET_KEY": "a key for measurements only, of no use elsewhere",
            "GUANXI_VAULT_KEYS": Fernet.generate_key().decode(),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        store_customers(count)
        store_standings(count)
        for role in ("manager", "sales"):
            time_pages(role)
        for path in ("/customers/", "/customers/?sort=-revenue"):
            load(path)


def session_of(role: str) -> str:
    """The cookie of a session of the first person in this role."""
    from django.conf import settings
    from django.test import Client

    from guanxi.domain.people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(role=role))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def time_pages(role: str) -> None:
    from django.test import Client

    from guanxi.domain.people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(role=role))
    for name, query in PAGES:
        assert client.get(f"/customers/{query}").status_code == 200
        times = []
        for _ in range(TIMES):
            started = time.perf_counter()
            client.get(f"/customers/{query}")
            times.append((time.perf_counter() - started) * 1000)
        print(f"{role:8} {name:20} {shown(times)}", flush=True)


def load(path: str) -> None:
    """Ask a web server of its own for one page over CONNECTIONS connections for SECONDS seconds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = ("--host", "127.0.0.1", "--port", str(port))
    strength = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "1")
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *where, *strength, "guanxi.config.wsgi:application"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        cookie = session_of("manager")
        await_answer(port, cookie)
        used, times = cpu_of(server.pid), ask(port, path, cookie)
        spent = (cpu_of(server.pid) - used) * 1000 / len(times)
        rate = len(times) / SECONDS
        print(
            f"8 connections {path:28} {rate:5.1f} requests/s  {shown(times)}  CPU {spent:5.1f} ms a request"
        )
    finally:
        server.terminate()
        server.wait(timeout=30)


def ask(port: int, path: str, cookie: str) -> list[float]:
    """Milliseconds of each answer."""
    times: list[float] = []
    until = time.monotonic() + SECONDS

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            started = time.perf_counter()
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            times.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def await_answer(port: int, cookie: str) -> None:
    for _ in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/customers/", headers={"Host": "localhost", "Cookie": cookie})
            assert connection.getresponse().status == 200
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the web server did not open")


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process and its children (Linux)."""
    pids = [pid, *children_of(pid)]
    ticks = 0
    for one in pids:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def shown(times: list[float]) -> str:
    return f"p50 {median(times):7.1f}  p99 {quantiles(times, n=100, method='inclusive')[98]:7.1f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
