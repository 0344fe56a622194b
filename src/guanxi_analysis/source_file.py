"""Opening a file by what it holds, not by what it is called."""

from pathlib import Path
from typing import TYPE_CHECKING

from guanxi_analysis.errors import InvalidArgument
from guanxi_analysis.parquet_file import open_parquet
from guanxi_analysis.source import Source, UnreadableFile
from guanxi_analysis.text_file import open_text
from guanxi_analysis.workbook import open_workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ")
# Characters the engine takes for patterns in a file's name.
_WILD = frozenset("*?[{")


def open_source(
    connection: "DuckDBPyConnection",
    path: Path,
    *,
    encoding: str | None,
    sheet: str | None,
    workspace: Path,
) -> Source:
    """Make a CSV, Parquet or XLSX file the view `source` of the connection.

    Raises UnreadableFile when it is none of them or damaged, InvalidArgument for an option of another kind.
    """
    from duckdb import Error

    try:
        with path.open("rb") as file:
            start = file.read(6)
        if start.startswith(_PARQUET):
            _refuse(path, "Parquet", encoding=encoding, sheet=sheet)
            return open_parquet(connection, _plainly_named(path, workspace))
        if start.startswith(_ZIP):
            _refuse(path, "XLSX", encoding=encoding)
            return open_workbook(connection, path, sheet=sheet, workspace=workspace)
        if start.startswith(_OLD_EXCEL):
            raise UnreadableFile("file_old_excel", path=path.name)
        if start.startswith(_COMPRESSED):
            raise UnreadableFile("file_compressed", path=path.name)
        _refuse(path, "CSV", sheet=sheet)
        return open_text(connection, _plainly_named(path, workspace), encoding=encoding, workspace=workspace)
    except FileNotFoundError as error:
        raise UnreadableFile("file_missing", path=str(path)) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnreadableFile("file_unreadable", path=path.name, detail=detail) from error
    except Error as error:
        detail = str(error).partition("\n")[0].rstrip(". ")
        raise UnreadableFile("file_unreadable", path=path.name, detail=detail) from error


def _refuse(path: Path, kind: str, **options: str | None) -> None:
    for option, value in options.items():
        if value is not None:
            raise InvalidArgument("option_without_use", option=f"--{option}", path=path.name, kind=kind)


def _plainly_named(path: Path, workspace: Path) -> Path:
    """The same file under a name without pattern characters."""
    if not _WILD.intersection(str(path.absolute())):
        return path.absolute()
    link = workspace / "source"
    link.symlink_to(path.absolute())
    return link
