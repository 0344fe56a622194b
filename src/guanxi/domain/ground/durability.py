"""What "saved" means: the database's own settings, asserted before anything is served (rule 11)."""

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
_POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "data_checksums": "on"}
# Any of these waits for the local disk; "off" acknowledges before it.
_SAFE_COMMITS = frozenset({"on", "local", "remote_write", "remote_apply"})


def unmet(connection: BaseDatabaseWrapper) -> list[str]:
    """Each setting that would let an acknowledged write be lost, as "name is found, must be wanted"."""
    return _unmet_on_sqlite(connection) if connection.vendor == "sqlite" else _unmet_on_postgresql(connection)


def _unmet_on_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    faults = _differences(connection, "PRAGMA {}", _SQLITE)
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    if mode != "IMMEDIATE":
        faults.append(f"transaction_mode is {mode}, must be IMMEDIATE")
    return faults


def _unmet_on_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    faults = _differences(connection, "SHOW {}", _POSTGRESQL)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        found = cursor.fetchone()[0]
    if found not in _SAFE_COMMITS:
        faults.append(f"synchronous_commit is {found}, must be on")
    return faults


def _differences(connection: BaseDatabaseWrapper, query: str, wanted: dict[str, str]) -> list[str]:
    faults = []
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(query.format(name))
            found = str(cursor.fetchone()[0])
            if found != value:
                faults.append(f"{name} is {found}, must be {value}")
    return faults
