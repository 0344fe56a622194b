"""What a list is asked for: read from its address, or from the saved view that the address names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from guanxi.design.listing import CURSORS
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Kind, Subject
from guanxi.domain.views.models import SavedView
from guanxi.domain.views.rules import Condition, Filter
from guanxi.domain.views.rules.conditions import MOST_TERMS, group_in_address, group_of_address

TEXT, ANY, SORT, COLUMNS, BY, SUMS, AS = "q", "any", "sort", "columns", "by", "sums", "as"
VIEW, EDITED = "view", "edited"
# Neither asks for anything: which view was opened, and which page of the list.
_PLACE = {VIEW, EDITED, *CURSORS}
_LAYOUT = {SORT, COLUMNS, BY, SUMS, AS}
RESERVED = {TEXT, ANY, *_LAYOUT, *_PLACE, "what"}
_MOST_GROUPS = 20
_READABLE = ":;,!."
_ENDS = (".from", ".to")


@dataclass(frozen=True, slots=True)
class ListState:
    """`query` is the whole state as an address, also where a view was opened by its number alone."""

    subject: Subject
    query: QueryDict
    asked: Filter
    sort: str
    columns: tuple[Field, ...]
    by: Field | None
    is_board: bool
    has_sums: bool
    view: SavedView | None

    @property
    def is_changed(self) -> bool:
        """Whether an opened view no longer shows what was saved."""
        return self.view is not None and essence(self.query) != essence(query_of(self.view.query))

    def address(self, **changes: str | Iterable[str]) -> str:
        """The list with these parameters set, or taken away where they are empty, from its first page."""
        return address_of(changed(self.query, **changes))

    @property
    def filter_address(self) -> str:
        """The filter alone, for a link to what takes one."""
        query = QueryDict(mutable=True)
        write_filter(query, self.asked)
        return query.urlencode(safe=_READABLE)

    def narrowed_to(self, asked: Filter, *, but: Iterable[str] = ()) -> str:
        """The address of the same list under another filter, without the parameters `but`."""
        query = self.query.copy()
        for key in [*query]:
            if key in {TEXT, ANY, *but} or key not in RESERVED:
                del query[key]
        write_filter(query, asked)
        return address_of(query)

    def kept(self, *but: str) -> list[tuple[str, str]]:
        """The state as hidden inputs of a form that sets the parameters `but`."""
        return [
            (key, value)
            for key, values in self.query.lists()
            if key not in but and key not in CURSORS
            for value in values
        ]


def state_of(query: QueryDict, subject: Subject, actor: User) -> ListState:
    """The state an address asks for. Raises Http404 for a view that is none of the actor's."""
    view = _view(query, subject, actor)
    whole = query.copy()
    if view:
        if EDITED not in query and not essence(query):
            whole = query_of(view.query)
            for cursor in CURSORS:
                whole.setlist(cursor, query.getlist(cursor))
        whole[VIEW], whole[EDITED] = str(view.pk), "1"
    by = subject.get(whole.get(BY, ""))
    return ListState(
        subject=subject,
        query=whole,
        asked=filter_of(whole),
        sort=whole.get(SORT, ""),
        columns=_columns(whole, subject),
        by=by if by and by.kind is Kind.CHOICE else None,
        is_board=whole.get(AS) == "board",
        has_sums=whole.get(SUMS) == "1",
        view=view,
    )


def filter_of(query: QueryDict) -> Filter:
    """The filter in an address: every parameter that is none of the list's own asks a field."""
    conditions = [
        Condition(key, terms) for key in query if key not in RESERVED and (terms := _terms(query, key))
    ]
    groups = [group for text in query.getlist(ANY)[:_MOST_GROUPS] if (group := group_of_address(text))]
    return Filter(tuple(conditions), tuple(groups), query.get(TEXT, "").strip()[:100])


def write_filter(query: QueryDict, asked: Filter) -> None:
    """Put a filter into an address."""
    for condition in asked.conditions:
        query.setlist(condition.field, list(condition.terms))
    if asked.groups:
        query.setlist(ANY, [group_in_address(group) for group in asked.groups])
    if asked.text:
        query[TEXT] = asked.text


def essence(query: QueryDict) -> dict[str, list[str]]:
    """parameter → values without the place in the list: what a view keeps, and what two views differ in."""
    return {key: values for key, values in query.lists() if key not in _PLACE and any(values)}


def query_of(parameters: dict[str, list[str]]) -> QueryDict:
    """The address that `essence` was of."""
    query = QueryDict(mutable=True)
    for key, values in parameters.items():
        query.setlist(key, values)
    return query


def changed(query: QueryDict, **changes: str | Iterable[str]) -> QueryDict:
    """A copy with parameters set, taken away where they are empty."""
    copy = query.copy()
    for key, value in changes.items():
        copy.setlist(key, [value] if isinstance(value, str) else list(value))
        if not any(copy.getlist(key)):
            del copy[key]
    return copy


def address_of(query: QueryDict) -> str:
    """The list's own address from its first page."""
    copy = query.copy()
    for cursor in CURSORS:
        copy.pop(cursor, None)
    return f"?{copy.urlencode(safe=_READABLE)}"


def told_apart(query: QueryDict) -> str | None:
    """The one address of what a form sent in two inputs, `last.from` and `last.to`; None where none did."""
    keys = {key.removesuffix(end) for key in query for end in _ENDS if key.endswith(end)}
    if not keys:
        return None
    copy = query.copy()
    for key in keys:
        first, last = ((copy.pop(key + end, None) or [""])[-1].strip() for end in _ENDS)
        if first or last:
            copy.setlist(key, [first if first == last else f"{first}..{last}"])
    return address_of(copy)


def _view(query: QueryDict, subject: Subject, actor: User) -> SavedView | None:
    number = query.get(VIEW, "")
    if not number:
        return None
    views: Any = SavedView.objects.visible_to(actor).of(subject.name)
    view: SavedView | None = views.filter(pk=int(number)).first() if number.isdecimal() else None
    if view is None:
        raise Http404
    return view


def _columns(query: QueryDict, subject: Subject) -> tuple[Field, ...]:
    keys = [key for key in query.get(COLUMNS, "").split(",") if key] or list(subject.columns)
    found = (subject.get(key) for key in dict.fromkeys(keys))
    return tuple(one for one in found if one and one.is_column)


def _terms(query: QueryDict, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in query.getlist(key) if value))[:MOST_TERMS]
