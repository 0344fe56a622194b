"""T17: whatever a cell says, no exporter makes a formula of it; read again with two readers."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from guanxi.domain.ground.export import Column, Format, Kind, Provenance, Report, Table, write_report
from guanxi_analysis.formula_guard import may_be_formula, unguarded
from tests.domain.ground.export.payloads import FORMULAS, HARMLESS

TEXTS = [*FORMULAS, *HARMLESS]
AT = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)


def hostile_table(kind: Kind) -> Table:
    """Every payload as a cell, and as a label in the header."""
    columns = [Column("text", kind), Column("=1+1"), Column("＝label")]
    return Table(f"hostile-{kind.name}", "=title", columns, ([text, "a", "=2+2"] for text in TEXTS))


def hostile_report(*kinds: Kind) -> Report:
    provenance = Provenance(AT, "=by", len(TEXTS), filters="@filters", policy="=policy", hash="-hash")
    return Report("hostile", "=title", provenance, [hostile_table(kind) for kind in kinds], "＝subtitle")


def written(report: Report, format: Format, folder: Path) -> Path:
    path = folder / f"report.{format.value}"
    write_report(report, format, path)
    return path


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.IDENTIFIER])
def test_a_csv_holds_no_formula_and_every_text(tmp_path: Path, kind: Kind) -> None:
    path = written(hostile_report(kind), Format.CSV, tmp_path)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row if may_be_formula(cell) and not cell.startswith("'")] == []
    assert [unguarded(row[0]) for row in rows[1:]] == TEXTS


def test_an_archive_of_csv_holds_no_formula_either(tmp_path: Path) -> None:
    path = written(hostile_report(Kind.TEXT, Kind.IDENTIFIER), Format.CSV, tmp_path)

    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["about.csv", "hostile-TEXT.csv", "hostile-IDENTIFIER.csv"]
        cells = [
            cell
            for name in archive.namelist()
            for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            for cell in row
        ]
    assert len(cells) > 2 * 3 * len(TEXTS)
    assert [cell for cell in cells if may_be_formula(cell) and not cell.startswith("'")] == []


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.IDENTIFIER])
def test_a_workbook_holds_no_formula_and_every_text(tmp_path: Path, kind: Kind) -> None:
    path = written(hostile_report(kind), Format.XLSX, tmp_path)

    workbook = openpyxl.load_workbook(path)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None] == []
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert all(b"<f" not in part and b"<hyperlink" not in part for part in parts)
    assert [as_written(row[0]) for row in list(rows_of(path))[1:]] == [as_written(text) for text in TEXTS]


def test_a_workbook_has_no_parts_that_run(tmp_path: Path) -> None:
    path = written(hostile_report(Kind.TEXT), Format.XLSX, tmp_path)

    with zipfile.ZipFile(path) as archive:
        assert not [n for n in archive.namelist() if "externalLinks" in n or "vba" in n or "connections" in n]


def rows_of(path: Path) -> Iterator[list[str]]:
    workbook = CalamineWorkbook.from_path(path)
    name = workbook.sheet_names[1]
    yield from ([str(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python())


def as_written(text: str) -> str:
    """Line ends are one sign in XML, and the reader leaves the control characters it cannot show encoded."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
