"""A list by the values of one field: how many each holds, what they add up to, and its first records.

The same groups are bands of a table and columns of a board.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Kind, Reading
from guanxi.domain.views.rules import NONE, Condition, Filter
from guanxi.interfaces.workspace.lists.rows import Line, Listing, order_of
from guanxi.interfaces.workspace.lists.state import AS, BY, ListState

# More rows than these are counted and added up for seconds; they are to be narrowed first.
MOST_ADDED = 200_000
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """What a field adds up to; `total` and `average` are None where nothing is known."""

    field: Field
    total: int | None
    average: int | None
    currency: str

    @property
    def is_money(self) -> bool:
        return self.field.kind is Kind.MONEY


@dataclass(frozen=True, slots=True)
class Group:
    """The records with one value; `code` is empty for those without, `href` is the list of them alone."""

    code: str
    label: str
    count: int
    figures: list[Figure]
    href: str
    lines: list[Line]


def figures_of(rows: "QuerySet[Any]", state: ListState, reading: Reading) -> list[Figure] | None:
    """Sum and average of every field that adds up, over the whole result; None beyond MOST_ADDED rows."""
    if is_too_long(rows):
        return None
    return _numbers(rows, _adding(state), reading)[1]


def groups_of(
    rows: "QuerySet[Any]", state: ListState, listing: Listing, actor: User, reading: Reading
) -> list[Group] | None:
    """The groups of a result by `state.by`, each with its first SHOWN records; None beyond MOST_ADDED rows.

    Costs a query for how many there are and two for each value of the field.
    """
    if state.by is None or is_too_long(rows):
        return None
    groups = []
    for code, label in _places(state.by):
        held = rows.filter(state.by.matching(code, reading))
        count, figures = _numbers(held, _adding(state), reading)
        lines = _first(held, state, listing, actor) if count else []
        stored = "" if code == NONE else code
        groups.append(Group(stored, label, count, figures, _alone(state, state.by, code), lines))
    return groups


def is_too_long(rows: "QuerySet[Any]") -> bool:
    """Whether a result is longer than what is added up."""
    return bool(rows.order_by()[: MOST_ADDED + 1].count() > MOST_ADDED)


def _places(own: Field) -> list[tuple[str, str]]:
    """(term, word) of every value, "none" last."""
    without = [(NONE, str(own.without or _("none")))] if own.empty is not None else []
    return [*((code, str(label)) for code, label in own.choices), *without]


def _first(held: "QuerySet[Any]", state: ListState, listing: Listing, actor: User) -> list[Line]:
    _sort, order = order_of(listing, state.sort)
    sign = "-" if order.descending else ""
    return listing.lines(
        list(held.order_by(f"{sign}{order.column}", f"{sign}pk")[:SHOWN]), state.columns, actor
    )


def _adding(state: ListState) -> Sequence[Field]:
    return [own for own in state.subject.fields if own.sums]


def _numbers(rows: "QuerySet[Any]", fields: Sequence[Field], reading: Reading) -> tuple[int, list[Figure]]:
    """How many rows there are and what they add up to, by one query."""
    asked: dict[str, Any] = {"count": Count("pk")}
    for own in fields:
        same = Q(**{own.currency_column: reading.currency}) if own.currency_column else Q()
        asked[f"{own.key}_sum"] = Sum(own.column, filter=same)
        asked[f"{own.key}_average"] = Avg(own.column, filter=same)
    found = rows.order_by().aggregate(**asked)
    figures = [
        Figure(own, found[f"{own.key}_sum"], _whole(found[f"{own.key}_average"]), reading.currency)
        for own in fields
    ]
    return found["count"], figures


def _whole(average: Any) -> int | None:
    return None if average is None else round(average)


def _alone(state: ListState, own: Field, code: str) -> str:
    """The list under the same filter and this value, as a table without groups."""
    others = tuple(one for one in state.asked.conditions if one.field != own.key)
    asked = Filter((*others, Condition(own.key, (code,))), state.asked.groups, state.asked.text)
    return state.narrowed_to(asked, but=(BY, AS))
