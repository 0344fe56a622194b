"""Many rows of one model stored at once, without an object for each.

Django makes and takes apart a model object for every row it inserts, which costs several times what the
database needs. Here a row is a mapping, and values are made ready for the database a column at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

# Fields whose values the driver takes as they are, if they are of this type.
_NATIVE: Mapping[type[Any], type] = {
    models.CharField: str,
    models.TextField: str,
    models.BigAutoField: int,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
}


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Rows as they were stored: the values of each concrete field, in the order of the model's fields."""

    model: type[Model]
    columns: list[list[Any]]
    pks: list[int]


def insert_rows(model: type[Model], rows: Sequence[Mapping[str, Any]], **shared: Any) -> StoredRows:
    """Store one row for each mapping, inside the caller's transaction; ids are given in the order of rows.

    Columns go by their attribute ("customer_id"). Every mapping names the same ones, `shared` holds what is
    the same in all rows, and a column that neither names has its field's default. Nothing but the database
    checks the values. Raises FieldDoesNotExist for a column the model lacks, IntegrityError as Django does.
    """
    connection = _in_transaction()
    fields = model._meta.concrete_fields
    named = rows[0].keys() if rows else frozenset[str]()
    if unknown := (named | shared.keys()) - {field.attname for field in fields}:
        raise FieldDoesNotExist(f"{model._meta.label} has no column {', '.join(sorted(unknown))}.")
    pks = _new_ids(connection, model, len(rows))
    columns = []
    for field in fields:
        name = field.attname
        if field.primary_key:
            columns.append(pks)
        elif name in named:
            columns.append([row[name] for row in rows])
        else:
            columns.append([shared[name] if name in shared else field.get_default()] * len(rows))
    if rows:
        _insert(connection, model, columns)
    return StoredRows(model, columns, pks)


def update_rows(records: Sequence[Model], columns: Sequence[str]) -> None:
    """Write these columns of records at hand, inside the caller's transaction: one statement, many values.

    `bulk_update` makes one expression for each value and spends tens of times what the database needs.
    """
    connection = _in_transaction()
    if not records:
        return
    model = type(records[0])
    quoted = connection.ops.quote_name
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in columns]
    ready = [
        _prepared(connection, field, [getattr(one, field.attname) for one in records]) for field in fields
    ]
    settings = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    key = quoted(str(cast(Any, model._meta.pk).column))
    with connection.cursor() as cursor:
        cursor.executemany(
            # The names are those of the model; values go as parameters.
            f"UPDATE {quoted(model._meta.db_table)} SET {settings} WHERE {key} = %s",  # noqa: S608
            list(zip(*ready, [one.pk for one in records], strict=True)),
        )


def _in_transaction() -> BaseDatabaseWrapper:
    connection: BaseDatabaseWrapper = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Rows are written in bulk inside a transaction only.")
    return connection


def _insert(connection: BaseDatabaseWrapper, model: type[Model], columns: list[list[Any]]) -> None:
    fields = model._meta.concrete_fields
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    ready = [_prepared(connection, *pair) for pair in zip(fields, columns, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(
            # The names are those of the model; values go as parameters.
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608
            list(zip(*ready, strict=True)),
        )


def _prepared(connection: BaseDatabaseWrapper, field: Any, column: list[Any]) -> list[Any]:
    """The values as the database driver takes them; each distinct one is made ready once."""
    native = _NATIVE.get(type(field.target_field if field.is_relation else field))
    if set(map(type, column)) <= {native, type(None)}:
        return column
    if isinstance(field, models.JSONField):  # whose values may not be hashable, but are often the same one
        by_identity = {id(value): field.get_db_prep_save(value, connection) for value in column}
        return [by_identity[id(value)] for value in column]
    ready = {value: field.get_db_prep_save(value, connection) for value in dict.fromkeys(column)}
    return [ready[value] for value in column]


def _new_ids(connection: BaseDatabaseWrapper, model: type[Model], count: int) -> list[int]:
    """Ids that no other row of the table has or will have.

    PostgreSQL's sequence never gives a number twice. On SQLite a transaction of ours holds the only right to
    write from its first statement on, so that nobody else can take the numbers behind the last one.
    """
    table, column = model._meta.db_table, cast(Any, model._meta.pk).column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), column, count],
        )
        return [pk for (pk,) in cursor.fetchall()]
