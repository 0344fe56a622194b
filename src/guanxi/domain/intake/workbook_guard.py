"""What a process that reads a stranger's file gives up before it begins: memory, time, the network, children.

The layers are independent, and whichever the system allows is taken. On Linux the kernel refuses the system
calls themselves (a seccomp filter, which needs no rights and cannot be taken back) and, where namespaces are
allowed, the process has no network of its own. Everywhere the interpreter refuses the same deeds.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from contextlib import suppress
from typing import Any, NoReturn

# machine → (audit architecture, numbers of: socket, socketpair, connect, execve, execveat, clone, clone3,
# ptrace, bpf, io_uring_setup, and fork and vfork where they exist). io_uring opens sockets by itself.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 56, 435, 101, 321, 425, 57, 58)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 220, 435, 117, 280, 425)),
}
_X32_CALLS_FROM = 0x4000_0000
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2
_NEW_USER_AND_NETWORK = 0x1000_0000 | 0x4000_0000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOWED, _REFUSED = 0x7FFF_0000, 0x0005_0000 | errno.EPERM
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def give_up(*, memory: int, cpu: int, output: int) -> None:
    """Keep so many bytes of memory and of output, and seconds of processor time; no network, no program."""
    _limit(memory, cpu, output)
    leave_the_network()
    refuse_system_calls()
    refuse_in_interpreter()


def leave_the_network() -> bool:
    """Move to a network namespace without any device; False where the system does not let one."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER_AND_NETWORK) == 0)


def refuse_system_calls() -> bool:
    """Have the kernel refuse sockets, new programs and tracing; False where it cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    program = _filter_of(*machine)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    packed = _Program(len(program) // 8, program)
    return bool(library.prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(packed), 0, 0) == 0)


def refuse_in_interpreter() -> None:
    """Have Python itself refuse them, whatever the system."""
    sys.addaudithook(_refuse)


def _limit(memory: int, cpu: int, output: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _filter_of(architecture: int, refused: tuple[int, ...]) -> bytes:
    """A program of the kernel's packet filter: refuse these calls, and any of another architecture."""
    first, refusal = 4, 4 + len(refused) + 1
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 0, refusal - 2, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, refusal - first, 0, _X32_CALLS_FROM),
        *((_IF_EQUAL, refusal - place - 1, 0, number) for place, number in enumerate(refused, start=first)),
        (_RETURN, 0, 0, _ALLOWED),
        (_RETURN, 0, 0, _REFUSED),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED_EVENTS):
        _refused(event)


def _refused(event: str) -> NoReturn:
    raise PermissionError(errno.EPERM, f"{event} {os.strerror(errno.EPERM)}")
