"""Telling a full disk from every other fault: it passes, and whoever meets it must be told what it is."""

import errno

from django.db import OperationalError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# SQLSTATE 53100, disk_full.
_POSTGRESQL_DISK_FULL = "53100"
# SQLITE_FULL; Python 3.11 and later give it by name.
_SQLITE_FULL = "SQLITE_FULL"


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says that a disk or a quota has no room left (F3)."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if isinstance(error, OperationalError) and _says_full(error.__cause__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_full(cause: BaseException | None) -> bool:
    return (
        getattr(cause, "sqlite_errorname", "") == _SQLITE_FULL
        or getattr(cause, "sqlstate", "") == _POSTGRESQL_DISK_FULL
    )
