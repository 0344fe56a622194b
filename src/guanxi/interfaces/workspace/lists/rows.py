"""One page of a list: its rows as cells, its order, how many there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from guanxi.design.listing import Direction, Sort
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Ordering, Reading, Subject
from guanxi.domain.views.rules import Filter
from guanxi.interfaces.http.keyset import Order

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column: `style` says how `value` is drawn; nothing is drawn as `absent`.

    `edit_href` opens it for editing in place, `href` is where a "link" leads; `why_href` answers why a
    computed value is what it is, and `why` is its name there.
    """

    style: str = "text"
    value: Any = ""
    currency: str = ""
    tone: str = "plain"
    absent: str = "–"
    edit_href: str = ""
    href: str = ""
    why: str = ""
    why_href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its names with the way to its page, and a cell for each column."""

    record: Any
    href: str
    name: str
    second: str
    code: str
    cells: list[tuple[Field, Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; without `href` its order is not offered. `width` is in CSS pixels or None."""

    key: str
    label: "StrOrPromise"
    is_figure: bool
    direction: Direction
    href: str
    width: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """How a subject is shown: `within` reads the rows, `lines` makes records visible in the given columns.

    `facets` are the keys of fields with a button of their own, `name_order` the field by which a click on
    the first column sorts. `people` are the colleagues that filters may name, `note` is a
    sentence below the rows, `panel_route` what opens beside them, empty for nothing.
    """

    subject: Subject
    route: str
    action: str
    icon: str
    panel_route: str
    newest: Ordering
    facets: tuple[str, ...]
    name_label: "StrOrPromise"
    name_order: str
    within: Callable[[User, Filter, Reading], "QuerySet[Any]"]
    lines: Callable[[Sequence[Any], tuple[Field, ...], User], list[Line]]
    people: Callable[[User], Mapping[int, str]]
    counted: Callable[[int, bool], str]
    note: Callable[[Sequence[Any]], str]


def order_of(listing: Listing, sort: str) -> tuple[str, Order]:
    """The order a parameter asks for, the newest first where it asks for none that an index answers."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    own = listing.subject.get(key)
    if own is None or own.order is None:
        return "", _order(listing.newest, descending=True)
    return sort, _order(own.order, descending=descending)


def heads_of(listing: Listing, columns: Sequence[Field], sort: Sort, widths: Mapping[str, int]) -> list[Head]:
    """The heads of the record's name and of its columns."""
    by_name = listing.name_order
    name = Head(
        "name",
        listing.name_label,
        is_figure=False,
        direction=sort.direction(by_name) if by_name else "none",
        href=sort.href(by_name) if by_name else "",
        width=widths.get("name"),
    )
    return [name, *(_head(one, sort, widths.get(one.key)) for one in columns)]


def _head(own: Field, sort: Sort, width: int | None) -> Head:
    href = sort.href(own.key) if own.order else ""
    return Head(own.key, own.label, own.is_figure, sort.direction(own.key), href, width)


def _order(ordering: Ordering, *, descending: bool) -> Order:
    return Order(ordering.column, ordering.kind, descending != ordering.reversed, ordering.nullable)
