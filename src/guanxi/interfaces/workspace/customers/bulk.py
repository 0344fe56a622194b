"""Many customers of a list changed at once: what, how many, what came of it, and back again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field
from guanxi.domain.views.models import BulkChange, BulkEdit
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.http.fragments import fragment_or_page
from guanxi.interfaces.workspace.customers.cell_editing import options_of
from guanxi.interfaces.workspace.lists.state import state_of
from guanxi.interfaces.workspace.names import Names, names_of
from guanxi.processes.bulk_editing import chosen, order_bulk_edit, selection_of_filter, undo_bulk_edit
from guanxi.processes.customer_list import CUSTOMERS
from guanxi.processes.field_editing import editable

MOST_NAMED, UNPROCESSABLE = 50, 422


@staff_may("bulk_edits.run")
@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """Ask what is to be set on the chosen customers; with `set` ("purpose:consumer") do it."""
    actor = request.actor
    selection = _selection(request.POST, actor)
    count = chosen(actor, selection).order_by().count() if selection else 0
    if selection is None or not count:
        messages.warning(request, _("Nobody is chosen: tick customers of the list first."))
        return redirect("workspace:customers")
    key, _colon, value = request.POST.get("set", "").partition(":")
    offered = {own.key: (own, options_of(own)) for own in _fields(actor)}
    if key in offered and value in dict(offered[key][1]):
        edit = order_bulk_edit(key, value, selection, by=actor, at=clock.now())
        return redirect("workspace:bulk_edit", pk=edit.pk)
    context = {
        "count": count,
        "offered": [(own, options) for own, options in offered.values()],
        "address": request.POST.get("address", ""),
        "is_all": "filter" in selection,
        "ids": selection.get("ids", []),
        "is_refused": "set" in request.POST,
    }
    return render(request, "workspace/lists/bulk_order.html", context)


@staff_may("bulk_edits.view")
@require_GET
def result(request: StaffRequest, pk: int) -> HttpResponse:
    """What became of a bulk edit, and whom it concerned."""
    edit: BulkEdit = found(BulkEdit, request.actor, pk)
    own = editable(edit.field)
    outcome = request.GET.get("outcome", "")
    words, counts = dict(BulkChange.Outcome.choices), edit.counts
    context: dict[str, Any] = {
        "edit": edit,
        "own": own,
        "value": dict(options_of(own)).get(edit.value, edit.value),
        "done": sum(counts.values()),
        "counts": [(code, words[code], count) for code, count in counts.items() if count],
        "outcome": outcome if outcome in words else "",
        "named": _named(edit, outcome, request.actor),
        "may_undo": edit.state == BulkEdit.State.DONE
        and counts["changed"]
        and edit.actor_id == request.actor.pk,
    }
    return fragment_or_page(request, "workspace/lists/bulk_result.html", "result", context)


@staff_may("bulk_edits.undo", reading="bulk_edits.view")
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put back what a bulk edit changed."""
    edit: BulkEdit = found(BulkEdit, request.actor, pk, action="bulk_edits.undo")
    undo_bulk_edit(edit, by=request.actor, at=clock.now())
    return redirect("workspace:bulk_edit", pk=edit.pk)


def _fields(actor: User) -> list[Field]:
    return [own for own in CUSTOMERS.fields if own.edits and actor.may(own.edits)]


def _selection(sent: QueryDict, actor: User) -> dict[str, Any] | None:
    if sent.get("all"):
        asked = state_of(QueryDict(sent.get("address", "")), CUSTOMERS, actor).asked
        return selection_of_filter(asked, today=clock.business_date())
    ids = sorted({int(pk) for pk in sent.getlist("pk") if pk.isascii() and pk.isdecimal() and len(pk) < 16})
    return {"ids": ids} if ids else None


def _named(edit: BulkEdit, outcome: str, actor: User) -> list[tuple[Names, str]]:
    """The names of those with one outcome, with the ways to their pages."""
    changes = BulkChange.objects.visible_to(actor).filter(edit=edit, outcome=outcome)
    ids = list(changes.order_by("pk").values_list("customer_id", flat=True)[:MOST_NAMED])
    customers = Customer.objects.visible_to(actor).with_names().filter(pk__in=ids).order_by("pk")
    return [(names_of(one.party), reverse("workspace:customer", args=[one.pk])) for one in customers]
