"""What people decide about a customer's standing, through the staff door (D15, D19, D22)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from guanxi.domain.classification.models import BackboneCase, HumanReview, ProfilingObjection, TierOverride
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from tests import factories
from tests.house.decided import proposed_case, waiting_override

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
WHY = "the test looks"
OVERRIDE = {"tier": "gold", "reason": "New plant in May", "starts_on": "2025-06-30", "ends_on": "2025-09-30"}


def send(client: Client, path: str, **written: str) -> HttpResponse:
    """Open the form, fill it and send it, with the token it came with."""
    token = re.search(r'name="submission" value="(\w+)"', client.get(path).content.decode())
    assert token
    return client.post(path, written | {"submission": token[1]})  # type: ignore[return-value]


def kinds() -> list[str]:
    return list(Event.objects.everything(WHY).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def other_manager(db: None) -> User:
    return factories.staff("高经理", Role.MANAGER)


def test_an_override_is_asked_for_by_one_and_approved_by_another(
    signed_in: SignedIn, mei: User, other_manager: User, chenguang: Customer
) -> None:
    place = f"/customers/{chenguang.pk}/standing/"
    response = send(signed_in(mei), f"{place}override/new/", **OVERRIDE)
    assert response.headers["Location"] == f"{place}#override"
    override = TierOverride.objects.everything(WHY).get()
    approve = f"{place}override/{override.pk}/approve/"
    assert "somebody else has to approve it" in send(signed_in(mei), approve).content.decode()
    assert send(signed_in(other_manager), approve).status_code == 302
    page = signed_in(mei).get(place)
    assert page.context["standing"].tier == "gold"
    assert (
        page.context["why"]["tier"].rule
        == "Two people set it, with a reason and a last day. New plant in May"
    )
    assert send(signed_in(mei), f"{place}override/{override.pk}/end/", note="Plant closed").status_code == 302
    assert signed_in(mei).get(place).context["standing"].tier == ""


def test_the_same_form_sent_twice_acts_once(signed_in: SignedIn, mei: User, chenguang: Customer) -> None:
    client, path = signed_in(mei), f"/customers/{chenguang.pk}/standing/review/new/"
    asked = {
        "submission": "a" * 64,
        "about": "tier",
        "asked_on": "2025-06-30",
        "asked_by": "王芳",
        "question": "Why lead?",
        "reviewer": str(mei.pk),
    }
    answers = [client.post(path, asked) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert HumanReview.objects.everything(WHY).count() == 1
    assert kinds().count("classification.review_asked") == 1


def test_a_refused_form_may_be_mended_and_sent_again(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client, path = signed_in(mei), f"/customers/{chenguang.pk}/standing/override/new/"
    wrong = OVERRIDE | {"ends_on": "2025-06-01", "submission": "b" * 64}
    refused = client.post(path, wrong)
    assert refused.status_code == 422
    assert "The last day is before the first one." in refused.content.decode()
    assert client.post(path, wrong | {"ends_on": "2025-07-01"}).status_code == 302
    assert TierOverride.objects.everything(WHY).count() == 1


@pytest.mark.parametrize("deed", ["override/new/", "objection/new/", "review/new/"])
def test_who_may_not_decide_changes_nothing(
    signed_in: SignedIn, ben: User, chenguang: Customer, deed: str
) -> None:
    before = kinds()
    response = signed_in(ben).post(f"/customers/{chenguang.pk}/standing/{deed}", {"submission": "c" * 64})
    assert response.status_code in {403, 404}
    assert kinds() == before


def test_a_decision_of_another_customer_is_not_found(
    signed_in: SignedIn, mei: User, other_manager: User, chenguang: Customer, nanhai: Customer
) -> None:
    theirs = waiting_override(nanhai, other_manager)
    path = f"/customers/{chenguang.pk}/standing/override/{theirs.pk}/approve/"
    assert signed_in(mei).post(path, {"submission": "d" * 64}).status_code == 404


def test_a_case_that_fails_its_measures_is_refused_by_name(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    factories.shipment(chenguang, delivered_on=date(2025, 5, 2))
    factories.run(date(2025, 6, 30))
    case = proposed_case(chenguang)
    place = f"/customers/{chenguang.pk}/standing/"
    path = f"{place}backbone/{case.pk}/confirm/"
    response = send(signed_in(mei), path, reputation="Known since 2010")
    assert response.status_code == 422
    assert "Not every measure is passed: Credit grade." in response.content.decode()
    turned_down = send(signed_in(mei), f"{place}backbone/{case.pk}/turn-down/", reason="Too small")
    assert turned_down.status_code == 302
    assert BackboneCase.objects.everything(WHY).get(pk=case.pk).state == "refused"
    assert "Too small" in signed_in(mei).get(place).content.decode()


def test_a_person_objects_and_withdraws(signed_in: SignedIn, mei: User, li: User) -> None:
    person = factories.customer("张三", owner=li, nature="individual", purpose="consumer")
    factories.shipment(person, delivered_on=date(2025, 5, 2))
    factories.run(date(2025, 6, 30))
    client, place = signed_in(mei), f"/customers/{person.pk}/standing/"
    assert (
        send(client, f"{place}objection/new/", objected_on="2025-06-30", note="By letter").status_code == 302
    )
    page = client.get(place)
    assert (page.context["standing"].group, page.context["standing"].tier) == ("", "")
    assert "objects to being classified by a machine" in page.context["why"]["group"].rule
    objection = ProfilingObjection.objects.everything(WHY).get()
    assert send(client, f"{place}objection/{objection.pk}/withdraw/").status_code == 302
    assert client.get(place).context["standing"].group == "actual"


def test_an_organisation_cannot_object(signed_in: SignedIn, mei: User, chenguang: Customer) -> None:
    path = f"/customers/{chenguang.pk}/standing/objection/new/"
    response = send(signed_in(mei), path, objected_on="2025-06-30")
    assert "Only a natural person can object" in response.content.decode()


def test_a_detail_is_changed_where_it_stands_and_a_stale_one_shows_both_texts(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client, path = signed_in(mei), f"/customers/{chenguang.pk}/edit/city/"
    assert client.post(path, {"city": "晋江", "version": "1"}).status_code == 302
    conflict = client.post(path, {"city": "厦门", "version": "1"})
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "晋江" in page
    assert "厦门" in page
    on_file: Any = Customer.objects.everything(WHY).select_related("party").get(pk=chenguang.pk)
    assert (on_file.party.city, on_file.version) == ("晋江", 2)
    assert client.get(f"/customers/{chenguang.pk}/edit/owner/").status_code == 404
