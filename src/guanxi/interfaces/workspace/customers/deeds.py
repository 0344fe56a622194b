"""What people decide about a customer's standing: a form, a deed, and its refusal (D15, D19, D22)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guanxi.domain.customers.models import Customer
from guanxi.interfaces.http.access import StaffRequest, found
from guanxi.interfaces.workspace.customers.refusals import REFUSALS, refusal_words
from guanxi.interfaces.workspace.customers.submission import OnceForm
from guanxi.interfaces.workspace.names import names_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision with a form of its own; `act` takes the customer and what was written.

    `part` is the id on the page of the customer's standing where the result is seen.
    """

    title: "StrOrPromise"
    button: "StrOrPromise"
    part: str
    form: type[OnceForm]
    act: Callable[..., object]
    lead: "StrOrPromise" = ""
    tone: str = "primary"


def customer_of(request: StaffRequest, pk: int, action: str) -> Customer:
    """The customer within sight on which the actor may decide. Raises Http404, else PermissionDenied."""
    customer: Customer = found(Customer, request.actor, pk, action=action)
    return customer


def decision_of(model: Any, request: StaffRequest, customer: Customer, pk: int) -> Any:
    """The customer's own record of `model`. Raises Http404."""
    records: Any = model.objects.visible_to(request.actor).filter(customer=customer)
    record: Model = get_object_or_404(records, pk=pk)
    return record


def take(request: StaffRequest, customer: Customer, deed: Deed, **initial: Any) -> HttpResponse:
    """Show the deed's form, or act on what was sent; the second of two equal submissions changes nothing."""
    form = deed.form(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _is_done(request, deed, form):
        back = reverse("workspace:customer_standing", args=[customer.pk])
        return redirect(f"{back}#{deed.part}")
    context = {"customer": customer, "names": names_of(customer.party), "form": form, "deed": deed}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "workspace/customers/deed.html", context, status=status)


def _is_done(request: StaffRequest, deed: Deed, form: OnceForm) -> bool:
    if not form.claim():
        return True
    try:
        deed.act(**form.values)
    except REFUSALS as refusal:
        form.give_back()
        form.add_error(None, refusal_words(refusal))
        return False
    except Exception:
        form.give_back()
        raise
    messages.success(request, _("Saved."))
    return True
