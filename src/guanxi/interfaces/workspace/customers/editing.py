"""Writing into customers: a new one, changed details, another owner, people and places."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.customers import entry
from guanxi.domain.customers.entry import EditConflict, UnableToNumber
from guanxi.domain.customers.models import Customer, ProfileFact
from guanxi.domain.customers.models.customer import UnableToPlaceUnder
from guanxi.domain.ground import clock
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.customers.attention import USCC_WARNINGS
from guanxi.interfaces.workspace.customers.conflict import merged
from guanxi.interfaces.workspace.customers.forms import (
    ContactForm,
    EditForm,
    NewCustomerForm,
    OwnerForm,
    ProfileFactForm,
    SiteForm,
    as_written,
)
from guanxi.interfaces.workspace.names import names_of
from guanxi.processes.customer_entry import edit_customer, enter_customer

UNPROCESSABLE, CONFLICT = 422, 409


@staff_may("customers.create")
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """A new customer, owned by whoever enters it unless that person may assign owners."""
    form = NewCustomerForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"] if "owner" in form.fields else request.actor
        try:
            customer = enter_customer(
                form.details,
                known_by=form.known,
                owner=owner,
                parent=form.cleaned_data["parent"],
                by=request.actor,
                at=clock.now(),
            )
        except UnableToNumber as error:
            form.add_error("number", error)
        else:
            messages.success(request, _("Customer %(number)s is on file.") % {"number": customer.number})
            return _saved(request, customer)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "workspace/customers/new.html", {"form": form}, status=status)


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the details; whoever saves second sees both texts and loses neither (rule 18)."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    initial = as_written(customer) | {"version": customer.version}
    form = EditForm(request.POST or None, initial=initial, actor=request.actor, customer=customer)
    context: dict[str, Any] = {"customer": customer, "names": names_of(customer.party)}
    status = UNPROCESSABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            customer = edit_customer(
                customer,
                form.details,
                parent=form.cleaned_data["parent"],
                version=form.cleaned_data["version"],
                by=request.actor,
                at=clock.now(),
            )
        except UnableToNumber as error:
            form.add_error("number", error)
        except UnableToPlaceUnder as error:
            form.add_error("parent", error)
        except EditConflict as error:
            context["conflict"] = merged(form, error.on_file, actor=request.actor)
            form, status = context["conflict"].form, CONFLICT
        else:
            messages.success(request, _("Saved."))
            return _saved(request, customer)
    return render(request, "workspace/customers/edit.html", context | {"form": form}, status=status)


@staff_may("customers.assign", reading="customers.view")
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand the customer to another salesperson."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.assign")
    form = OwnerForm(request.POST or None, initial={"owner": customer.owner})
    if request.method == "POST" and form.is_valid():
        entry.assign(customer, form.cleaned_data["owner"], by=request.actor, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("workspace:customer", pk=customer.pk)
    return _small_form(request, customer, form, title=_("Hand over"))


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def add_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """A person at the customer."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry.add_contact(customer, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Contact added."))
        return redirect("workspace:customer_contacts", pk=customer.pk)
    return _small_form(request, customer, form, title=_("Add a contact"))


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def add_site(request: StaffRequest, pk: int) -> HttpResponse:
    """A place of the customer's."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry.add_site(customer, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Site added."))
        return redirect("workspace:customer_contacts", pk=customer.pk)
    return _small_form(request, customer, form, title=_("Add a site"))


@staff_may("customers.edit", reading="customers.view")
@require_http_methods(["GET", "POST"])
def add_fact(request: StaffRequest, pk: int) -> HttpResponse:
    """A dated business fact: cargo, volume, lanes, equipment; with how it was learnt (D6)."""
    customer: Customer = found(Customer, request.actor, pk, action="customers.edit")
    form = ProfileFactForm(request.POST or None, initial={"learnt_on": clock.business_date()})
    if request.method == "POST" and form.is_valid():
        ProfileFact.record(customer, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("workspace:customer", pk=customer.pk)
    return _small_form(request, customer, form, title=_("Add what we learnt"))


def _small_form(request: StaffRequest, customer: Customer, form: Any, *, title: str) -> HttpResponse:
    context = {"customer": customer, "names": names_of(customer.party), "form": form, "title": title}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "workspace/customers/small_form.html", context, status=status)


def _saved(request: StaffRequest, customer: Customer) -> HttpResponse:
    """To the customer's page, with a warning where its code looks wrong: real codes can (D3)."""
    finding = customer.party.uscc_finding
    if finding in USCC_WARNINGS:
        messages.warning(request, str(USCC_WARNINGS[finding]))
    return redirect("workspace:customer", pk=customer.pk)
