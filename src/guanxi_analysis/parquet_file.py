"""Parquet files: read in place, every column typed by the file itself."""

from pathlib import Path
from typing import TYPE_CHECKING

from guanxi_analysis.source import Column, Kind, Source, parquet_relation, view_of
from guanxi_analysis.sql_text import quoted_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = {
    "VARCHAR": Kind.TEXT,
    "DATE": Kind.DAY,
    "FLOAT": Kind.FLOAT,
    "DOUBLE": Kind.FLOAT,
    "HUGEINT": Kind.WHOLE,
    "UHUGEINT": Kind.WHOLE,
}
_KINDS_BY_START = {
    "TIMESTAMP": Kind.MOMENT,
    "DECIMAL": Kind.DECIMAL,
    "ENUM": Kind.TEXT,
    "TINYINT": Kind.WHOLE,
    "SMALLINT": Kind.WHOLE,
    "INTEGER": Kind.WHOLE,
    "BIGINT": Kind.WHOLE,
    "UTINYINT": Kind.WHOLE,
    "USMALLINT": Kind.WHOLE,
    "UINTEGER": Kind.WHOLE,
    "UBIGINT": Kind.WHOLE,
}


def open_parquet(connection: "DuckDBPyConnection", path: Path) -> Source:
    """Make a Parquet file the view `source`. Raises duckdb.Error for a damaged file."""
    relation = parquet_relation(path)
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608
    columns = tuple(
        Column(str(name), f"c{number}", _kind_of(str(declared)), str(declared))
        for number, (name, declared, *_) in enumerate(described)
    )
    view_of(connection, relation, {column.key: quoted_name(column.name) for column in columns})
    return Source(path=path, columns=columns, header_rows=0)


def _kind_of(type_name: str) -> Kind:
    if type_name.endswith("]"):
        return Kind.OTHER
    by_start = (kind for start, kind in _KINDS_BY_START.items() if type_name.startswith(start))
    return _KINDS.get(type_name) or next(by_start, Kind.OTHER)
