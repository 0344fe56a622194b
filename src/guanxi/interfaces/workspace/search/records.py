"""Records a text finds within what the actor may see: nobody else's is named or counted."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.customers.rules.matched_parts import matched_parts
from guanxi.domain.customers.rules.search_words import folded
from guanxi.domain.customers.search import matching
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import with_waybill
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.names import names_of
from guanxi.interfaces.workspace.search.lines import Fragment, Line, Section, fragments

SHOWN = 8
# The best of so many newest ones are shown: a rank over all matches of a common word would cost too much.
WEIGHED = 50


def records(text: str, actor: User) -> list[Section]:
    """Customers, shipments and imports, each in its section; sections without results are left out."""
    found = [_customers(text, actor), _shipments(text, actor), _imports(text, actor)]
    return [section for section in found if section.lines]


def _customers(text: str, actor: User) -> Section:
    seen = Customer.objects.visible_to(actor).select_related("party").order_by("-pk")
    newest = list(matching(seen, text)[:WEIGHED])
    best = sorted(newest, key=lambda customer: _nearness(customer, text))[:SHOWN]
    people = _people_met([customer for customer in best if not _meets_itself(customer, text)], text, actor)
    lines = [_customer_line(customer, text, people.get(customer.pk, "")) for customer in best]
    more = f"{reverse('workspace:customers')}?{urlencode({'q': text})}" if len(newest) > SHOWN else ""
    return Section("customers", _("Customers"), lines, more)


def _nearness(customer: Customer, text: str) -> int:
    """0 for the very number, code or name; 1 for the beginning of one; 2 for the rest (the order stays)."""
    sought = folded(text).replace(" ", "")
    own = [folded(value).replace(" ", "") for value in _identities(customer) if value]
    if sought in own:
        return 0
    return 1 if any(value.startswith(sought) for value in own) else 2


def _identities(customer: Customer) -> tuple[str, ...]:
    party = customer.party
    return customer.number, party.uscc, party.name, party.name_en


def _meets_itself(customer: Customer, text: str) -> bool:
    return any(matched_parts(value, text) for value in _identities(customer))


def _people_met(customers: list[Customer], text: str, actor: User) -> dict[int, str]:
    """The person by whose name each of these customers was found, by customer id."""
    if not customers:
        return {}
    people = Contact.objects.visible_to(actor).filter(customer__in=customers).order_by("-pk")
    named = people.values_list("customer_id", "name")
    return {pk: name for pk, name in named if matched_parts(name, text)}


def _customer_line(customer: Customer, text: str, person: str) -> Line:
    names = names_of(customer.party)
    uscc = customer.party.uscc if matched_parts(customer.party.uscc, text) else ""
    second = [part for part in (customer.number, names.second, uscc, person) if part]
    href = reverse("workspace:customer", args=[customer.pk])
    return Line("building-2", fragments(names.first, text), href, _beside(second, text))


def _beside(parts: list[str], text: str) -> list[Fragment]:
    """Parts with a dot between them."""
    found: list[Fragment] = []
    for part in parts:
        found += [Fragment(" · ", is_met=False)] if found else []
        found += fragments(part, text)
    return found


def _shipments(text: str, actor: User) -> Section:
    seen = Shipment.objects.visible_to(actor).select_related("customer__party")
    lines = [
        Line(
            "package",
            fragments(shipment.waybill_number, text),
            reverse("workspace:customer_shipments", args=[shipment.customer_id]),
            _beside([str(names_of(shipment.customer.party)), shipment.state_label], ""),
        )
        for shipment in with_waybill(seen, text)[:SHOWN]
    ]
    return Section("shipments", _("Shipments"), lines)


def _imports(text: str, actor: User) -> Section:
    seen = ImportRun.objects.visible_to(actor).filter(file_name__icontains=text).order_by("-pk")
    lines = [
        Line(
            "file-input",
            fragments(run.file_name, text),
            reverse("workspace:import_run", args=[run.pk]),
            [Fragment(f"{run.started_at:%Y-%m-%d}", is_met=False)],
        )
        for run in seen[:SHOWN]
    ]
    return Section("imports", _("Imports"), lines)
