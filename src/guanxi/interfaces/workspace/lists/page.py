"""A whole list page: what every subject's page shows, from one address."""

from typing import Any

from django.conf import settings
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
from guanxi.interfaces.workspace.lists.rows import Listing, heads_of, order_of
from guanxi.interfaces.workspace.lists.state import TEXT, ListState, state_of, told_apart
from guanxi.interfaces.workspace.lists.tabs import tabs_of


def reading_now() -> Reading:
    """Terms are read against the operator's day of now."""
    return Reading(clock.business_date(), settings.GUANXI.currency)


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
    reading, people = reading_now(), listing.people(actor)
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
        "culprits": [] if lines else _culprits(state, listing, actor, reading, people),
        **_tools(state, listing, reading, people),
    }


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
