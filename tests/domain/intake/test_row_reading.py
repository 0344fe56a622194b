"""What a column's cells mean is remembered, and every row still reads as if it were alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from guanxi.domain.intake import row_reading
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.mapping import mapping_of
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import ReadRow, Rejection
from guanxi.domain.intake.rules.cells import Cell
from guanxi.domain.intake.table import SourceRow

KIND = FileKind(
    name="things",
    key="id",
    fields={
        "id": Field(Reading.IDENTIFIER, required=True),
        "day": Field(Reading.DAY),
        "roles": Field(Reading.CHOICES, choices=("buyer", "user")),
        "note": Field(Reading.TEXT),
        "origin": Field(Reading.TEXT),
    },
)
RULES = {
    "source": "test",
    "things": {
        "fields": {
            "id": {"from": "id"},
            "day": {"from": "day", "absent": [{"match": "-", "reason": "not_given"}]},
            "roles": {"from": "roles"},
            "note": {"from": "note", "fallback": {"from": "other note"}},
            "origin": {"constant": "圃田"},
        }
    },
}


class Things:
    """A table of these rows; the number of a row is its place from 2."""

    header = ["id", "day", "roles", "note", "other note"]
    encoding = delimiter = sheet = ""
    sheets: list[str] = []
    header_row = 1

    filled = 0

    def __init__(self, *rows: list[Cell]) -> None:
        self._rows = rows

    def rows(self) -> Iterator[SourceRow]:
        for number, cells in enumerate(self._rows, start=2):
            yield SourceRow(number, cells)

    def close(self) -> None:
        """Nothing is open."""


def read(*rows: list[Cell]) -> list[ReadRow | Rejection]:
    table = Things(*rows)
    reader = RowReader(table, mapping_of(RULES, KIND, name="test"))
    return [reader.read(row) for row in table.rows()]


def values(*rows: list[Cell]) -> list[dict[str, Any]]:
    return [row.values for row in read(*rows) if isinstance(row, ReadRow)]


def test_a_field_with_a_fallback_looks_at_both_columns_each_time() -> None:
    found = values(["A", "", "", "", "甲"], ["B", "", "", "", "乙"], ["C", "", "", "丙", "乙"])
    assert [row["note"] for row in found] == ["甲", "乙", "丙"]
    assert {row["origin"] for row in found} == {"圃田"}


def test_the_reason_of_an_absence_is_given_for_each_row() -> None:
    rows = read(["A", "-", "", "", ""], ["B", "-", "", "", ""], ["C", "", "", "", ""])
    assert [row.absences for row in rows if isinstance(row, ReadRow)] == [
        {"day": "not_given"},
        {"day": "not_given"},
        {},
    ]


def test_a_wrong_cell_is_rejected_in_every_row() -> None:
    rows = read(["A", "2026-13-01", "", "", ""], ["B", "2026-13-01", "", "", ""])
    assert [(row.number, row.column) for row in rows if isinstance(row, Rejection)] == [
        (2, "day"),
        (3, "day"),
    ]


def test_rows_share_no_list() -> None:
    first, second = values(["A", "", "buyer;user", "", ""], ["B", "", "buyer;user", "", ""])
    first["roles"].append("changed")
    assert second["roles"] == ["buyer", "user"]


def test_a_day_of_a_workbook_and_its_text_are_two_cells() -> None:
    first, second = values(["A", date(2026, 3, 1), "", "", ""], ["B", "2026-03-01", "", "", ""])
    assert first["day"] == second["day"] == date(2026, 3, 1)


def test_no_more_cells_are_remembered_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_reading, "_MOST_KNOWN", 2)
    names = [f"{number % 5}" for number in range(40)]
    rows: list[list[Cell]] = [[name, "", "", "", ""] for name in names]
    assert [row["id"] for row in values(*rows)] == names
