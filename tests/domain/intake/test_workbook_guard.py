"""The process that reads a stranger's workbook has no network, no children, no secrets and little time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from guanxi.domain.intake import limits, workbook, workbook_child
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.table import TableRequest, opened

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="The kernel's filter is Linux's.")
_START = "from guanxi.domain.intake import workbook_guard as guard\n"
# Each way out of the process: what is tried, and the name under which it is told.
_WAYS_OUT = """
import ctypes, json, os, socket, subprocess
library = ctypes.CDLL(None, use_errno=True)

def refused(deed):
    try:
        return deed() == -1 and ctypes.get_errno() == 1
    except PermissionError:
        return True
    except OSError as error:
        return error.errno == 1

ways = {
    "socket": lambda: socket.socket(),
    "unix socket": lambda: socket.socket(socket.AF_UNIX),
    "pair of sockets": lambda: socket.socketpair(),
    "program": lambda: os.execv("/bin/true", ["true"]),
    "child": lambda: subprocess.run(["/bin/true"]),
}
ways_of_c = {
    "socket by C": lambda: library.socket(2, 1, 0),
    "connection by C": lambda: library.connect(0, b"", 0),
    "io_uring": lambda: library.syscall(425, 1, 0),
    "program by C": lambda: library.execv(b"/bin/true", None),
    "child by C": lambda: library.fork(),
}
if by_c:
    ways |= ways_of_c
print(json.dumps([name for name, deed in ways.items() if not refused(deed)]))
"""


def ways_left(layer: str, *, by_c: bool) -> list[str]:
    """The ways out that are open once a layer is in place, in a process of its own."""
    command = [sys.executable, "-I", "-c", f"{_START}{layer}\nby_c = {by_c}\n{_WAYS_OUT}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=30, env={})
    found: list[str] = json.loads(done.stdout)
    return found


@LINUX
def test_the_kernel_refuses_sockets_and_programs_by_itself() -> None:
    assert ways_left("assert guard.refuse_system_calls()", by_c=True) == []


def test_the_interpreter_refuses_them_where_the_kernel_does_not() -> None:
    assert ways_left("guard.refuse_in_interpreter()", by_c=False) == []


def test_without_the_guard_a_socket_can_be_opened() -> None:
    command = [sys.executable, "-I", "-c", "import socket; socket.socket(); print('open')"]
    assert subprocess.run(command, capture_output=True, check=True, env={}).stdout == b"open\n"


def book(folder: Path) -> Path:
    path = folder / "facts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_column("A1", ["id", "1"])
    return path


@LINUX
def test_a_parser_that_opens_a_socket_fails_and_the_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _rows(book(tmp_path)) == 1
    monkeypatch.setattr(workbook, "COMMAND", _with_parser("import socket; socket.socket()"))
    with pytest.raises(FileRefused, match="unreadable_workbook"):
        _rows(book(tmp_path))


def test_a_parser_that_only_waits_is_stopped_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "COMMAND", _with_parser("import time; time.sleep(60)"))
    monkeypatch.setattr(limits, "PARSER_WALL_SECONDS", 2)
    with pytest.raises(FileRefused, match="workbook_too_heavy"):
        _rows(book(tmp_path))


def test_the_parser_does_not_see_the_environment_of_the_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANXI_SECRET_KEY", "kept to ourselves")
    leak = "import os, sys; sys.exit(0 if any('GUANXI' in name for name in os.environ) else 7)"
    monkeypatch.setattr(workbook, "COMMAND", _with_parser(leak))
    with pytest.raises(FileRefused, match="unreadable_workbook"):
        _rows(book(tmp_path))


def _with_parser(deed: str) -> tuple[str, ...]:
    """The reading process, in which the deed is done in place of loading the parser."""
    program = (
        f"import sys; from {workbook_child.__package__} import workbook_child as child\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == 'python_calamine': exec({deed!r})\n"
        "sys.meta_path.insert(0, Finder())\n"
        "import json; child.main(json.loads(sys.argv[1]))"
    )
    return (sys.executable, "-I", "-c", program)


def _rows(path: Path) -> int:
    with opened(path, TableRequest(frozenset({"id"}))) as file:
        return sum(1 for _ in file.table.rows())
