"""Sealed personal facts: who sees that they exist, who may open them, and what is told of it (D5)."""

from collections.abc import Callable

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer, PersonalFact
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.vault.models import PersonKey
from tests import factories
from tests.conftest import MOMENT

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
SECRET = "爱好：钓鱼"


@pytest.fixture
def fact(fang: User) -> PersonalFact:
    customer = factories.customer("丰谷食品", owner=fang)
    return factories.sealed_fact(factories.contact(customer, "陈总", "decider"), SECRET, by=fang)


def path(fact: PersonalFact) -> str:
    return f"/customers/{fact.contact.customer_id}/personal-facts/{fact.pk}/"


def readings() -> list[str]:
    kinds = ("customers.personal_fact_read", "customers.personal_fact_refused")
    told = Event.objects.everything("to look at the outcome").filter(kind__in=kinds).order_by("pk")
    return [event.sentence for event in told]


def test_everybody_who_sees_the_contact_sees_a_seal_and_no_fact(
    signed_in: SignedIn, li: User, fact: PersonalFact
) -> None:
    page = signed_in(li).get(f"/customers/{fact.contact.customer_id}/contacts/").content.decode()
    assert "Sealed" in page
    assert path(fact) not in page
    assert SECRET not in page


def test_the_owner_opens_it_with_a_reason_that_stays(
    signed_in: SignedIn, fang: User, fact: PersonalFact
) -> None:
    client = signed_in(fang)
    assert SECRET not in client.get(path(fact)).content.decode()
    assert SECRET in client.post(path(fact), {"reason": "Birthday card"}).content.decode()
    assert readings() == ["Sealed personal fact read: Birthday card"]


def test_without_a_reason_it_stays_sealed(signed_in: SignedIn, fang: User, fact: PersonalFact) -> None:
    response = signed_in(fang).post(path(fact), {"reason": "  "})
    assert response.status_code == 422
    assert SECRET not in response.content.decode()
    assert readings() == []


def test_a_team_mate_may_not_open_it(signed_in: SignedIn, li: User, fact: PersonalFact) -> None:
    assert signed_in(li).post(path(fact), {"reason": "Curious"}).status_code == 403


def test_compliance_may_open_any(signed_in: SignedIn, compliance: User, fact: PersonalFact) -> None:
    assert SECRET in signed_in(compliance).post(path(fact), {"reason": "Audit"}).content.decode()


def test_a_fact_is_not_found_under_another_customer(
    signed_in: SignedIn, compliance: User, chenguang: Customer, fact: PersonalFact
) -> None:
    other = f"/customers/{chenguang.pk}/personal-facts/{fact.pk}/"
    assert signed_in(compliance).post(other, {"reason": "Audit"}).status_code == 404


def test_a_person_who_was_forgotten_cannot_be_read(
    signed_in: SignedIn, fang: User, fact: PersonalFact
) -> None:
    PersonKey.of(fact.contact.person).destroy(at=MOMENT)
    page = signed_in(fang).post(path(fact), {"reason": "Birthday card"}).content.decode()
    assert "This person has been forgotten" in page


def test_a_fact_is_recorded_with_purpose_and_consent(signed_in: SignedIn, fang: User) -> None:
    customer = factories.customer("丰谷食品", owner=fang)
    contact = factories.contact(customer, "陈总", "decider")
    address = f"/customers/{customer.pk}/contacts/{contact.pk}/personal-facts/new/"
    sent = {"kind": "hobby", "value": SECRET, "purpose": "Gift"}
    client = signed_in(fang)
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"consented_on": "2025-06-02"}).status_code == 302
    fact = PersonalFact.objects.everything("to look at the outcome").get()
    assert SECRET.encode() not in bytes(fact.sealed_value)
