"""The guide's tables of columns say what the code does, and their examples come in."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.mapping import load_mapping
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.processes.file_import import KINDS
from tests import factories
from tests.processes.importing import bring, counts

GUIDE = Path(__file__).resolve().parents[2] / "docs/guide/import-columns.md"
# A signal without its basis is rejected by a sentence of its own, not as an empty cell.
REQUIRED_BY_RULE = {("signals", "lawful_basis")}
FORMATS = {
    Reading.TEXT: "text",
    Reading.IDENTIFIER: "identifier",
    Reading.DAY: "day",
    Reading.INSTANT: "moment",
    Reading.MONEY: "money",
    Reading.CURRENCY: "currency",
    Reading.QUANTITY: "number",
    Reading.COUNT: "whole number",
    Reading.CHOICE: "one of",
    Reading.CHOICES: "several of",
    Reading.FLAG: "yes or no",
    Reading.EMAIL: "e-mail",
}


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str
    required: str
    format: str
    example: str


def tables() -> Iterator[tuple[str, list[Column]]]:
    """(kind, columns) in the order of the guide."""
    for section in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]:
        kind = re.match(r"`(\w+)`", section)
        lines = [line for line in section.splitlines() if line.startswith("| `")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        yield kind[1] if kind else "", [Column(row[0].strip("`"), *row[1:]) for row in cells]


def format_of(field: Field) -> str:
    written = FORMATS[field.reading]
    if field.choices:
        return f"{written} {', '.join(field.choices)}"
    bounded = {Reading.TEXT, Reading.IDENTIFIER, Reading.EMAIL}
    return f"{written}, up to {field.longest}" if field.reading in bounded else written


def test_every_kind_has_its_table() -> None:
    assert {kind for kind, _ in tables()} == set(KINDS)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_table_has_the_columns_of_its_kind_as_the_code_reads_them(kind: str) -> None:
    columns = dict(tables())[kind]
    declared = KINDS[kind][0]
    fields = load_mapping("guanxi", declared).fields
    assert [column.name for column in columns] == [rule.source for rule in fields.values()]
    for column, name in zip(columns, fields, strict=True):
        field = declared.fields[name]
        is_required = field.required or (kind, name) in REQUIRED_BY_RULE
        assert (column.required, column.format) == ("yes" if is_required else "", format_of(field)), name
        assert column.meaning


@pytest.mark.django_db
def test_the_examples_of_the_guide_come_in(tmp_path: Path) -> None:
    User.objects.create_staff(
        "li@huayuan.example", name="李伟", role=Role.SALES, created_at=factories.LONG_AGO
    )
    factories.customer("中原纸业集团", number="G-0001")
    for kind, columns in tables():
        path = tmp_path / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column.name for column in columns])
            writer.writerow(["" if column.example == "–" else column.example for column in columns])
        result = bring(path, kind)
        assert counts(result) == (1, 0, 0), list(result.rejected_rows)
        assert result.warnings == {}
