"""The one way out for tables: CSV, XLSX and PDF, none of which a spreadsheet can be made to run (T17).

A *report* is a title, its provenance and some *tables*; whoever owns the records says what the columns are.
"""

from guanxi.domain.ground.export.delimited_file import (
    FOR_PEOPLE,
    FOR_PROGRAMS,
    delimited_lines,
    write_delimited,
)
from guanxi.domain.ground.export.refusals import UnableToExport
from guanxi.domain.ground.export.report import Chart, Column, Kind, Provenance, Report, Row, Table, Value
from guanxi.domain.ground.export.writing import Format, ending_of, write_report

__all__ = [
    "FOR_PEOPLE",
    "FOR_PROGRAMS",
    "Chart",
    "Column",
    "Format",
    "Kind",
    "Provenance",
    "Report",
    "Row",
    "Table",
    "UnableToExport",
    "Value",
    "delimited_lines",
    "ending_of",
    "write_delimited",
    "write_report",
]
