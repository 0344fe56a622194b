"""Reads for one screen: who the people at a customer are."""

from dataclasses import dataclass

from guanxi.domain.customers import rules
from guanxi.domain.customers.models import Contact, Customer, PersonalFact, Site
from guanxi.domain.customers.rules import BuyingCentreRisk
from guanxi.domain.ground.scope import Actor


@dataclass(frozen=True, slots=True)
class Sealed:
    """That a personal fact exists, and what of it may be told without opening it (D5)."""

    pk: int
    kind_label: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Person:
    """A contact with the sealed facts on file; whether they may be opened is the policy's answer."""

    contact: Contact
    sealed: list[Sealed]


@dataclass(frozen=True, slots=True)
class PeopleAndPlaces:
    people: list[Person]
    sites: list[Site]


def people_and_places(customer: Customer, *, actor: Actor) -> PeopleAndPlaces:
    """The contacts and sites of a customer the actor may see."""
    contacts = Contact.objects.visible_to(actor).filter(customer=customer).order_by("pk")
    # Whoever sees the contact is told that something is sealed, never what.
    facts = PersonalFact.objects.everything("kind and purpose only").filter(contact__in=contacts)
    sealed: dict[int, list[Sealed]] = {}
    for fact in facts.defer("sealed_value").order_by("pk"):
        shown = Sealed(fact.pk, str(fact.get_kind_display()), fact.purpose)
        sealed.setdefault(fact.contact_id, []).append(shown)
    sites = Site.objects.visible_to(actor).filter(customer=customer).order_by("pk")
    return PeopleAndPlaces([Person(c, sealed.get(c.pk, [])) for c in contacts], list(sites))


def buying_centre_risk(customer: Customer, *, actor: Actor) -> BuyingCentreRisk | None:
    """What is missing in the buying centre of a commercial customer (D4)."""
    roles = Contact.objects.visible_to(actor).filter(customer=customer).values_list("roles", flat=True)
    return rules.buying_centre_risk(purpose=customer.purpose, roles_by_contact=list(roles))
