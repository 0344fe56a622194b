"""Tables that only grow: the database itself refuses UPDATE and DELETE (reliability rule 13)."""

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import StateApps

REFUSAL = "append-only: corrections are new rows"


def triggers(vendor: str, table: str) -> list[str]:
    """The statements that make `table` append-only on SQLite or PostgreSQL."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {REFUSAL}'); END"
            for deed in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is {REFUSAL}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


def lifting(vendor: str, table: str) -> list[str]:
    """The statements that take the triggers away again, for a migration's way back and for tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{deed}" for deed in ("update", "delete")]
    return [
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    ]


def make_append_only(*tables: str) -> migrations.RunPython:
    """The migration operation that guards `tables`."""
    return migrations.RunPython(_each(triggers, tables), _each(lifting, tables))


def lift_append_only(*tables: str) -> migrations.RunPython:
    """Lets a migration change `tables`, which SQLite then builds anew; `make_append_only` comes after it."""
    return migrations.RunPython(_each(lifting, tables), _each(triggers, tables))


def _each(
    statements: Callable[[str, str], list[str]], tables: tuple[str, ...]
) -> Callable[[StateApps, Any], None]:
    def run(apps: StateApps, schema_editor: Any) -> None:
        connection: BaseDatabaseWrapper = schema_editor.connection
        with connection.cursor() as cursor:
            for table in tables:
                for statement in statements(connection.vendor, table):
                    cursor.execute(statement)

    return run
