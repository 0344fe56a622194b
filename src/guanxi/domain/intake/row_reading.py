"""From cells to values, by the rules of a mapping. A row is understood as a whole or turned away."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guanxi.domain.ground.money import UnableToReadMoney, minor_units
from guanxi.domain.intake.conversion import Converter, converter
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.mapping import FieldRule, Mapping
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rows import KeptRejection, ReadRow, Rejection, Verdict
from guanxi.domain.intake.rules import dates, texts
from guanxi.domain.intake.rules.cells import Cell, UnableToReadCell, text_of
from guanxi.domain.intake.rules.storable import storable_text
from guanxi.domain.intake.survey import survey
from guanxi.domain.intake.table import SourceRow, Table

_UNKNOWN = object()
# Cells of one column whose values are remembered.
_MOST_KNOWN = 4096


@dataclass(slots=True)
class _Step:
    """One origin of a field: a column or a constant, when it is absent, and how it is read."""

    index: int
    constant: str
    absent: tuple[tuple[re.Pattern[str], str], ...]
    convert: Converter

    def absence(self, cell: str) -> str | None:
        """The reason ("" where none is given) if the cell means absence; None if it is a value."""
        text = cell.strip()
        for pattern, reason in self.absent:
            if pattern.fullmatch(text):
                return reason
        return None if text else ""


@dataclass(slots=True)
class _FieldReader:
    """Reads one field of a row.

    Days, places and names come again and again. Where a field has one column and nothing else to look at,
    `known` says what its cells were found to mean: cell at `place` → value.
    """

    name: str
    column: str
    is_required: bool
    absent_value: Any
    is_money: bool
    steps: list[_Step]
    place: int = field(init=False)
    known: dict[Cell, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = max(self.steps[0].index, 0)

    def read(self, cells: list[Cell], absences: dict[str, str]) -> Any:
        """The value, or what stands for its absence; `absences` then receives the first reason given."""
        value = self._understood(cells, absences)
        has_one_column = len(self.steps) == 1 and self.steps[0].index >= 0
        # A reason must be given anew for each row, and a list must not be shared by two.
        if has_one_column and self.name not in absences and not isinstance(value, list):
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[cells[self.place]] = value
        return value

    def _understood(self, cells: list[Cell], absences: dict[str, str]) -> Any:
        reason = ""
        for step in self.steps:
            cell = step.constant if step.index < 0 else cells[step.index]
            # Most cells are plain values of columns without rules: they take no further look.
            may_be_absent = isinstance(cell, str) and (step.absent or not cell or cell.isspace())
            found = step.absence(str(cell)) if may_be_absent else None
            if found is None:
                return step.convert(cell)
            reason = reason or found
        if reason:
            absences[self.name] = reason
        if self.is_required:
            raise UnableToReadCell("required")
        return self.absent_value


class RowReader:
    """Reads the rows of one table.

    `fields` are the fields the file provides and `columns` where each comes from, `missing` and `unused` the
    columns that one side lacks; `formats` is how a column writes its days where its rows settled that.
    """

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.header, self.first_row = table.header, table.header_row + 1
        self._table = table
        self._mapping = mapping
        wanted = mapping.request().columns
        self.missing = _missing_columns(table.header, mapping)
        self.unused = [column for column in table.header if column and column not in wanted]
        self._places = _places(table.header, wanted)
        found = survey(table, mapping, self._places)
        self.row_count, self.formats = found.rows, found.formats
        self._readers = list(self._field_readers(found.formats))
        self.fields = frozenset(reader.name for reader in self._readers)
        self.columns = {reader.name: reader.column for reader in self._readers}
        self._money = [reader for reader in self._readers if reader.is_money]

    def column_of(self, field: str) -> str:
        """The column a field comes from, as the file names it."""
        return self.columns.get(field, "")

    def read(self, row: SourceRow) -> ReadRow | Rejection:
        """The row's values, or the first reason why it cannot be understood."""
        cells = row.cells
        if len(cells) != len(self.header):
            cells = [*cells[: len(self.header)], *[cell for cell in cells[len(self.header) :] if cell != ""]]
            if len(cells) != len(self.header):
                return self._wrong_length(row)
        values: dict[str, Any] = {}
        absences: dict[str, str] = {}
        for reader in self._readers:
            value = reader.known.get(cells[reader.place], _UNKNOWN)
            if value is _UNKNOWN:
                try:
                    value = reader.read(cells, absences)
                except UnableToReadCell as error:
                    return Rejection(row.number, reader.column, error.code, error.params, _texts(cells))
            values[reader.name] = value
        if refusal := self._count_money(values):
            column, reason = refusal
            return Rejection(row.number, column, reason.code, reason.params, _texts(cells))
        key = self._mapping.kind.key_of(values)
        return ReadRow(row.number, key, values, absences, cells)

    def again(self, numbers: Collection[int]) -> dict[int, ReadRow]:
        """Rows that were understood before, read once more: number → row. Never while others are walked."""
        found = {row.number: self.read(row) for row in self._table.rows() if row.number in numbers}
        return {number: row for number, row in found.items() if isinstance(row, ReadRow)}

    def rejection(self, row: ReadRow, verdict: Verdict) -> Rejection:
        """A room's verdict on a row that was understood, in terms of the file."""
        column = self.column_of(verdict.field_name)
        return Rejection(row.number, column, verdict.code, verdict.params, _texts(row.cells))

    @property
    def key_field(self) -> str:
        """The field by which a row is known."""
        return self._mapping.kind.key

    def storable(self, rejection: Rejection) -> KeptRejection:
        """The rejection as it may be kept: mapped cells, but no contact data and nothing personal (D13)."""
        cells = dict(self._storable_cells(rejection.cells))
        hidden = rejection.column in cells and not cells[rejection.column]
        params = {
            name: "…" if hidden and name == "text" else value for name, value in rejection.params.items()
        }
        return KeptRejection(rejection, params, cells)

    def _storable_cells(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        for name in self.fields:
            for column, text in self.texts_of(name, cells):
                yield column, text or ""

    def texts_of(self, field: str, cells: Sequence[str]) -> list[tuple[str, str | None]]:
        """(column, text) for each column the field may come from; None for what is not kept (D13)."""
        declared = self._mapping.kind.fields[field]
        found: list[tuple[str, str | None]] = []
        for rule in self._mapping.fields[field].chain():
            place = self._places.get(rule.source or "", len(cells))
            if place < len(cells):
                is_refused = declared.refuses_contact_data and texts.holds_contact_data(cells[place])
                is_kept = not (declared.personal or is_refused)
                found.append((str(rule.source), storable_text(cells[place]) if is_kept else None))
        return found

    def _wrong_length(self, row: SourceRow) -> Rejection:
        count, expected = len(row.cells), len(self.header)
        code = "cells_missing" if count < expected else "cells_surplus"
        return Rejection(row.number, "", code, {"count": count, "expected": expected}, _texts(row.cells))

    def _count_money(self, values: dict[str, Any]) -> tuple[str, UnableToReadCell] | None:
        for reader in self._money:
            if values[reader.name] is not None:
                try:
                    values[reader.name] = minor_units(values[reader.name], values["currency"])
                except UnableToReadMoney as error:
                    return reader.column, UnableToReadCell("out_of_range", text=error.text)
        return None

    def _field_readers(self, formats: dict[str, str]) -> Iterator[_FieldReader]:
        for name, declared in self._mapping.kind.fields.items():
            rule = self._mapping.fields.get(name)
            if rule is None or (rule.source in self.missing and rule.optional):
                continue
            steps = [self._step(step, declared, formats) for step in rule.chain()]
            yield _FieldReader(
                name,
                column=rule.source or name,
                is_required=declared.required,
                absent_value=declared.absent_value,
                is_money=declared.reading is Reading.MONEY,
                steps=steps,
            )

    def _step(self, rule: FieldRule, declared: Field, formats: dict[str, str]) -> _Step:
        place = self._places.get(rule.source, -1) if rule.source is not None else -1
        patterns = tuple((re.compile(absent.match), absent.reason) for absent in rule.absent)
        day_formats = rule.format or (formats.get(rule.source or "", dates.ISO),)
        return _Step(place, rule.constant or "", patterns, converter(declared, rule, day_formats))


def _missing_columns(header: list[str], mapping: Mapping) -> list[str]:
    """Optional columns the file lacks. Raises FileRefused when it lacks another."""
    present = set(header)
    lacking = [
        (rule.source, rule.optional)
        for field in mapping.fields.values()
        for rule in field.chain()
        if rule.source is not None and rule.source not in present
    ]
    needed = dict.fromkeys(column for column, optional in lacking if not optional)
    if needed:
        shown = {"missing": ", ".join(needed), "present": ", ".join(filter(None, header))}
        raise FileRefused("missing_columns", shown)
    return list(dict.fromkeys(column for column, _ in lacking))


def _places(header: list[str], wanted: frozenset[str]) -> dict[str, int]:
    for column in wanted:
        if header.count(column) > 1:
            raise FileRefused("duplicate_column", {"column": column})
    return {column: place for place, column in enumerate(header) if column in wanted}


def _texts(cells: list[Cell]) -> list[str]:
    return [text_of(cell) for cell in cells]
