"""Entering and editing a customer by hand: party and customer as one form, one event, one version."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers import events
from guanxi.domain.customers.models import Contact, Customer, Party, SearchText, Site, Source
from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake.trace import values_of
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, FormerState

PARTY_FIELDS = ("kind", "name", "name_en", "uscc", "country", "city", "address")
CUSTOMER_FIELDS = ("number", "purpose", "nature", "source", "declared_buyer")


@dataclass(frozen=True, slots=True)
class Details:
    """What a person writes about a customer. An empty `number` asks for the next free one."""

    name: str
    name_en: str = ""
    kind: str = Party.Kind.ORGANISATION
    uscc: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    number: str = ""
    purpose: str = "commercial"
    nature: str = ""
    source: str = Source.OTHER
    declared_buyer: bool = False

    @classmethod
    def of(cls, customer: Customer) -> "Details":
        """What is on file now."""
        party = {name: getattr(customer.party, name) for name in PARTY_FIELDS}
        return cls(**party, **{name: getattr(customer, name) for name in CUSTOMER_FIELDS})

    def differences(self, other: "Details") -> dict[str, tuple[Any, Any]]:
        """field → (this, other), for each field in which they differ."""
        mine, theirs = asdict(self), asdict(other)
        return {
            f.name: (mine[f.name], theirs[f.name]) for f in fields(self) if mine[f.name] != theirs[f.name]
        }


class UnableToNumber(ValidationError):
    """The customer number is taken, perhaps by a customer the actor cannot see."""


class EditConflict(Exception):
    """Somebody saved this customer after the form was opened; nothing was written (rule 18)."""

    def __init__(self, on_file: Customer) -> None:
        super().__init__(f"version {on_file.version} is on file")
        self.on_file = on_file


@transaction.atomic
def enter(details: Details, *, owner: User | None, by: Actor, at: datetime) -> Customer:
    """Store a new customer. Raises UnableToNumber."""
    values = asdict(details)
    values["number"] = details.number or _free_number()
    party = Party(**{name: values[name] for name in PARTY_FIELDS})
    try:
        with transaction.atomic():
            return Customer.create(
                party=party, by=by, at=at, owner=owner, **{name: values[name] for name in CUSTOMER_FIELDS}
            )
    except IntegrityError:
        raise UnableToNumber(_taken(details), code="taken") from None


@transaction.atomic
def edit(
    customer: Customer,
    details: Details,
    *,
    parent: Customer | None,
    version: int,
    by: Actor,
    at: datetime,
) -> Customer:
    """Bring a customer to `details` and `parent`, if `version` is still the one on file.

    What changed is told in one event, a new place in the group in another. Raises Customer.DoesNotExist
    where the actor may not edit, EditConflict, UnableToNumber and UnableToPlaceUnder; then nothing is kept.
    """
    permitted = Customer.objects.visible_to(by, "customers.edit").filter(pk=customer.pk)
    current: Customer = permitted.select_related("party", "parent__party").get()
    if current.version != version:
        raise EditConflict(current)
    changes = Details.of(current).differences(details)
    moves = current.parent != parent
    if not changes and not moves:
        return current
    # The version in the condition decides between two who save at once.
    if not permitted.filter(version=version).update(version=F("version") + 1):
        raise EditConflict(permitted.select_related("party", "parent__party").get())
    if changes:
        if not changes.keys().isdisjoint(Customer.remembered):
            FormerState.keep(Customer, {current.pk: values_of(current)}, until=at)
        _write(current, changes, details)
        SearchText.catch_up()
        _tell(current, changes, by=by, at=at)
    if moves:
        current.place_under(parent, by=by, at=at)
    return current


@transaction.atomic
def assign(customer: Customer, owner: User | None, *, by: Actor, at: datetime) -> None:
    """Hand the customer to another salesperson, or to nobody; the same owner again changes nothing."""
    if customer.owner == owner:
        return
    before = customer.owner.name if customer.owner else ""
    customer.owner = owner
    customer.save(update_fields=["owner"])
    after = owner.name if owner else ""
    Event.record(
        events.OWNER_CHANGED,
        customer_id=customer.pk,
        subject=customer,
        by=by,
        at=at,
        data={"owner": after or "–"},
        before={"owner": before},
        after={"owner": after},
    )


@transaction.atomic
def add_contact(customer: Customer, *, by: Actor, at: datetime, **details: Any) -> Contact:
    """Add a person; who it is stands in the event only under the person's own key (rule 21)."""
    contact = Contact._base_manager.create(customer=customer, **details)
    SearchText.catch_up()
    Event.record(
        events.CONTACT_ADDED,
        customer_id=customer.pk,
        subject=contact,
        by=by,
        at=at,
        person=contact.person,
        personal=details,
    )
    return contact


@transaction.atomic
def add_site(customer: Customer, *, by: Actor, at: datetime, **details: Any) -> Site:
    """Add a place of the customer's."""
    site = Site._base_manager.create(customer=customer, **details)
    Event.record(
        events.SITE_ADDED, customer_id=customer.pk, subject=site, by=by, at=at, data={"name": site.name}
    )
    return site


def _write(customer: Customer, changes: dict[str, tuple[Any, Any]], details: Details) -> None:
    for record, names in ((customer.party, PARTY_FIELDS), (customer, CUSTOMER_FIELDS)):
        changed = [name for name in names if name in changes]
        for name in changed:
            setattr(record, name, getattr(details, name))
        if changed:
            try:
                with transaction.atomic():
                    record.save(update_fields=changed)
            except IntegrityError:
                raise UnableToNumber(_taken(details), code="taken") from None


def _tell(customer: Customer, changes: dict[str, tuple[Any, Any]], *, by: Actor, at: datetime) -> None:
    Event.record(
        events.UPDATED,
        customer_id=customer.pk,
        subject=customer,
        by=by,
        at=at,
        data={"fields": list(changes)},
        before={name: was for name, (was, _now) in changes.items()},
        after={name: now for name, (_was, now) in changes.items()},
    )


def _free_number() -> str:
    everyone = Customer.objects.everything("a number is free of all customers or of none").order_by("-pk")
    newest = everyone.values_list("pk", flat=True).first() or 0
    following = newest + 1
    while everyone.filter(number=f"C{following:06d}").exists():
        following += 1
    return f"C{following:06d}"


def _taken(details: Details) -> str:
    return str(_("The customer number %(number)s is taken.")) % {"number": details.number}
