"""A filter: conditions that all hold, groups of which one condition holds, and a text (ux.md, List view).

In an address a condition is a parameter of its field (`tier=gold&tier=iron`), a group is one parameter `any`
(`any=tier:gold,iron;last:30d`). As JSON it is what saved views and exports keep.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

# The term for "has no value", and the sign before a term that must not hold.
NONE, NOT = "none", "!"
MOST_TERMS = 50


@dataclass(frozen=True, slots=True)
class Condition:
    """Of the plain terms one holds, of those with NOT none does."""

    field: str
    terms: tuple[str, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(term for term in self.terms if not term.startswith(NOT))

    @property
    def refused(self) -> tuple[str, ...]:
        return tuple(term[len(NOT) :] for term in self.terms if term.startswith(NOT))


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions in the order they were chosen; of each group in `groups` one condition holds."""

    conditions: tuple[Condition, ...] = ()
    groups: tuple[tuple[Condition, ...], ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.conditions or self.groups or self.text)

    def without_condition(self, place: int) -> "Filter":
        return replace(self, conditions=_but(self.conditions, place))

    def without_group(self, place: int) -> "Filter":
        return replace(self, groups=_but(self.groups, place))

    def combined(self) -> "Filter":
        """The conditions as one more group: any of them instead of all."""
        return replace(self, conditions=(), groups=(*self.groups, self.conditions))

    def taken_apart(self, place: int) -> "Filter":
        """The conditions of one group as conditions that all hold, those of the same field in one."""
        terms: dict[str, tuple[str, ...]] = {}
        for condition in (*self.conditions, *self.groups[place]):
            terms[condition.field] = (*terms.get(condition.field, ()), *condition.terms)
        conditions = tuple(Condition(field, tuple(dict.fromkeys(found))) for field, found in terms.items())
        return replace(self.without_group(place), conditions=conditions)

    @property
    def as_json(self) -> dict[str, Any]:
        """`{"all": {field: [term]}, "any": [{field: [term]}], "text": ""}`, what is empty left out."""
        found: dict[str, Any] = {
            "all": _as_mapping(self.conditions),
            "any": [_as_mapping(group) for group in self.groups],
            "text": self.text,
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "Filter":
        """The filter that `as_json` wrote."""
        groups = tuple(_of_mapping(group) for group in stored.get("any", ()))
        return cls(_of_mapping(stored.get("all", {})), groups, str(stored.get("text", "")))


def group_in_address(group: Iterable[Condition]) -> str:
    """`tier:gold,iron;last:30d`; separators inside a term are percent-encoded."""
    return ";".join(
        f"{one.field}:{','.join(quote(term, safe='!.+-<> ') for term in one.terms)}" for one in group
    )


def group_of_address(text: str) -> tuple[Condition, ...]:
    """The reverse of `group_in_address`; parts without a field or a term are left out."""
    parts = (part.partition(":") for part in text.split(";"))
    found = (Condition(field.strip(), _terms(terms.split(","))) for field, _colon, terms in parts)
    return tuple(condition for condition in found if condition.field and condition.terms)


def _terms(texts: Iterable[str]) -> tuple[str, ...]:
    read = (unquote(text).strip() for text in texts)
    return tuple(dict.fromkeys(text for text in read if text))[:MOST_TERMS]


def _but(values: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*values[:place], *values[place + 1 :])


def _as_mapping(conditions: Iterable[Condition]) -> dict[str, list[str]]:
    return {condition.field: list(condition.terms) for condition in conditions}


def _of_mapping(stored: Mapping[str, Iterable[str]]) -> tuple[Condition, ...]:
    return tuple(Condition(field, tuple(map(str, terms))) for field, terms in stored.items())
