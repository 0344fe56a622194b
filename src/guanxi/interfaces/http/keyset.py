"""Pages of a long list without OFFSET: each begins beside the last row of the one before (stack §3.4)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404, QueryDict

PAGE_SIZE = 50
COUNT_CAP = 1_000

M = TypeVar("M", bound=Model)
Value = int | str | date | datetime | None

_READERS: dict[type, Callable[[Any], Any]] = {
    int: int,
    str: str,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: by one named column, then by id; rows without a value come last.

    `column` is written in the code, never taken from a request (reliability rule 25).
    """

    column: str
    kind: type
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows of one page and the addresses of its neighbours; an empty address means there is none."""

    rows: list[M]
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True)
class _Cursor:
    value: Value
    pk: int


def page_of(rows: QuerySet[M], order: Order, query: QueryDict, *, size: int = PAGE_SIZE) -> Page[M]:
    """One page of `rows` at the cursor of `query` ("after" or "before").

    Costs one query, two where the rows without a value begin. Raises Http404 for a cursor not of ours.
    """
    backward = "before" in query and "after" not in query
    cursor = _read(query.get("before" if backward else "after", ""), order)
    found = _walk(rows, order, cursor, backward=backward, limit=size + 1)
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_newer, has_older = (more, True) if backward else (cursor is not None, more)
    return Page(
        found,
        _href(query, "before", found[0]) if has_newer else "",
        _href(query, "after", found[-1]) if has_older else "",
    )


def beside(rows: QuerySet[M], order: Order, pk: int) -> tuple[M | None, M | None]:
    """The rows before and after the one with this id in the order of a list; None at an end, and both where
    it is not in the list. Costs three queries, up to five where the rows without a value begin."""
    here: Any = rows.annotate(keyset_value=F(order.column)).filter(pk=pk).first()
    if here is None:
        return None, None
    cursor = _Cursor(here.keyset_value, here.pk)
    before, after = (_walk(rows, order, cursor, backward=backward, limit=1) for backward in (True, False))
    return (before[0] if before else None), (after[0] if after else None)


def capped_count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows there are, counted to `COUNT_CAP` at the most, and whether there are more."""
    count = rows.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def _walk(rows: QuerySet[M], order: Order, cursor: _Cursor | None, *, backward: bool, limit: int) -> list[M]:
    """`limit` rows beyond the cursor: first those of its own segment, then of the next one."""
    valued: QuerySet[Any] = rows.annotate(keyset_value=F(order.column))
    segments = [False, True] if order.nullable else [False]
    if backward:
        segments.reverse()
    if cursor is not None:
        segments = segments[segments.index(cursor.value is None) :]
    found: list[M] = []
    for empty in segments:
        segment = _segment(valued, order, empty=empty, backward=backward)
        if cursor is not None and (cursor.value is None) == empty:
            segment = segment.filter(_beyond(order, cursor, backward=backward))
        if len(found) < limit:
            found += segment[: limit - len(found)]
    return found


def _segment(rows: QuerySet[Any], order: Order, *, empty: bool, backward: bool) -> QuerySet[Any]:
    if order.nullable:
        rows = rows.filter(**{f"{order.column}__isnull": empty})
    sign = "-" if order.descending != backward else ""
    return rows.order_by(f"{sign}pk") if empty else rows.order_by(f"{sign}{order.column}", f"{sign}pk")


def _beyond(order: Order, cursor: _Cursor, *, backward: bool) -> Q:
    """The bounded form, which both databases answer from an index; the plain OR form is 300 times slower."""
    side = "lt" if order.descending != backward else "gt"
    beside = Q(**{f"pk__{side}": cursor.pk})
    if cursor.value is None:
        return beside
    bound = Q(**{f"{order.column}__{side}e": cursor.value})
    return bound & (Q(**{f"{order.column}__{side}": cursor.value}) | beside)


def _href(query: QueryDict, direction: str, row: Any) -> str:
    address = query.copy()
    address.pop("before", None)
    address.pop("after", None)
    address[direction] = _write(row.keyset_value, row.pk)
    return f"?{address.urlencode()}"


def _write(value: Value, pk: int) -> str:
    shown = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([shown, pk]).encode()).decode().rstrip("=")


def _read(text: str, order: Order) -> _Cursor | None:
    if not text:
        return None
    try:
        parts: Sequence[Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value, pk = parts
        if value is None and not order.nullable:
            raise ValueError("this list has no rows without a value")
        return _Cursor(None if value is None else _READERS[order.kind](value), int(pk))
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError) as error:
        raise Http404("No page begins there.") from error
