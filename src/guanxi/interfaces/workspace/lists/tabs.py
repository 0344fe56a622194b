"""The views of a list as tabs: everything first, then one's own, the team's and everyone's."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanxi.design.components.lists import Tab
from guanxi.domain.people.models import User
from guanxi.domain.views.models import SavedView
from guanxi.domain.views.vocabulary import RIGHTS, Scope
from guanxi.interfaces.workspace.lists.rows import Listing
from guanxi.interfaces.workspace.lists.state import VIEW, ListState, essence


@dataclass(frozen=True, slots=True)
class Views:
    """The tabs; `may_change` the one that is open; `scopes` are those the actor may save for."""

    tabs: list[Tab]
    current: SavedView | None
    is_changed: bool
    may_change: bool
    may_save: bool
    scopes: list[tuple[str, str]]
    reset_href: str
    address: str


def tabs_of(state: ListState, listing: Listing, actor: User) -> Views:
    """The saved views of the list that the actor may use."""
    home = reverse(listing.route)
    saved = SavedView.objects.visible_to(actor).of(listing.subject.name).in_order()
    tabs = [Tab(_("All"), home, current=state.view is None)]
    tabs += [Tab(view.name, f"{home}?{VIEW}={view.pk}", current=view == state.view) for view in saved]
    return Views(
        tabs=tabs,
        current=state.view,
        is_changed=state.is_changed,
        may_change=state.view is not None and _may_change(state.view, actor),
        may_save=state.is_changed or (state.view is None and bool(essence(state.query))),
        scopes=[(code, str(label)) for code, label in Scope.choices if actor.may(RIGHTS[Scope(code)])],
        reset_href=f"{home}?{VIEW}={state.view.pk}" if state.view else home,
        address=state.query.urlencode(),
    )


def layout_of(state: ListState, widths: dict[str, int]) -> dict[str, Any]:
    """What a view keeps of a list."""
    return {"query": essence(state.query), "widths": widths}


def _may_change(view: SavedView, actor: User) -> bool:
    relations = actor.relations_for("views.change")
    return "any" in relations or ("own" in relations and view.owner_id == actor.pk)
