"""Which column of a file probably fills which field: proposed with a reason, decided by a person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from guanxi.domain.intake.field_names import ALIASES, LABELS
from guanxi.domain.intake.fields import FileKind

_SAMPLES = 3
_INSIGNIFICANT = re.compile(r"[\s_\-./:：（）()\[\]#*]+")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """`column` is None where nothing was recognised; `why` is "saved", "name", "label", "alias" or ""."""

    name: str
    label: str
    required: bool
    column: str | None
    samples: list[str]
    why: str


def propose(
    kind: FileKind, header: Sequence[str], rows: Sequence[Sequence[str]], saved: Iterable[Mapping[str, Any]]
) -> list[ColumnProposal]:
    """One proposal for each field, no column twice. `saved` are mappings of this kind, newest first."""
    places = {_plain(name): place for place, name in reversed(list(enumerate(header))) if name}
    remembered = {name: column for rules in reversed(list(saved)) for name, column in _columns(rules).items()}
    taken: set[int] = set()
    proposals = []
    for name, declared in kind.fields.items():
        place, why = None, ""
        for origin, words in _words(name, remembered.get(name, "")):
            found = next((places[word] for word in map(_plain, words) if word in places), None)
            if found is not None and found not in taken:
                place, why = found, origin
                taken.add(found)
                break
        samples = [row[place] for row in rows if place is not None and place < len(row) and row[place]]
        column = None if place is None else header[place]
        label = str(LABELS.get(name, name))
        proposals.append(ColumnProposal(name, label, declared.required, column, samples[:_SAMPLES], why))
    return proposals


def _words(name: str, remembered: str) -> list[tuple[str, list[str]]]:
    labels = []
    for language, _ in settings.LANGUAGES:
        with override(language):
            labels.append(str(LABELS.get(name, name)))
    return [
        ("saved", [remembered] if remembered else []),
        ("name", [name, f"{name}_kg"]),
        ("label", labels),
        ("alias", list(ALIASES.get(name, ()))),
    ]


def _columns(rules: Mapping[str, Any]) -> dict[str, str]:
    """field → column of a mapping of one kind."""
    return {name: rule["from"] for name, rule in rules.get("fields", {}).items() if rule.get("from")}


def _plain(text: str) -> str:
    return _INSIGNIFICANT.sub("", text).casefold()
