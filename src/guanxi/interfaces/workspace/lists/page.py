"""A whole list page: what every subject's page shows, from one address."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from guanxi.design.listing import Sort
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Reading
from guanxi.domain.views.models import ColumnWidths
from guanxi.domain.views.rules import Filter
from guanxi.interfaces.http.access import StaffRequest
from guanxi.interfaces.http.keyset import capped_count, page_of
from guanxi.interfaces.workspace.lists import toolbar
from guanxi.interfaces.workspace.lists.groups import MOST_ADDED, Figure, Group, figures_of, groups_of
from guanxi.interfaces.workspace.lists.neighbours import in_list
from guanxi.interfaces.workspace.lists.rows import Listing, heads_of, order_of
from guanxi.interfaces.workspace.lists.state import AS, TEXT, ListState, state_of, told_apart
from guanxi.interfaces.workspace.lists.tabs import tabs_of
from guanxi.processes.customer_list import reading_on


@dataclass(frozen=True, slots=True)
class Result:
    """Sums and groups of a whole result; `is_too_long` where it was asked for and has too many rows.

    `may_move`: a card of the board may be moved into another column, which edits its field.
    """

    groups: list[Group] | None
    figures: list[Figure] | None
    is_too_long: bool
    most: int
    may_move: bool
    flat_href: str
    board_href: str
    bands_href: str
    sums_href: str


def list_page(
    request: StaffRequest, listing: Listing, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The list of `listing` as its address asks; `context` is what the subject's own template adds."""
    canonical = told_apart(request.GET)
    if canonical:
        return redirect(reverse(listing.route) + canonical)
    state = state_of(request.GET, listing.subject, request.actor)
    return render(request, template, list_context(state, listing, request.actor) | context)


def list_context(state: ListState, listing: Listing, actor: User) -> dict[str, Any]:
    """Rows, count and tools of one list."""
    reading, people = reading_on(clock.business_date()), listing.people(actor)
    rows = listing.within(actor, state.asked, reading)
    sort, order = order_of(listing, state.sort)
    page = page_of(rows, order, state.query)
    lines = listing.lines(page.rows, state.columns, actor)
    return {
        "state": state,
        "listing": listing,
        "page": page,
        "lines": lines,
        "count": listing.counted(*capped_count(rows)),
        "heads": heads_of(listing, state.columns, Sort(state.query, sort), _widths(state, actor)),
        "zone": settings.TIME_ZONE,
        "today": reading.today,
        "note": listing.note(page.rows),
        "views": tabs_of(state, listing, actor),
        "in_list": in_list(state),
        "result": _result(rows, state, listing, actor, reading),
        "culprits": [] if lines else _culprits(state, listing, actor, reading, people),
        **_tools(state, listing, reading, people),
    }


def _result(
    rows: "QuerySet[Any]", state: ListState, listing: Listing, actor: User, reading: Reading
) -> Result:
    """What is asked of the result as a whole: sums, groups, a board."""
    groups = groups_of(rows, state, listing, actor, reading) if state.by else None
    figures = figures_of(rows, state, reading) if state.has_sums else None
    return Result(
        groups=groups,
        figures=figures,
        is_too_long=(state.by is not None and groups is None) or (state.has_sums and figures is None),
        most=MOST_ADDED,
        may_move=bool(state.by and state.by.edits and actor.may(state.by.edits)),
        flat_href=state.address(by="", **{AS: ""}),
        board_href=state.address(**{AS: "board"}),
        bands_href=state.address(**{AS: ""}),
        sums_href=state.address(sums="" if state.has_sums else "1"),
    )


def _tools(state: ListState, listing: Listing, reading: Reading, people: toolbar.People) -> dict[str, Any]:
    return {
        "facets": toolbar.facets(state, listing.facets, people),
        "askings": toolbar.askings(state, listing.facets, people),
        "chips": list(toolbar.chips(state, people)),
        "groups": toolbar.groups(state, people),
        "faults": toolbar.faults(state, reading),
        "column_choices": toolbar.column_choices(state),
        "groupings": toolbar.groupings(state),
        "clear_href": state.narrowed_to(Filter()),
        "combine_href": state.narrowed_to(state.asked.combined()) if len(state.asked.conditions) > 1 else "",
        "kept_by_search": state.kept(TEXT),
    }


def _widths(state: ListState, actor: User) -> dict[str, int]:
    drawn = ColumnWidths.of(actor, state.subject.name)
    return (state.view.widths if state.view else {}) | drawn


def _culprits(
    state: ListState, listing: Listing, actor: User, reading: Reading, people: toolbar.People
) -> list[toolbar.Culprit]:
    """Which single parts of the filter emptied the list; none when only several together did."""
    return [
        toolbar.Culprit(label, state.narrowed_to(lesser))
        for label, lesser in toolbar.lesser_filters(state, people)
        if listing.within(actor, lesser, reading).exists()
    ]
