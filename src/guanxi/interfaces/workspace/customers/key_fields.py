"""A customer's key fields: what is on file, how complete it is, and one field changed where it stands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.customers import entry
from guanxi.domain.customers.completeness import profile_of
from guanxi.domain.customers.entry import EditConflict
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.customers.conflict import merged
from guanxi.interfaces.workspace.customers.forms import EditForm, as_written
from guanxi.interfaces.workspace.customers.frame import Frame
from guanxi.interfaces.workspace.customers.lines import parent_of
from guanxi.interfaces.workspace.explanations.profile import to_fill_next, why_complete
from guanxi.interfaces.workspace.history import worded
from guanxi.interfaces.workspace.names import names_of

GROUPS = (
    ("name_en", "uscc", "country", "city", "address"),
    ("number", "purpose", "nature", "source", "parent", "declared_buyer"),
)
FIELDS = frozenset(name for group in GROUPS for name in group)
TO_FILL = 3
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class KeyField:
    """A field as shown, and its form where the actor may change it; an empty one is folded away."""

    name: str
    label: str
    shown: str
    href: str
    is_empty: bool
    bound: forms.BoundField | None
    action: str


def key_fields(frame: Frame, actor: User) -> dict[str, Any]:
    """The fields in their groups, and the completeness of the record with what to fill next (D7)."""
    customer = frame.customer
    form = _form(customer, actor) if frame.context["may_edit"] else None
    shown = [[_key_field(name, customer, form, actor) for name in group] for group in GROUPS]
    profile = profile_of(customer, actor=actor, as_of=clock.business_date())
    return {
        "field_groups": [[one for one in group if not one.is_empty] for group in shown],
        "empty_fields": [one for group in shown for one in group if one.is_empty],
        "profile": profile,
        "why_complete": why_complete(profile),
        "to_fill": to_fill_next(profile, customer, limit=TO_FILL) if frame.context["may_edit"] else [],
    }


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def edit_field(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Change one field; whoever saves second is led to the form that shows both texts (rule 18)."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    if name not in FIELDS:
        raise Http404
    form = _form(customer, request.actor, request.POST if request.method == "POST" else None, name)
    if request.method == "POST" and form.is_valid():
        try:
            _save(customer, form, request.actor)
        except ValidationError as error:
            form.add_error(name, error)
        except EditConflict as error:
            conflict = merged(form, error.on_file, actor=request.actor)
            context = {"customer": customer, "names": names_of(customer.party), "conflict": conflict}
            context["form"] = conflict.form
            return render(request, "workspace/customers/edit.html", context, status=CONFLICT)
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:customer", pk=pk)
    context = {
        "customer": customer,
        "names": names_of(customer.party),
        "form": form,
        "bound": form[name],
        "title": form[name].label,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "workspace/customers/field.html", context, status=status)


def _form(customer: Customer, actor: User, sent: QueryDict | None = None, name: str = "") -> EditForm:
    """The form of the whole record, of which a person sent one field: the rest is what is on file."""
    on_file = as_written(customer) | {"version": customer.version}
    if sent is None:
        return EditForm(initial=on_file, actor=actor, customer=customer)
    data = QueryDict(mutable=True)
    for field, value in on_file.items():
        if value is not False:
            data[field] = data[f"initial-{field}"] = "on" if value is True else str(value)
    data["version"] = sent.get("version", "")
    data.pop(name, None)
    if name in sent:
        data[name] = str(sent[name])
    return EditForm(data, initial=on_file, actor=actor, customer=customer)


def _save(customer: Customer, form: EditForm, actor: User) -> None:
    entry.edit(
        customer,
        form.details,
        parent=form.cleaned_data["parent"],
        version=form.cleaned_data["version"],
        by=actor,
        at=clock.now(),
    )


def _key_field(name: str, customer: Customer, form: EditForm | None, actor: User) -> KeyField:
    label = str(EditForm.base_fields[name].label)
    action = reverse("workspace:customer_detail", args=[customer.pk, name]) if form else ""
    bound = form[name] if form else None
    if name == "parent":
        parent = parent_of(customer, actor)
        shown, href = (parent.name, parent.href) if parent else ("", "")
        return KeyField(name, label, shown, href, not shown, bound, action)
    value = as_written(customer)[name]
    return KeyField(name, label, worded(name, value), "", not value, bound, action)
