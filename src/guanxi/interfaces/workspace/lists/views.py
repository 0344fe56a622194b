"""Saving, changing and deleting views, and drawing columns."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.domain.ground import clock
from guanxi.domain.views.models import ColumnWidths, SavedView
from guanxi.domain.views.vocabulary import RIGHTS, Scope
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.lists.state import VIEW, state_of
from guanxi.interfaces.workspace.lists.subjects import LISTINGS, listing_of
from guanxi.interfaces.workspace.lists.tabs import layout_of

UNPROCESSABLE = 422


class SaveAsForm(forms.Form):
    """`address` is the query of the list as it stands."""

    name = forms.CharField(max_length=60)
    scope = forms.ChoiceField(choices=Scope)
    address = forms.CharField(max_length=4000, required=False)


@staff_may("views.save")
@require_POST
def save_as(request: StaffRequest, subject: str) -> HttpResponse:
    """Keep the list that the form's address shows under a name."""
    listing = listing_of(subject, request.actor)
    form = SaveAsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A view needs a name of up to 60 characters."))
        return redirect(f"{reverse(listing.route)}?{request.POST.get('address', '')}")
    said = form.cleaned_data
    if not request.actor.may(RIGHTS[Scope(said["scope"])]):
        raise PermissionDenied
    layout = _layout(request, subject, said["address"])
    view = SavedView.save_as(
        subject, said["name"], scope=said["scope"], layout=layout, by=request.actor, at=clock.now()
    )
    messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return _to(view)


@staff_may("views.change", reading="views.use")
@require_POST
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a view the layout that the form's address shows."""
    view: SavedView = found(SavedView, request.actor, pk, action="views.change")
    view.relay(
        _layout(request, view.subject, request.POST.get("address", "")), by=request.actor, at=clock.now()
    )
    messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return _to(view)


@staff_may("views.change", reading="views.use")
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a view."""
    view: SavedView = found(SavedView, request.actor, pk, action="views.change")
    view.take_away(by=request.actor, at=clock.now())
    messages.success(request, _("View “%(name)s” deleted.") % {"name": view.name})
    return redirect(LISTINGS[view.subject].route)


@staff_may("views.use")
@require_POST
def draw_columns(request: StaffRequest, subject: str) -> HttpResponse:
    """Keep how wide the actor has drawn columns: one number of pixels for each field sent."""
    listing = listing_of(subject, request.actor)
    keys = {"name", *(one.key for one in listing.subject.fields)}
    sent = {key: value for key, value in request.POST.items() if key in keys}
    if not sent or not all(isinstance(value, str) and value.isdecimal() for value in sent.values()):
        return HttpResponse(status=UNPROCESSABLE)
    ColumnWidths.draw(request.actor, subject, {key: int(str(value)[:5]) for key, value in sent.items()})
    return HttpResponse(status=204)


def _layout(request: StaffRequest, subject: str, address: str) -> dict[str, Any]:
    query = QueryDict(urlsplit(f"?{address.lstrip('?')}").query)
    state = state_of(query, listing_of(subject, request.actor).subject, request.actor)
    return layout_of(state, ColumnWidths.of(request.actor, subject))


def _to(view: SavedView) -> HttpResponse:
    return redirect(f"{reverse(LISTINGS[view.subject].route)}?{VIEW}={view.pk}")
