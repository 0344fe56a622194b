"""Sealed personal facts: recorded with purpose and consent, opened with a reason (D5, D126)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guanxi.domain.customers.models import Contact, Customer, PersonalFact
from guanxi.domain.ground import clock
from guanxi.domain.vault.models import Destroyed
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.customers.forms import PersonalFactForm, ReasonForm
from guanxi.interfaces.workspace.names import names_of


@staff_may("personal_facts.view", reading="customers.view")
@require_http_methods(["GET", "POST"])
def open_fact(request: StaffRequest, pk: int, fact_pk: int) -> HttpResponse:
    """Ask for a reason, then show the fact once; the reading is in the timeline."""
    customer: Customer = found(Customer, request.actor, pk, action="personal_facts.view")
    facts = PersonalFact.objects.visible_to(request.actor).select_related("contact")
    fact = get_object_or_404(facts, pk=fact_pk, contact__customer=customer)
    form = ReasonForm(request.POST or None)
    context = {"customer": customer, "names": names_of(customer.party), "fact": fact, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            context["value"] = fact.read(reason=reason, by=request.actor, at=clock.now())
        except Destroyed:
            context["is_destroyed"] = True
    status = 422 if form.errors else 200
    return render(request, "workspace/customers/sealed.html", context, status=status)


@sensitive_post_parameters("value")
@staff_may("personal_facts.record", reading="customers.view")
@require_http_methods(["GET", "POST"])
def record_fact(request: StaffRequest, pk: int, contact_pk: int) -> HttpResponse:
    """Seal a personal fact of a contact."""
    customer: Customer = found(Customer, request.actor, pk, action="personal_facts.record")
    contacts = Contact.objects.visible_to(request.actor).filter(customer=customer)
    contact = get_object_or_404(contacts, pk=contact_pk)
    form = PersonalFactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        PersonalFact.record(contact, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Sealed."))
        return redirect("workspace:customer_contacts", pk=customer.pk)
    context = {
        "customer": customer,
        "names": names_of(customer.party),
        "form": form,
        "title": _("Personal fact of %(name)s") % {"name": contact.name},
    }
    status = 422 if form.is_bound else 200
    return render(request, "workspace/customers/small_form.html", context, status=status)
