"""Where identifiers and secrets come from (reliability rules 34 and 35)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random  # noqa: TID251 - only to replay a seeded sequence in tests

_replayed: ContextVar[Random | None] = ContextVar("guanxi_replayed_identifiers", default=None)


def random_bytes(count: int) -> bytes:
    """`count` unpredictable bytes."""
    replayed = _replayed.get()
    return replayed.randbytes(count) if replayed else secrets.token_bytes(count)


def new_token() -> str:
    """256 bits as 64 hexadecimal digits, for links and keys."""
    return random_bytes(32).hex()


@contextmanager
def replayed(seed: int) -> Iterator[None]:
    """Draw identifiers from a seeded sequence, so that a test run can be repeated to the byte."""
    token = _replayed.set(Random(seed))  # noqa: S311 - tests only
    try:
        yield
    finally:
        _replayed.reset(token)
