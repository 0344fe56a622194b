"""What hangs on customers and comes in by the same file: contact, site and place in the roster.

A row names at most one of each. It says that they exist, with these details; it never takes another away.
"""

from typing import Any

from guanxi.domain.customers import events
from guanxi.domain.customers.attachments import Pairs, Posting, post, posted_by
from guanxi.domain.customers.models import Contact, ContactRole, RosterEntry, Site
from guanxi.domain.ground.scope import ScopedRecord
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Entry, Event

FIELDS = {
    "contact_name": Field(Reading.TEXT, longest=120, personal=True),
    "contact_roles": Field(Reading.CHOICES, choices=tuple(ContactRole.values)),
    "contact_phone": Field(Reading.TEXT, longest=40, personal=True),
    "contact_email": Field(Reading.EMAIL, longest=254, personal=True),
    "site_name": Field(Reading.TEXT, longest=120),
    "site_kind": Field(Reading.CHOICE, choices=tuple(Site.Kind.values)),
    "registered_on": Field(Reading.DAY),
}
_CONTACT = {"roles": "contact_roles", "phone": "contact_phone", "email": "contact_email"}
_SITE = {"kind": "site_kind"}
_ROSTER = {"registered_on": "registered_on"}
_REASON = "what hangs on the customers of a file"


def objection(row: ReadRow) -> Verdict | None:
    """Contact details without a name belong to nobody."""
    if not row.values.get("contact_name") and any(row.values.get(field) for field in _CONTACT.values()):
        return rejected("contact_name", "contact_without_name")
    return None


def post_contacts(pairs: Pairs, errand: Errand) -> dict[str, bool]:
    """Add the contacts that are not on file by name, correct the others; key → is new.

    Who somebody is stands in an event only under the person's own key (rule 21).
    """
    named = _with(pairs, "contact_name")
    customers = [customer for _, customer in named]
    on_file = Contact.objects.everything(_REASON).filter(customer__in=customers)
    postings = post(
        errand.trace,
        named,
        {(contact.customer_id, contact.name): contact for contact in on_file},
        identity=lambda row, customer: (customer.pk, row.values["contact_name"]),
        details=lambda row: _details(row, _CONTACT),
        make=lambda row, customer: Contact(customer=customer, name=row.values["contact_name"]),
    )
    Event.record_all(
        [
            _entry(posting, errand, events.CONTACT_ADDED)
            if posting.before is None
            else _entry(
                posting,
                errand,
                events.UPDATED,
                data={"fields": [_CONTACT[name] for name in posting.before]},
                person=posting.record.person,
                personal={"before": posting.before, "after": posting.after},
            )
            for posting in postings
        ]
    )
    return posted_by(postings)


def post_sites(pairs: Pairs, errand: Errand) -> dict[str, bool]:
    """Add the sites that are not on file by name, correct the others; key → is new."""
    named = _with(pairs, "site_name")
    customers = [customer for _, customer in named]
    on_file = Site.objects.everything(_REASON).filter(customer__in=customers)
    postings = post(
        errand.trace,
        named,
        {(site.customer_id, site.name): site for site in on_file},
        identity=lambda row, customer: (customer.pk, row.values["site_name"]),
        details=lambda row: _details(row, _SITE) if row.values.get("site_kind") else {},
        make=lambda row, customer: Site(customer=customer, name=row.values["site_name"]),
    )
    Event.record_all(
        [
            _entry(posting, errand, events.SITE_ADDED, data={"name": posting.record.name})
            if posting.before is None
            else _corrected(posting, errand, _SITE)
            for posting in postings
        ]
    )
    return posted_by(postings)


def post_roster(pairs: Pairs, errand: Errand) -> dict[str, bool]:
    """Enter customers in the roster or correct the day (D11); key → is new."""
    dated = _with(pairs, "registered_on")
    customers = [customer for _, customer in dated]
    on_file = RosterEntry.objects.everything(_REASON).filter(customer__in=customers)
    postings = post(
        errand.trace,
        dated,
        {entry.customer_id: entry for entry in on_file},
        identity=lambda _, customer: customer.pk,
        details=lambda row: _details(row, _ROSTER),
        make=lambda _, customer: RosterEntry(customer=customer, recorded_at=errand.at),
    )
    Event.record_all(
        [
            _entry(posting, errand, events.REGISTERED)
            if posting.before is None
            else _corrected(posting, errand, _ROSTER)
            for posting in postings
        ]
    )
    return posted_by(postings)


def _with(pairs: Pairs, field: str) -> Pairs:
    return [(row, customer) for row, customer in pairs if row.values.get(field)]


def _details(row: ReadRow, fields: dict[str, str]) -> dict[str, Any]:
    """attribute → value, for the fields the file provides."""
    return {name: row.values[field] for name, field in fields.items() if field in row.values}


def _corrected(posting: Posting[Any], errand: Errand, fields: dict[str, str]) -> Entry:
    before = {fields[name]: str(value) for name, value in (posting.before or {}).items()}
    after = {fields[name]: str(value) for name, value in posting.after.items()}
    return _entry(posting, errand, events.UPDATED, data={"fields": list(before)}, before=before, after=after)


def _entry(posting: Posting[Any], errand: Errand, kind: EventKind, **told: Any) -> Entry:
    record: ScopedRecord = posting.record
    return Entry(
        kind=kind, customer_id=posting.customer.pk, subject=record, by=errand.by, at=errand.at, **told
    )
