"""A customer's field edited where it stands in the list, with undo, and with both texts when two set it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.views.fields import Field, Kind
from guanxi.domain.views.rules import UnableToRead
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.customers.listing import cell_of, field_href
from guanxi.interfaces.workspace.lists.rows import Cell
from guanxi.interfaces.workspace.names import name_of, names_of
from guanxi.processes.field_editing import FieldConflict, editable, owners, set_field, value_of

UNPROCESSABLE, CONFLICT = 422, 409
_TEMPLATE = "workspace/lists/cell_form.html"


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form in a cell shows: `was` is the value it was opened on, `mine` what is chosen in it."""

    customer: Customer
    own: Field
    was: str
    mine: str
    href: str

    @property
    def options(self) -> list[tuple[str, str]]:
        """code → word, the empty one first where the field may be without a value."""
        return options_of(self.own)


def options_of(own: Field) -> list[tuple[str, str]]:
    """(value, word) of everything a field can be set to."""
    without = [("", str(own.without))] if own.empty is not None else []
    if own.kind is Kind.PERSON:
        return [*without, *((str(owner.pk), name_of(owner)) for owner in owners())]
    return [*without, *((code, str(label)) for code, label in own.choices)]


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def edit_field(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """GET: the form in the cell, or with `show` the cell as it is. POST: `value`, if it still is `was`."""
    own = _field(key)
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    if not Customer.objects.visible_to(request.actor, own.edits).filter(pk=pk).exists():
        raise PermissionDenied
    if request.method == "POST":
        return _set(request, customer, own)
    if "show" in request.GET:
        return _shown(request, customer, own)
    was = value_of(customer, own)
    return _form(request, Editor(customer, own, was, was, field_href(customer, own)))


def _set(request: StaffRequest, customer: Customer, own: Field) -> HttpResponse:
    value, was = request.POST.get("value", ""), request.POST.get("was", "")
    href = field_href(customer, own)
    try:
        change = set_field(customer, own.key, value, was=was, by=request.actor, at=clock.now())
    except UnableToRead:
        return _form(request, Editor(customer, own, was, was, href), status=UNPROCESSABLE)
    except FieldConflict as conflict:
        words = dict(options_of(own))
        editor = Editor(customer, own, conflict.theirs, value, href)
        both = {"theirs": words.get(conflict.theirs, conflict.theirs), "mine": words.get(value, value)}
        return _form(request, editor, status=CONFLICT, **both)
    if not request.htmx:
        messages.success(request, _("Saved."))
        return _back(request, customer)
    told = change if change.before != change.after else None
    return _shown(
        request, Customer.objects.visible_to(request.actor).with_names().get(pk=customer.pk), own, told
    )


def _back(request: StaffRequest, customer: Customer) -> HttpResponse:
    """To the board the form stands on, else to the customer."""
    following = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        return redirect(following)
    return redirect("workspace:customer", pk=customer.pk)


def _shown(request: StaffRequest, customer: Customer, own: Field, change: Any = None) -> HttpResponse:
    href = field_href(customer, own)
    cell: Cell = cell_of(customer, own, edit_href=href)
    context = {"cell": cell, "change": change, "own": own, "customer": customer, "href": href}
    return render(request, "workspace/lists/cell_shown.html", context)


def _form(request: StaffRequest, editor: Editor, *, status: int = 200, **words: str) -> HttpResponse:
    context = {"editor": editor, "names": names_of(editor.customer.party), **words}
    template = _TEMPLATE if request.htmx else "workspace/lists/cell_page.html"
    return render(request, template, context, status=status)


def _field(key: str) -> Field:
    try:
        return editable(key)
    except UnableToRead:
        raise Http404 from None
