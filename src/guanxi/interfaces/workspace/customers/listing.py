"""The list of customers as people see it: each record's cells, and the colleagues filters may name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from guanxi.domain.classification.models import ClassificationEntry
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Ordering
from guanxi.interfaces.http.keyset import COUNT_CAP
from guanxi.interfaces.workspace.lists.rows import Cell, Line, Listing
from guanxi.interfaces.workspace.names import name_of, names_of
from guanxi.processes.customer_list import CUSTOMERS, customers_within


def lines_of(customers: Sequence[Customer], columns: tuple[Field, ...], actor: User) -> list[Line]:
    """Customers with a cell for each column; cells the actor may edit say where."""
    editable = _editable(customers, columns, actor)
    return [_line(customer, columns, editable) for customer in customers]


def cell_of(customer: Customer, own: Field, *, edit_href: str = "") -> Cell:
    """What a customer shows of one field; with `edit_href` it is a way to edit it."""
    if own.key in _CELLS:
        cell = _CELLS[own.key](customer)
    else:
        value = getattr(customer, own.key)
        cell = Cell("text", dict(own.choices).get(value, value))
    why = EXPLAINED.get(own.key, "")
    why_href = reverse("workspace:customer_why", args=[customer.pk, why]) if why else ""
    return replace(cell, edit_href=edit_href, why=why, why_href=why_href)


def field_href(customer: Customer, own: Field) -> str:
    """Where one field of a customer is edited."""
    return reverse("workspace:customer_field", args=[customer.pk, own.key])


def people_in_sight(actor: User) -> Mapping[int, str]:
    """The owners of customers the actor may see, by name."""
    owned = Customer.objects.visible_to(actor).filter(owner=OuterRef("pk"))
    owners = User.objects.filter(Exists(owned)).order_by("name", "pk")
    return {owner.pk: name_of(owner) for owner in owners}


def counted(count: int, more: bool) -> str:
    """How many there are, as the sentence above the list."""
    if more:
        return _("%(count)s+ customers") % {"count": f"{COUNT_CAP:,}"}
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": f"{count:,}"}


def note(customers: Sequence[Customer]) -> str:
    """Of which day the figures of the rows are; empty before the first classification."""
    entry = next(filter(None, map(_entry, customers)), None)
    if entry is None:
        return ""
    day = {"day": f"{entry.run.as_of:%Y-%m-%d}"}
    return _("Revenue, orders and last shipment are those of the run of %(day)s.") % day


def _line(customer: Customer, columns: tuple[Field, ...], editable: Mapping[str, set[int]]) -> Line:
    names = names_of(customer.party)
    href = reverse("workspace:customer", args=[customer.pk])
    open_to = (
        field_href(customer, own) if customer.pk in editable.get(own.edits, ()) else "" for own in columns
    )
    cells = [(own, cell_of(customer, own, edit_href=at)) for own, at in zip(columns, open_to, strict=True)]
    return Line(customer, href, names.first, names.second, customer.number, cells)


def _editable(
    customers: Sequence[Customer], columns: tuple[Field, ...], actor: User
) -> Mapping[str, set[int]]:
    """action → the ids of the customers on which the actor may take it."""
    actions = {own.edits for own in columns if own.edits and actor.may(own.edits)}
    ids = [customer.pk for customer in customers]
    return {
        action: set(
            Customer.objects.visible_to(actor, action).filter(pk__in=ids).values_list("pk", flat=True)
        )
        for action in actions
    }


def _entry(customer: Customer) -> ClassificationEntry | None:
    standing = getattr(customer, "standing", None)
    return standing.entry if standing else None


def _orders(customer: Customer) -> Cell:
    entry = _entry(customer)
    return Cell("number", entry.orders or None if entry else None)


def _revenue(customer: Customer) -> Cell:
    entry = _entry(customer)
    if entry is None or not entry.orders:
        return Cell("money", None)
    return Cell("money", entry.revenue_minor, currency=entry.run.currency)


def _of_standing(style: str, name: str) -> Callable[[Customer], Cell]:
    def read(customer: Customer) -> Cell:
        standing = getattr(customer, "standing", None)
        return Cell(style, getattr(standing, name) if standing else None)

    return read


_CELLS: Mapping[str, Callable[[Customer], Cell]] = {
    "group": _of_standing("group", "group"),
    "tier": _of_standing("tier", "tier"),
    "since": _of_standing("day", "group_since"),
    "purpose": lambda customer: Cell("purpose", customer.purpose),
    "nature": lambda customer: Cell("nature", customer.nature),
    "owner": lambda customer: Cell("text", name_of(customer.owner)),
    "revenue": _revenue,
    "orders": _orders,
    "last": _of_standing("day", "last_on"),
    "first": lambda customer: Cell("day", entry.first_on if (entry := _entry(customer)) else None),
    "created": lambda customer: Cell("moment", customer.created_at),
    "kind": lambda customer: Cell("text", customer.party.get_kind_display()),
    "city": lambda customer: Cell("text", customer.party.city),
}

# Column → the name of the explanation of what stands in it.
EXPLAINED: Mapping[str, str] = {
    "group": "group",
    "since": "group",
    "tier": "tier",
    "revenue": "revenue",
    "orders": "orders",
    "first": "first_on",
    "last": "last_on",
}

CUSTOMER_LISTING = Listing(
    subject=CUSTOMERS,
    route="workspace:customers",
    action="customers.view",
    icon="building-2",
    panel_route="workspace:customer_panel",
    newest=Ordering("pk", int),
    facets=("group", "tier", "purpose", "nature", "owner"),
    name_label=_lazy("Customer"),
    name_order="number",
    within=lambda actor, asked, reading: customers_within(actor, asked, reading=reading),
    lines=lines_of,
    people=people_in_sight,
    counted=counted,
    note=note,
)
