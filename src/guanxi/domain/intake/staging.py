"""Which column of a file probably fills which field: proposed with a reason, decided by a person."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from guanxi.domain.intake.field_names import ALIASES, LABELS
from guanxi.domain.intake.fields import FileKind

# Where words come from, and the words: the surest first.
Words = list[tuple[str, list[str]]]
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
    """One proposal for each field, no column twice. `saved` are mappings of this kind, newest first.

    A column below a group of columns (“Customer Number”, of a header of two rows) is known by its last part
    too, where its whole name says nothing and only one field and one column can be meant.
    """
    places = {_plain(name): place for place, name in reversed(list(enumerate(header))) if name}
    remembered = {name: column for rules in reversed(list(saved)) for name, column in _columns(rules).items()}
    words = {name: _words(name, remembered.get(name, "")) for name in kind.fields}
    chosen: dict[str, tuple[int, str]] = {}
    for named in (places, _below_groups(kind, header, words)):
        for name in kind.fields:
            taken = {place for place, _ in chosen.values()}
            if name not in chosen and (found := _found(words[name], named, taken)):
                chosen[name] = found
    proposals = []
    for name, declared in kind.fields.items():
        place, why = chosen.get(name, (None, ""))
        samples = [row[place] for row in rows if place is not None and place < len(row) and row[place]]
        column = None if place is None else header[place]
        label = str(LABELS.get(name, name))
        proposals.append(ColumnProposal(name, label, declared.required, column, samples[:_SAMPLES], why))
    return proposals


def _found(words: Words, places: Mapping[str, int], taken: set[int]) -> tuple[int, str] | None:
    """The place of the first word that names a free column, and where the word comes from."""
    for origin, alike in words:
        place = next((places[word] for word in map(_plain, alike) if word in places), None)
        if place is not None and place not in taken:
            return place, origin
    return None


def _below_groups(kind: FileKind, header: Sequence[str], words: Mapping[str, Words]) -> dict[str, int]:
    """Last part of a name → place, for columns that share the part before it and can mean one field only.

    A group that is called like a field holds what belongs to that: the “Name” of a contact is no customer's.
    One that is called like the rows themselves may hold anything.
    """
    parts = [name.rpartition(" ") for name in header]
    groups = Counter(group for group, _, _ in parts if group)
    known = Counter(_plain(last) for _, _, last in parts) + Counter(
        _plain(name) for name, (group, _, _) in zip(header, parts, strict=True) if group
    )
    every_field = {name: _words(name, "") for name in LABELS}
    found = {}
    for place, (group, _, last) in enumerate(parts):
        if groups[group] < 2 or known[_plain(last)] > 1:
            continue
        fields = _fields_called(last, words)
        subjects = set(map(_subject, _fields_called(group, every_field))) - {_subject(kind.key)}
        if len(fields) == 1 and (not subjects or _subject(fields[0]) in subjects):
            found[_plain(last)] = place
    return found


def _subject(field: str) -> str:
    """What a field is about: contact_phone is about a contact."""
    return field.partition("_")[0]


def _fields_called(text: str, words: Mapping[str, Words]) -> list[str]:
    plain = _plain(text)
    return [
        name
        for name, origins in words.items()
        if plain and any(plain == _plain(word) for _, alike in origins for word in alike)
    ]


def _words(name: str, remembered: str) -> Words:
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
