"""A person enters a customer: nobody gets in without a word on how we know it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guanxi.domain.audiences import events
from guanxi.domain.audiences.models import Signal
from guanxi.domain.customers import entry
from guanxi.domain.customers.entry import Details
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.processes.group_update import update_groups


@dataclass(frozen=True, slots=True)
class Seen:
    """A lawful sign of interest, which makes an ordinary customer (D11, D13)."""

    kind: str
    on: date
    lawful_basis: str
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A place in the roster, which makes a basic customer (D11)."""

    on: date


@transaction.atomic
def enter_customer(
    details: Details,
    *,
    known_by: Seen | Registered,
    owner: User | None,
    parent: Customer | None,
    by: Actor,
    at: datetime,
) -> Customer:
    """Store the customer with the evidence of how we know it. Raises UnableToNumber."""
    customer = entry.enter(details, owner=owner, by=by, at=at)
    if parent:
        customer.place_under(parent, by=by, at=at)
    if isinstance(known_by, Registered):
        customer.register(on=known_by.on, by=by, at=at)
    else:
        _note_signal(customer, known_by, by=by, at=at)
    update_groups([customer.pk], by=by, at=at)
    return customer


@transaction.atomic
def edit_customer(
    customer: Customer, details: Details, *, parent: Customer | None, version: int, by: Actor, at: datetime
) -> Customer:
    """`entry.edit`, and the group that follows from what is on file then. Raises what that raises."""
    edited = entry.edit(customer, details, parent=parent, version=version, by=by, at=at)
    update_groups([edited.pk], by=by, at=at)
    return edited


def _note_signal(customer: Customer, known_by: Seen, *, by: Actor, at: datetime) -> None:
    signal = Signal._base_manager.create(
        customer=customer,
        kind=known_by.kind,
        seen_on=known_by.on,
        lawful_basis=known_by.lawful_basis,
        campaign=known_by.campaign,
        recorded_at=at,
    )
    Event.record(
        events.SIGNAL_SEEN,
        customer_id=customer.pk,
        subject=signal,
        by=by,
        at=at,
        data={"signal": known_by.kind},
    )
