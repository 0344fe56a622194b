"""One field of a customer set where it is seen: in a list, on its page, for many at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from guanxi.domain.customers import entry
from guanxi.domain.customers.entry import Details
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Kind
from guanxi.domain.views.rules import UnableToRead
from guanxi.processes.customer_entry import edit_customer
from guanxi.processes.customer_list import CUSTOMERS


class FieldConflict(Exception):
    """Somebody set this very field after it was shown; nothing was written (rule 18)."""

    def __init__(self, theirs: str) -> None:
        super().__init__(f"the field is {theirs!r} now")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field was and is; equal where nothing was to be done."""

    customer: Customer
    before: str
    after: str


def editable(key: str) -> Field:
    """The field of the list that can be set in place. Raises UnableToRead for any other."""
    own = CUSTOMERS.get(key)
    if own is None or not own.edits:
        raise UnableToRead("no_field", key)
    return own


def owners() -> list[User]:
    """Who may look after customers, by name."""
    found = User.objects.filter(is_active=True, role__in=("sales", "account_manager"))
    return list(found.order_by("name", "pk"))


def is_value_of(own: Field, value: str) -> bool:
    """Whether a field takes this value; what may be absent takes the empty one."""
    if not value:
        return own.empty is not None
    if own.kind is Kind.PERSON:
        return any(str(owner.pk) == value for owner in owners())
    return value in dict(own.choices)


@transaction.atomic
def set_field(
    customer: Customer, key: str, value: str, *, was: str | None, by: Actor, at: datetime
) -> FieldChange:
    """Set a field if it still is what it `was`; None takes it as it is.

    Only a change of this field is in the way, others of the same customer are kept. Raises UnableToRead for
    another field or value, FieldConflict, and Customer.DoesNotExist where the actor may not edit.
    """
    own = editable(key)
    if not is_value_of(own, value):
        raise UnableToRead("no_choice", value)
    permitted = Customer.objects.visible_to(by, own.edits).select_for_update(of=("self",))
    current = permitted.select_related("party", "parent", "owner").get(pk=customer.pk)
    before = value_of(current, own)
    if was is not None and was != before:
        raise FieldConflict(before)
    if before != value:
        current = _write(current, own, value, by=by, at=at)
    return FieldChange(current, before, value)


def value_of(customer: Customer, own: Field) -> str:
    """A field as its stored text; empty for none."""
    found = getattr(customer, own.column)
    return "" if found is None else str(found)


def _write(customer: Customer, own: Field, value: str, *, by: Actor, at: datetime) -> Customer:
    if own.kind is Kind.PERSON:
        entry.assign(customer, User.objects.get(pk=int(value)) if value else None, by=by, at=at)
        return customer
    changes: dict[str, Any] = {own.key: value}
    details = replace(Details.of(customer), **changes)
    return edit_customer(customer, details, parent=customer.parent, version=customer.version, by=by, at=at)
