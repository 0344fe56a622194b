"""Customers as a file: with the columns of the import, so that it comes in again unchanged (D2), or as shown.

Telephone numbers and e-mail addresses of contacts are there for whoever `exports.contacts` allows, and for
the customers it reaches; without it the columns are missing altogether. Sealed facts are in no export.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.customers.models import Contact, Customer, Nature, Purpose, RosterEntry, Site
from guanxi.domain.customers.models.customer import CustomerQuerySet
from guanxi.domain.ground.export import Column, Kind, Provenance, Report, Row, Table, Value
from guanxi.domain.people.models import User
from guanxi.domain.views.rules import Filter
from guanxi.processes.customer_list import CUSTOMERS, customers_within, reading_of, words_of

IMPORT, SHOWN = "import", "shown"
_AT_A_TIME = 1000
_WHY = "what hangs on customers within sight"


def _first(records: Any) -> Any:
    return records[0] if records else None


def count(by: User, parameters: Mapping[str, Any]) -> int:
    """How many customers the actor would get."""
    return _customers(by, parameters).count()


def words(by: User, parameters: Mapping[str, Any]) -> str:
    """The filters as one sentence, empty without any."""
    return words_of(CUSTOMERS, Filter.of_json(parameters))


def _customers(by: User, parameters: Mapping[str, Any]) -> CustomerQuerySet:
    return customers_within(by, Filter.of_json(parameters), reading=reading_of(parameters))


def report(by: User, parameters: Mapping[str, Any], at: datetime) -> Report:
    """The list; `parameters["preset"]` is "import" (the default) or "shown"."""
    is_shown = parameters.get("preset") == SHOWN
    customers = _customers(by, parameters).order_by("number")
    provenance = Provenance(
        produced_at=at,
        produced_by=by.display_name,
        n=customers.count(),
        filters=words(by, parameters) or _("no filter"),
    )
    table = _shown(customers) if is_shown else _importable(customers, by)
    title = _("Customers")
    return Report(f"customers-{at:%Y%m%d}", title, provenance, [table])


def _shown(customers: Any) -> Table:
    columns = [
        *(Column(_("Customer number"), Kind.IDENTIFIER), Column(_("Name"), width=32)),
        *(Column(_("English name"), width=28), Column(_("Group")), Column(_("Value tier"))),
        *(Column(_("Purpose")), Column(_("Nature")), Column(_("Owner")), Column(_("City"))),
        *(Column(_("Net revenue"), Kind.MONEY), Column(_("Orders"), Kind.NUMBER)),
        Column(_("Last shipment"), Kind.DAY),
    ]
    rows = (_shown_row(one) for one in customers.iterator(chunk_size=_AT_A_TIME))
    return Table("customers", _("Customers"), columns, rows)


def _shown_row(one: Customer) -> Row:
    entry = one.standing.entry if hasattr(one, "standing") else None
    value: list[Value] = [entry.revenue, entry.orders, entry.last_on] if entry else [None, None, None]
    return [
        *(one.number, one.party.name, one.party.name_en),
        *(_word(Group, entry.group if entry else ""), _word(ValueTier, entry.tier if entry else "")),
        *(_word(Purpose, one.purpose), _word(Nature, one.nature)),
        *(one.owner.name if one.owner else "", one.party.city, *value),
    ]


_IDENTIFIERS = {"customer_number", "uscc", "parent_number", "contact_phone"}
_DAYS = {"signal_on", "registered_on"}
_OF_CONTACTS = ("contact_phone", "contact_email")
_OF_PARTY = ("name", "name_en", "kind", "uscc", "country", "city", "address")
_OF_CUSTOMER = ("purpose", "nature", "source")
_LABELS = (
    *("customer_number", "name", "name_en", "kind", "uscc", "purpose", "nature", "source", "owner_email"),
    *("parent_number", "country", "city", "address", "contact_name", "contact_roles", *_OF_CONTACTS),
    *("site_name", "site_kind", "signal_type", "signal_on", "lawful_basis", "signal_campaign"),
    *("registered_on", "declared_buyer"),
)


def _importable(customers: Any, by: User) -> Table:
    """The columns of the mapping `guanxi`, a line a customer with its first contact, site and signal."""
    reached = Customer.objects.visible_to(by, "exports.contacts")
    tells_contacts = bool(by.relations_for("exports.contacts"))
    labels = [label for label in _LABELS if tells_contacts or label not in _OF_CONTACTS]
    everyone = customers.select_related("party", "owner", "parent").prefetch_related(
        _all_of("contacts", Contact),
        _all_of("sites", Site),
        Prefetch("signals", Signal.objects.everything(_WHY).order_by("seen_on", "pk")),
        _all_of("roster_entry", RosterEntry),
    )
    return Table(
        "customers",
        _("Customers"),
        [Column(label, _kind_of(label)) for label in labels],
        _lines(everyone, labels, reached),
        _("A line holds the first contact, site and signal of a customer; it may have more."),
    )


def _all_of(name: str, model: Any) -> "Prefetch[str, Any, str]":
    return Prefetch(name, model.objects.everything(_WHY).order_by("pk"))


def _kind_of(label: str) -> Kind:
    return Kind.IDENTIFIER if label in _IDENTIFIERS else Kind.DAY if label in _DAYS else Kind.TEXT


def _lines(customers: Any, labels: list[str], reached: Any) -> Iterator[Row]:
    tellable = set(reached.values_list("pk", flat=True)) if _OF_CONTACTS[0] in labels else set()
    for one in customers.iterator(chunk_size=_AT_A_TIME):
        cells = _cells(one)
        if one.pk not in tellable:
            cells |= dict.fromkeys(_OF_CONTACTS)
        yield [cells[label] for label in labels]


def _cells(one: Customer) -> dict[str, Value]:
    contact, site, signal = (_first(getattr(one, name).all()) for name in ("contacts", "sites", "signals"))
    return {
        "customer_number": one.number,
        **{name: getattr(one.party, name) for name in _OF_PARTY},
        **{name: getattr(one, name) for name in _OF_CUSTOMER},
        "owner_email": one.owner.email if one.owner else "",
        "parent_number": one.parent.number if one.parent else "",
        "contact_name": contact.name if contact else "",
        "contact_roles": ";".join(contact.roles) if contact else "",
        "contact_phone": contact.phone if contact else "",
        "contact_email": contact.email if contact else "",
        "site_name": site.name if site else "",
        "site_kind": site.kind if site else "",
        "signal_type": signal.kind if signal else "",
        "signal_on": signal.seen_on if signal else None,
        "lawful_basis": signal.lawful_basis if signal else "",
        "signal_campaign": signal.campaign if signal else "",
        "registered_on": one.roster_entry.registered_on if hasattr(one, "roster_entry") else None,
        "declared_buyer": "yes" if one.declared_buyer else "no",
    }


def _word(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
