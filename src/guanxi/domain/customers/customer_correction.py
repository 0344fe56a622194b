"""Customers on file brought in line with a file, and what the timeline keeps of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanxi.domain.customers import events
from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake.errand import Errand
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Entry, Event


@dataclass(frozen=True, slots=True)
class Correction:
    """A customer as it is on file, and the values that a file gives for it."""

    on_file: Customer
    party: dict[str, Any]
    customer: dict[str, Any]

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """field → (on file, in the file), where they differ."""
        compared = [(self.on_file.party, self.party), (self.on_file, self.customer)]
        return {
            name: (getattr(record, name), value)
            for record, values in compared
            for name, value in values.items()
            if getattr(record, name) != value
        }


def correct(corrections: Sequence[Correction], errand: Errand) -> list[Customer]:
    """Write what differs and record it; the customers that changed."""
    changed = [(correction, changes) for correction in corrections if (changes := correction.changes())]
    if not changed:
        return []
    entries = [
        entry
        for correction, changes in changed
        for entry in _entries(correction.on_file, changes, by=errand.by, at=errand.at)
    ]
    errand.trace.changing(Party, [correction.on_file.party_id for correction, _ in changed])
    errand.trace.changing(Customer, [correction.on_file.pk for correction, _ in changed])
    for correction, changes in changed:
        for name, (_, value) in changes.items():
            setattr(correction.on_file.party if name in correction.party else correction.on_file, name, value)
        correction.on_file.version += 1
    party_fields = sorted({name for correction, _ in changed for name in correction.party})
    if party_fields:
        Party.objects.bulk_update([correction.on_file.party for correction, _ in changed], party_fields)
    customer_fields = sorted({name for correction, _ in changed for name in correction.customer})
    Customer.objects.bulk_update(
        [correction.on_file for correction, _ in changed], [*customer_fields, "version"]
    )
    Event.record_all(entries)
    return [correction.on_file for correction, _ in changed]


def placed_under(customer: Customer, parent: Customer, *, by: Actor | None, at: datetime) -> Entry:
    """The event of a customer that came in as part of a group."""
    return _entry(customer, "parent", None, parent, by=by, at=at)


def _entries(
    customer: Customer, changes: dict[str, tuple[Any, Any]], *, by: Actor | None, at: datetime
) -> Iterator[Entry]:
    """Owner and parent have events of their own; everything else is one."""
    details = {name: pair for name, pair in changes.items() if name not in _KINDS}
    if details:
        yield Entry(
            kind=events.UPDATED,
            customer_id=customer.pk,
            subject=customer,
            by=by,
            at=at,
            data={"fields": list(details)},
            before={name: before for name, (before, _) in details.items()},
            after={name: after for name, (_, after) in details.items()},
        )
    for name in _KINDS.keys() & changes.keys():
        yield _entry(customer, name, *changes[name], by=by, at=at)


_KINDS = {"owner": events.OWNER_CHANGED, "parent": events.PARENT_CHANGED}


def _entry(
    customer: Customer,
    name: str,
    before: User | Customer | None,
    after: User | Customer | None,
    *,
    by: Actor | None,
    at: datetime,
) -> Entry:
    return Entry(
        kind=_KINDS[name],
        customer_id=customer.pk,
        subject=customer,
        by=by,
        at=at,
        data={name: str(after or "–")},
        before={name: str(before or "")},
        after={name: str(after or "")},
    )
