"""The result of a file as a file: all of it or nothing, in the format its ending names."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from guanxi_analysis.engine import run
from guanxi_analysis.errors import N_, AnalysisError
from guanxi_analysis.formula_guard import FORMULA_RE2, PLAIN_NUMBER_RE2
from guanxi_analysis.sql_text import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = {
    ".csv": "FORMAT csv, HEADER",
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".json": "FORMAT json, ARRAY true",
}
# CSV is what people open in a spreadsheet; the other formats are read by programs, to the letter.
_ROWS_OF = {".csv": "output_table_for_people"}
_PAGE = 50_000


class InvalidOutput(AnalysisError):
    """The place or the format of the result is not usable."""

    sentences: ClassVar = {
        "output_ending": N_("The output %(path)s must end in .csv, .parquet or .json."),
        "output_folder": N_("There is no folder %(folder)s to write to."),
        "output_is_folder": N_("%(path)s is a folder; name a file."),
        "output_is_input": N_("%(path)s is named twice; the files read and written must differ."),
        "output_failed": N_("%(path)s cannot be written: %(detail)s."),
    }


@dataclass(frozen=True, slots=True)
class Wording:
    """The reader's words: a sentence with ``%(name)s`` places per reason code, and the name of each tier."""

    reasons: Mapping[str, str]
    tiers: Mapping[str, str]


def require_output(output: Path, report: Path | None, *inputs: Path) -> None:
    """Raise InvalidOutput unless the files can be written beside each other and beside what is read."""
    if output.suffix.lower() not in FORMATS:
        raise InvalidOutput("output_ending", path=str(output))
    seen = {path.resolve() for path in inputs}
    for path in (output, report):
        if path is None:
            continue
        if path.is_dir():
            raise InvalidOutput("output_is_folder", path=str(path))
        if not path.absolute().parent.is_dir():
            raise InvalidOutput("output_folder", folder=str(path.parent))
        if path.resolve() in seen:
            raise InvalidOutput("output_is_input", path=str(path))
        seen.add(path.resolve())


def lay_rows(connection: "DuckDBPyConnection", wording: Wording) -> None:
    """Bring the rows of `customer_value` into order, each with the words of its reason."""
    run(connection, "wording")
    for code, words in (*wording.reasons.items(), *wording.tiers.items()):
        run(connection, "wording_add", [code, words])
    run(connection, "output_row")
    run(connection, "output_table")
    run(connection, "formula_guard", [FORMULA_RE2, PLAIN_NUMBER_RE2])
    run(connection, "output_table_for_people")


def lines(connection: "DuckDBPyConnection", rows: int) -> Iterator[str]:
    """The rows in order as the fingerprint reads them, without words."""
    for first in range(1, rows + 1, _PAGE):
        for (line,) in run(connection, "output_lines", [first, first + _PAGE - 1]):
            yield str(line)


def write(
    connection: "DuckDBPyConnection", output: Path, report: Path | None, contents: Mapping[str, Any]
) -> None:
    """Write the rows and, where asked for, the report; both appear complete or not at all.

    Raises InvalidOutput when the folder refuses. Files of that name are replaced.
    """
    with _beside(output) as draft:
        layout = FORMATS[output.suffix.lower()]
        rows = _ROWS_OF.get(output.suffix.lower(), "output_table")
        connection.execute(f"COPY (FROM {rows}) TO {quoted_text(str(draft))} ({layout})")
        if report is None:
            _publish(draft, output)
            return
        with _beside(report) as note:
            note.write_text(json.dumps(contents, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            _publish(draft, output)
            _publish(note, report)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A place in the same folder, so that the finished file only has to be renamed; removed in any case."""
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".guanxi-") as folder:
            yield Path(folder) / f"draft{path.suffix.lower()}"
    except OSError as error:
        raise InvalidOutput("output_failed", path=str(path), detail=error.strerror or str(error)) from error


def _publish(draft: Path, path: Path) -> None:
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)
