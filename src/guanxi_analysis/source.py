"""A file as the view `source` of a connection, whatever its kind, with its columns and how each is typed."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from guanxi_analysis.errors import N_, AnalysisError
from guanxi_analysis.sql_text import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class UnreadableFile(AnalysisError):
    """The file as a whole cannot be read."""

    sentences: ClassVar = {
        "file_unreadable": N_("%(path)s cannot be read: %(detail)s."),
        "file_compressed": N_("%(path)s is compressed; unpack it first."),
        "file_old_excel": N_("%(path)s is an Excel file of the old kind; save it as .xlsx."),
        "file_without_rows": N_("No row of %(path)s has a customer, a date and an amount."),
        "file_empty": N_("%(path)s has no header row."),
        "file_missing": N_("There is no file %(path)s."),
        "file_line_width": N_(
            "Line %(line)s of %(path)s has %(found)s values where the header has %(expected)s."
        ),
        "file_line_quote": N_("Line %(line)s of %(path)s has a quotation mark that is not closed."),
        "file_line": N_("Line %(line)s of %(path)s cannot be read: %(detail)s."),
        "encoding_unknown": N_(
            "%(path)s is neither UTF-8 nor GB18030 (byte %(byte)s); name its encoding with --encoding."
        ),
        "encoding_unclear": N_(
            "%(path)s is not UTF-8, and read as GB18030 most of its other characters are rare ones"
            " (%(sample)s); name its encoding with --encoding, for example --encoding gb18030 or cp1252."
        ),
        "encoding_broken": N_("%(path)s is not %(encoding)s: byte %(byte)s does not fit; check --encoding."),
        "sheet_needed": N_("%(path)s has several sheets (%(sheets)s); choose one with --sheet."),
        "sheet_missing": N_("%(path)s has no sheet %(sheet)s; its sheets are %(sheets)s."),
    }


class UnreadableColumn(AnalysisError):
    """A column is missing, of the wrong kind, or can be read in more than one way."""

    sentences: ClassVar = {
        "column_missing": N_("There is no column %(column)s; the columns are %(columns)s."),
        "column_misspelt": N_(
            "There is no column %(column)s; perhaps %(near)s? The columns are %(columns)s."
        ),
        "column_twice": N_("Several columns are named %(column)s; rename one of them."),
        "column_no_date_type": N_("The column %(column)s is of type %(type)s and holds no dates."),
        "column_no_number_type": N_("The column %(column)s is of type %(type)s and holds no numbers."),
        "column_no_date": N_(
            "No row of the column %(column)s holds a date (row %(row)s: %(example)s); name its form with"
            " --date-format, for example --date-format %%d.%%m.%%Y."
        ),
        "column_no_number": N_("No row of the column %(column)s holds a number (row %(row)s: %(example)s)."),
        "date_ambiguous": N_(
            "The column %(column)s is ambiguous: row %(row)s, %(example)s, is %(first)s with --date-format"
            " %(first_option)s and %(second)s with --date-format %(second_option)s. Choose one."
        ),
        "date_mixed": N_(
            "The column %(column)s mixes two orders of day and month: row %(row)s, %(example)s, and row"
            " %(other_row)s, %(other)s. Choose with --date-format %(first_option)s or %(second_option)s; rows"
            " that do not fit are then excluded."
        ),
        "number_ambiguous": N_(
            "The column %(column)s is ambiguous: row %(row)s, %(example)s, is %(point)s with --decimal . and"
            " %(comma)s with --decimal , . Choose one."
        ),
        "number_mixed": N_(
            "The column %(column)s mixes two decimal marks: row %(row)s, %(example)s, and row %(other_row)s,"
            " %(other)s. Choose with --decimal . or --decimal , ; rows that do not fit are then excluded."
        ),
    }


class Kind(Enum):
    """How the values of a column arrive; a CELL carries its own type before the value (workbook.py)."""

    TEXT = "text"
    CELL = "cell"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    FLOAT = "binary floating-point number"
    DAY = "day"
    MOMENT = "moment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; in the view `source` it is called `key`, so that no foreign name reaches SQL.

    `declared` is the type a Parquet file gives it, in the engine's word.
    """

    name: str
    key: str
    kind: Kind
    declared: str = "VARCHAR"


@dataclass(frozen=True, slots=True)
class Source:
    """The file `path` as the view `source`; `header_rows` is 1 where the names take up the first row."""

    path: Path
    columns: tuple[Column, ...]
    header_rows: int

    def has(self, name: str) -> bool:
        """Whether a column carries exactly this name."""
        return any(column.name == name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises UnreadableColumn when there is none, or more than one."""
        found = [column for column in self.columns if column.name == name]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableColumn("column_twice", column=name)
        names = [column.name for column in self.columns]
        listed = ", ".join(names)
        if near := get_close_matches(name, names, n=1):
            raise UnreadableColumn("column_misspelt", column=name, near=near[0], columns=listed)
        raise UnreadableColumn("column_missing", column=name, columns=listed)

    def row_of(self, connection: "DuckDBPyConnection", column: Column, value: str) -> int:
        """The first row of the file, the header counted, whose trimmed text in the column is `value`."""
        numbered = f"SELECT ROW_NUMBER() OVER () AS row, {text_of(column)} AS value FROM source"  # noqa: S608
        statement = f"SELECT MIN(row) FROM ({numbered}) WHERE value = ?"  # noqa: S608
        [(row,)] = connection.execute(statement, [value]).fetchall()
        return int(row) + self.header_rows


# Blanks people and programs leave around values: tab, line ends, no-break, ideographic and zero-width ones.
_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(12288) || chr(65279)"


def text_of(column: Column) -> str:
    """SQL for the text of a column's values without blanks around it or a cell's type letter."""
    if column.kind is Kind.CELL:
        return _trimmed(f"SUBSTR({column.key}, 2)")
    text = f"CAST({column.key} AS VARCHAR)"
    return _trimmed(text) if column.kind is Kind.TEXT else text


def view_of(connection: "DuckDBPyConnection", relation: str, columns: dict[str, str]) -> None:
    """Create the view `source` over a relation: key → the SQL of its value."""
    values = ", ".join(f"{value} AS {key}" for key, value in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP VIEW source AS SELECT {values} FROM {relation}")  # noqa: S608


def csv_relation(path: Path, *, columns: int, delimiter: str) -> str:
    """SQL for a UTF-8 file of comma-separated values with a header, every value as text."""
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    return (
        f"read_csv({quoted_text(str(path))}, auto_detect=false, header=true, columns={{{names}}}, "
        f"delim={quoted_text(delimiter)}, quote='\"', escape='\"')"
    )


def parquet_relation(path: Path) -> str:
    """SQL for a Parquet file."""
    return f"read_parquet({quoted_text(str(path))})"


def _trimmed(text: str) -> str:
    """Trimming by a set of characters is slow; values between two visible ASCII characters go without."""
    edges = f"LEFT({text}, 1) BETWEEN '!' AND '~' AND RIGHT({text}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {edges} THEN {text} ELSE TRIM({text}, {_BLANKS}) END"
