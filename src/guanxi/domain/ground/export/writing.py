"""A report as a file of one format, whole or not at all."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.ground.export import pdf_file, workbook_file
from guanxi.domain.ground.export.delimited_file import FOR_PEOPLE, delimited_lines, table_lines
from guanxi.domain.ground.export.report import Report
from guanxi.domain.ground.whole_file import whole_file

# Members of an archive are dated alike, so that the same report is the same bytes.
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)


class Format(TextChoices):
    XLSX = "xlsx", gettext_lazy("Excel workbook (.xlsx)")
    CSV = "csv", gettext_lazy("Table of text (.csv)")
    PDF = "pdf", gettext_lazy("Page to print (.pdf)")


def ending_of(format: Format, report: Report) -> str:
    """The file's ending with its dot: CSV of several tables comes as an archive."""
    return ".zip" if format is Format.CSV and len(report.tables) > 1 else f".{format.value}"


def write_report(report: Report, format: Format, path: Path, *, mode: int | None = None) -> None:
    """Write the report to `path`, which is replaced. Raises UnableToExport and OSError.

    A single table as CSV is nothing but the table, so that it can be brought in again as it is; several come
    as an archive of one CSV each, `about.csv` with the provenance first. A workbook opens with the sheet of
    its provenance, a PDF with its title.
    """
    with whole_file(path, mode=mode) as draft:
        _WRITERS[format](report, draft)


def _write_csv(report: Report, path: Path) -> None:
    if len(report.tables) == 1:
        _write_lines(path, table_lines(report.tables[0]))
        return
    about = delimited_lines([_("About"), report.title], report.provenance.lines(), FOR_PEOPLE)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "about", about)
        for table in report.tables:
            _add(archive, table.name, table_lines(table))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        stream.writelines(lines)


def _add(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> None:
    member = zipfile.ZipInfo(f"{name}.csv", date_time=_MEMBER_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w") as stream:
        for line in lines:
            stream.write(line.encode("utf-8", "backslashreplace"))


_WRITERS: dict[Format, Callable[[Report, Path], None]] = {
    Format.CSV: _write_csv,
    Format.XLSX: workbook_file.write_workbook,
    Format.PDF: pdf_file.write_pdf,
}
