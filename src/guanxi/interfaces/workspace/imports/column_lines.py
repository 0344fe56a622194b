"""A column of a file as step two shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from guanxi.domain.intake.fields import NUMERIC, FileKind, Reading
from guanxi.interfaces.workspace.imports.foreign_words import ForeignWord

DAYS = frozenset({Reading.DAY, Reading.INSTANT})
# What can be the same in every row; an identifier never is.
CONSTANT = frozenset({Reading.CURRENCY, Reading.CHOICE})


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the file: its samples, the field it fills, and what must be asked about it."""

    name: str
    samples: list[str]
    field: BoundField
    days: BoundField | None
    numbers: BoundField | None
    words: list[ForeignWord]


def cells_of(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The different cells of a column that hold something, in the order of the file."""
    return list(dict.fromkeys(row[place] for row in rows if place < len(row) and row[place].strip()))


def question(
    label: str, choices: list[tuple[str, str]], answer: Any, *, unanswered: str
) -> forms.ChoiceField:
    """What the file leaves open, with the answer an earlier mapping gave."""
    known = answer[0] if isinstance(answer, list | tuple) and answer else answer
    return forms.ChoiceField(
        label=label, required=False, choices=[("", unanswered), *choices], initial=known or ""
    )


def constant_fields(kind: FileKind) -> list[str]:
    """The fields that may be given once for every row."""
    return [
        name
        for name, field in kind.fields.items()
        if field.reading in CONSTANT or (field.required and field.reading in DAYS)
    ]


def shareable_fields(kind: FileKind) -> list[str]:
    """The required fields that may be filled by a column that fills another field, too."""
    apart = CONSTANT | DAYS | NUMERIC
    return [name for name, field in kind.fields.items() if field.required and field.reading not in apart]
