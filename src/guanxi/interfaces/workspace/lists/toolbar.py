"""What stands above a list: facets, further filters, chips, columns, orders and the groups of one field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guanxi.design.listing import Choice, Facet, Option
from guanxi.domain.views.fields import Field, Kind, Reading
from guanxi.domain.views.rules import NONE, NOT, Condition, Filter
from guanxi.domain.views.wording import condition_words, fault, term_words
from guanxi.interfaces.workspace.lists.state import BY, COLUMNS, ListState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DAYS = (
    *("7d", "30d", "90d", "this-month", "last-month", "this-quarter", "last-quarter", "this-year"),
    *("over-30d", "over-90d", "over-365d"),
)
People = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition with a cross; `turn_href` asks for its opposite, empty where it has none."""

    axis: "StrOrPromise"
    words: str
    href: str
    turn_href: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which one must hold, with the address that takes them apart into ones that all must."""

    words: list[str]
    href: str
    apart_href: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A field of the filter menu: links to terms, and inputs for two ends or a text."""

    field: Field
    facet: Facet
    kept: list[tuple[str, str]]
    first: str
    last: str
    text: str


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the menu; the addresses that take it in or out, and that move it by one place."""

    field: Field
    is_shown: bool
    href: str
    earlier_href: str = ""
    later_href: str = ""


@dataclass(frozen=True, slots=True)
class Culprit:
    """A part of the filter without which the list would not be empty."""

    label: str
    href: str


def facets(state: ListState, keys: Sequence[str], people: People) -> list[Facet]:
    """The fields of `keys` as facets with their values."""
    found = (state.subject.get(key) for key in keys)
    return [Facet(one.key, one.label, options(one, people), state.query) for one in found if one]


def options(own: Field, people: People) -> list[Option]:
    """The terms a field offers as links, "none" last."""
    if own.kind is Kind.PERSON:
        found = [Option(str(pk), name) for pk, name in people.items()]
    elif own.kind is Kind.DAY:
        found = [Option(term, term_words(own, term, people)) for term in DAYS]
    else:
        found = [Option(code, label) for code, label in own.choices]
    without = [Option(NONE, own.without or _("none"))] if own.empty is not None else []
    return [*found, *without]


def askings(state: ListState, keys: Sequence[str], people: People) -> list[Asking]:
    """Every other field that filters, for the menu "Filter"."""
    own = [one for one in state.subject.fields if one.is_filter and one.key not in keys]
    return [_asking(state, one, people) for one in own]


def chips(state: ListState, people: People) -> Iterator[Chip]:
    """One chip for each term of the conditions, and one for the text."""
    asked = state.asked
    for place, condition in enumerate(asked.conditions):
        own = state.subject.get(condition.field)
        for term in condition.terms:
            left = tuple(other for other in condition.terms if other != term)
            refused = term.startswith(NOT)
            turned = term[len(NOT) :] if refused else NOT + term
            yield Chip(
                own.label if own else condition.field,
                term_words(own, term, people) if own else term,
                _with(state, place, left),
                _with(state, place, (*left, turned)) if own else "",
                refused,
            )
    if asked.text:
        yield Chip(_("Search text"), asked.text, state.narrowed_to(replace(asked, text="")))


def groups(state: ListState, people: People) -> list[Group]:
    """The groups of the filter, each with its conditions in words."""
    return [
        Group(
            [condition_words(state.subject.get(one.field), one, people) for one in group],
            state.narrowed_to(state.asked.without_group(place)),
            state.narrowed_to(state.asked.taken_apart(place)),
        )
        for place, group in enumerate(state.asked.groups)
    ]


def faults(state: ListState, reading: Reading) -> list[str]:
    """What of the address cannot be read, in sentences."""
    return [fault(state.subject, problem) for problem in state.subject.problems(state.asked, reading)]


def lesser_filters(state: ListState, people: People) -> Iterator[tuple[str, Filter]]:
    """The filter without one of its parts, with the part's words."""
    asked = state.asked
    for place, condition in enumerate(asked.conditions):
        own = state.subject.get(condition.field)
        yield str(own.label if own else condition.field), asked.without_condition(place)
    for place, group in enumerate(asked.groups):
        words = (condition_words(state.subject.get(one.field), one, people) for one in group)
        yield _(" or ").join(words), asked.without_group(place)
    if asked.text:
        yield _("Search text"), replace(asked, text="")


def column_choices(state: ListState) -> list[ColumnChoice]:
    """The columns that are shown in their order, then those that are not."""
    shown = [one.key for one in state.columns]
    found = []
    for place, one in enumerate(state.columns):
        left = [key for key in shown if key != one.key]
        earlier = _swapped(state, shown, place - 1, place) if place else ""
        later = _swapped(state, shown, place, place + 1) if place + 1 < len(shown) else ""
        found.append(ColumnChoice(one, True, _ordered(state, left) if left else "", earlier, later))
    hidden = (one for one in state.subject.fields if one.is_column and one.key not in shown)
    return [*found, *(ColumnChoice(one, False, _ordered(state, [*shown, one.key])) for one in hidden)]


def groupings(state: ListState) -> list[Choice]:
    """The fields a list can be grouped by, one at a time; the chosen one leads back to the plain list."""
    fields = [one for one in state.subject.fields if one.kind is Kind.CHOICE and one.is_column]
    return [
        Choice(
            Option(one.key, one.label),
            one == state.by,
            state.address(**{BY: "" if one == state.by else one.key}),
        )
        for one in fields
    ]


def _asking(state: ListState, own: Field, people: People) -> Asking:
    terms = state.query.getlist(own.key)
    ranged = next((term for term in terms if ".." in term), "")
    first, _dots, last = ranged.partition("..")
    text = terms[0] if own.kind is Kind.TEXT and terms and terms[0] != NONE else ""
    facet = Facet(own.key, own.label, options(own, people), state.query)
    return Asking(own, facet, state.kept(own.key), first, last, text)


def _with(state: ListState, place: int, terms: tuple[str, ...]) -> str:
    asked = state.asked
    condition = Condition(asked.conditions[place].field, terms)
    kept = (*asked.conditions[:place], condition, *asked.conditions[place + 1 :])
    return state.narrowed_to(replace(asked, conditions=tuple(one for one in kept if one.terms)))


def _ordered(state: ListState, keys: Sequence[str]) -> str:
    chosen = ",".join(keys)
    return state.address(**{COLUMNS: "" if chosen == ",".join(state.subject.columns) else chosen})


def _swapped(state: ListState, keys: Sequence[str], one: int, other: int) -> str:
    order = list(keys)
    order[one], order[other] = order[other], order[one]
    return _ordered(state, order)
