"""What is known of one customer and since when, weighed by the policy (D7)."""

from dataclasses import dataclass
from datetime import date

from guanxi.domain.customers import events
from guanxi.domain.customers.models import Contact, Customer, ProfileFact, Site
from guanxi.domain.customers.models.profile_policy import ProfilePolicy
from guanxi.domain.customers.rules.completeness import Completeness, completeness
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Event

Known = dict[str, date | None]


@dataclass(frozen=True, slots=True)
class Profile:
    """The score with the policy and the day it was weighed by."""

    weighed: Completeness
    policy: ProfilePolicy
    as_of: date


def profile_of(customer: Customer, *, actor: Actor, as_of: date) -> Profile:
    """How complete the record is by the policy in force on `as_of`; five queries."""
    policy = ProfilePolicy.objects.in_force_on(as_of)
    weighed = completeness(
        known_of(customer, actor=actor),
        policy.items[customer.purpose],
        shelf_life_days=policy.shelf_life_days,
        as_of=as_of,
    )
    return Profile(weighed, policy, as_of)


def known_of(customer: Customer, *, actor: Actor) -> Known:
    """code → the day it was learnt, or None for what does not age; what is absent has no code here."""
    party = customer.party
    details = {"uscc": party.uscc, "address": party.address, "nature": customer.nature}
    known: Known = {code: None for code, value in details.items() if value}
    if Site.objects.visible_to(actor).filter(customer=customer).exists():
        known["site"] = None
    return known | _people(customer, actor) | _facts(customer, actor)


def _people(customer: Customer, actor: Actor) -> Known:
    """A contact ages from the day it was put on file; of several the newest counts."""
    contacts = list(Contact.objects.visible_to(actor).filter(customer=customer))
    added = dict(
        Event.objects.everything("days only, of contacts the actor sees")
        .filter(customer_id=customer.pk, kind=events.CONTACT_ADDED.code)
        .order_by("at")
        .values_list("subject_id", "at")
    )
    since = customer.created_at
    days = {contact.pk: added.get(contact.pk, since).date() for contact in contacts}
    groups = {
        "contact": contacts,
        "decider": [one for one in contacts if "decider" in one.roles],
        "reachable": [one for one in contacts if one.phone or one.email],
    }
    return {code: max(days[one.pk] for one in found) for code, found in groups.items() if found}


def _facts(customer: Customer, actor: Actor) -> Known:
    facts = ProfileFact.objects.visible_to(actor).filter(customer=customer).order_by("learnt_on")
    return dict(facts.values_list("subject", "learnt_on"))
