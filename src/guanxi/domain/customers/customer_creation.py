"""Many new customers at once: party, customer and the first event of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guanxi.domain.customers import events
from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.customers.party_file import Mention, find_organisations
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.trace import Trace
from guanxi.domain.timeline.models import Entry, Event


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """`party` and `customer` hold the fields of the two models."""

    party: dict[str, Any]
    customer: dict[str, Any]


def create_customers(new: Sequence[NewCustomer], errand: Errand) -> list[Customer]:
    """Store the customers in the order given. A firm known from waybills stays one record (D1)."""
    parties = _parties([item.party for item in new], errand.trace)
    customers = Customer._base_manager.bulk_create(
        [
            Customer(party=party, created_at=errand.at, **item.customer)
            for item, party in zip(new, parties, strict=True)
        ]
    )
    errand.trace.created(customers)
    Event.record_all(
        [
            Entry(
                kind=events.CREATED,
                customer_id=customer.pk,
                subject=customer,
                by=errand.by,
                at=errand.at,
                data={"source": customer.source},
            )
            for customer in customers
        ]
    )
    return customers


def _parties(details: Sequence[dict[str, Any]], trace: Trace) -> list[Party]:
    """A saved party for each: the organisation already on file that is no customer yet, or a new one."""
    on_file = _free_organisations(details)
    parties: list[Party] = []
    for detail in details:
        party = on_file.pop(_mention(detail), None) or Party()
        for name, value in detail.items():
            setattr(party, name, value)
        parties.append(party)
    known = [party for party in parties if party.pk]
    fields = sorted({name for detail in details for name in detail})
    if known and fields:
        trace.changing(Party, [party.pk for party in known])
        Party.objects.bulk_update(known, fields)
    trace.created(Party._base_manager.bulk_create([party for party in parties if not party.pk]))
    return parties


def _free_organisations(details: Sequence[dict[str, Any]]) -> dict[Mention, Party]:
    organisations = [_mention(detail) for detail in details if detail.get("kind") != Party.Kind.PERSON]
    found = find_organisations(organisations)
    free = (
        Party.objects.everything("a firm is one record for the whole house (D1)")
        .filter(pk__in={match.party_id for match in found.values()}, customer__isnull=True)
        .in_bulk()
    )
    claimed: dict[Mention, Party] = {}
    for mention, match in found.items():
        if party := free.pop(match.party_id, None):
            claimed[mention] = party
    return claimed


def _mention(detail: dict[str, Any]) -> Mention:
    return Mention(detail["name"], detail.get("uscc", ""))
