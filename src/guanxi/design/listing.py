"""State of a list page, kept in its address: order, facets, chips. All are links and need no script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.http import QueryDict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A cursor belongs to one order and one selection, so a change of either starts from the first page.
CURSORS = ("after", "before")

Direction = Literal["ascending", "descending", "none"]


def _address(query: QueryDict) -> str:
    for cursor in CURSORS:
        query.pop(cursor, None)
    return f"?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a table; `current` is a column's key, with "-" before it for descending."""

    query: QueryDict
    current: str
    parameter: str = "sort"

    def direction(self, key: str) -> Direction:
        if self.current == key:
            return "ascending"
        return "descending" if self.current == f"-{key}" else "none"

    def href(self, key: str) -> str:
        """The address after a click on the column: up, then down, then off."""
        query = self.query.copy()
        following = {"none": key, "ascending": f"-{key}", "descending": ""}[self.direction(key)]
        query.pop(self.parameter, None)
        if following:
            query[self.parameter] = following
        return _address(query)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: "StrOrPromise"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a link that takes it in or out of the selection."""

    option: Option
    selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One axis a list can be narrowed by; several values of one facet are an OR, facets are an AND."""

    name: str
    label: "StrOrPromise"
    options: Sequence[Option]
    query: QueryDict

    @property
    def chosen_values(self) -> list[str]:
        return self.query.getlist(self.name)

    @property
    def choices(self) -> Iterator[Choice]:
        chosen = self.chosen_values
        for option in self.options:
            selected = option.value in chosen
            values = [v for v in chosen if v != option.value] if selected else [*chosen, option.value]
            query = self.query.copy()
            query.setlist(self.name, values)
            yield Choice(option, selected, _address(query))

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.selected]


def without(query: QueryDict, *names: str) -> str:
    """The address without these parameters: the link of "Clear"."""
    copy = query.copy()
    for name in names:
        copy.pop(name, None)
    return _address(copy)
