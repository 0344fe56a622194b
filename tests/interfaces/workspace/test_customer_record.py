"""The pages of one customer, through the staff door."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer, Nature
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
AS_OF = date(2025, 6, 30)


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def without_token(page: bytes) -> bytes:
    """The page without its CSRF token, which is masked anew each time."""
    return re.sub(rb'("x-csrftoken": |name="csrfmiddlewaretoken" value=)"[^"]*"', b"", page)


@pytest.fixture
def settled(chenguang: Customer) -> Customer:
    """晨光 with two contacts, one of them the decider, so that no banner is due."""
    factories.contact(chenguang, "陈总", "decider")
    factories.contact(chenguang, "小赵", "user")
    return chenguang


def test_a_customer_without_a_run_says_that_it_is_not_classified(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    page = text(signed_in(li), f"/customers/{settled.pk}/")
    assert "Not classified" in page
    assert "No revenue on file" in page


def test_the_group_opens_its_rule_evidence_and_previous_value(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    settled.register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    factories.run(date(2025, 3, 31))
    factories.shipment(settled, delivered_on=date(2025, 5, 2))
    factories.run(AS_OF)
    response = signed_in(li).get(f"/customers/{settled.pk}/")
    why = response.context["why"]["group"]
    assert why.title == "Why “Actual”?"
    assert why.rule == "At least one completed shipment is on file."
    assert {(shown.label, shown.value) for shown in why.inputs} == {
        ("Completed shipments", "1"),
        ("First delivered", "2025-05-02"),
        ("Last delivered", "2025-05-02"),
    }
    assert (why.previous.value, why.previous.until) == ("Basic", AS_OF)
    assert (why.policy, why.as_of) == ("v2", AS_OF)
    assert why.evidence[0].href == f"/customers/{settled.pk}/shipments/?state=delivered"
    assert why.rule in response.content.decode()


def test_a_tier_below_the_smallest_n_says_so(signed_in: SignedIn, li: User, settled: Customer) -> None:
    factories.shipment(settled, delivered_on=date(2025, 5, 2))
    factories.run(AS_OF)
    why = signed_in(li).get(f"/customers/{settled.pk}/").context["why"]["tier"]
    assert why.rule == "Too few active customers (1) for tiers to mean anything."


def test_a_tier_opens_rank_reach_revenue_share_and_run(
    signed_in: SignedIn, mei: User, li: User, settled: Customer
) -> None:
    factories.shipment(settled, delivered_on=date(2025, 5, 2), revenue_minor=5_000_000)
    for index in range(39):
        one = factories.customer(f"customer {index}")
        factories.shipment(one, delivered_on=date(2025, 5, 2), revenue_minor=100_000 + index)
    run = factories.run(AS_OF)
    why = signed_in(mei).get(f"/customers/{settled.pk}/").context["why"]["tier"]
    assert why.title == "Why “Platinum”?"
    assert why.rule == (
        "Ranked 1 of 40 active customers by net revenue of 365 days. Platinum is rank 1 to 1."
    )
    shown = {str(one.label): str(one.value) for one in why.inputs}
    assert shown["Net revenue"] == "CN¥50,000.00"
    assert [proof.href for proof in why.evidence] == [
        f"/customers/{settled.pk}/shipments/?run={run.pk}",
        f"/classification/{run.pk}/",
    ]
    assert len(signed_in(li).get(f"/customers/{settled.pk}/").context["why"]["tier"].evidence) == 1


def test_purpose_and_nature_say_that_a_person_stated_them(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    Customer.objects.everything("the test states it").update(nature=Nature.MANUFACTURER)
    why = signed_in(li).get(f"/customers/{settled.pk}/").context["why"]
    assert why["purpose"].rule.startswith("Stated by a person")
    assert why["nature"].title == "Why “Manufacturer”?"


def test_there_is_no_banner_where_nothing_needs_action(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    assert signed_in(li).get(f"/customers/{settled.pk}/").context["attention"] == []
    assert "notice--warning" not in text(signed_in(li), f"/customers/{settled.pk}/")


@pytest.mark.parametrize(
    ("contacts", "sentence"),
    [
        ([], "No contact is on file."),
        ([("陈总", "decider")], "Only one contact: single-thread risk."),
        ([("小赵", "user"), ("小钱", "payer")], "No contact is known as the decider."),
    ],
)
def test_the_banner_warns_of_a_thin_buying_centre(
    signed_in: SignedIn, li: User, chenguang: Customer, contacts: list[tuple[str, str]], sentence: str
) -> None:
    for name, role in contacts:
        factories.contact(chenguang, name, role)
    assert sentence in text(signed_in(li), f"/customers/{chenguang.pk}/")


def test_the_banner_warns_of_a_broken_promise_a_wrong_code_and_a_claimed_purchase(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    settled.party.uscc = "91350100M000100Y44"
    settled.party.save()
    Customer.objects.everything("the test claims it").update(declared_buyer=True)
    factories.shipment(settled, promised_on=date(2025, 6, 29), delivered_on=None)
    found = signed_in(li).get(f"/customers/{settled.pk}/").context["attention"]
    assert [point.sentence for point in found] == [
        "1 shipment is past its promise and not delivered.",
        "The check character of the social credit code does not fit.",
        "It says it has bought before, but no transaction is on file.",
    ]


def test_revenue_is_shown_by_month_of_delivery_and_absent_is_not_zero(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    factories.shipment(settled, delivered_on=date(2025, 4, 30), revenue_minor=120_000)
    factories.shipment(settled, delivered_on=date(2025, 5, 1), revenue_absent_reason="not_given")
    page = text(signed_in(li), f"/customers/{settled.pk}/")
    assert "CN¥1,200.00" in page
    assert "none on file" in page
    assert "CN¥0.00" not in page


def test_shipments_are_narrowed_by_state(signed_in: SignedIn, li: User, settled: Customer) -> None:
    on_time = factories.shipment(settled, promised_on=date(2025, 5, 9), delivered_on=date(2025, 5, 9))
    late = factories.shipment(settled, promised_on=date(2025, 5, 9), delivered_on=date(2025, 5, 11))
    overdue = factories.shipment(settled, promised_on=date(2025, 6, 9), delivered_on=None)
    client, path = signed_in(li), f"/customers/{settled.pk}/shipments/"

    def shown(query: str) -> set[Any]:
        return {line.shipment for line in client.get(path + query).context["shipments"]}

    assert shown("") == {on_time, late, overdue}
    assert shown("?state=late") == {late}
    assert shown("?state=delivered") == {on_time, late}
    assert shown("?state=late&state=overdue") == {late, overdue}
    assert shown("?state=cancelled") == set()
    assert "No shipment matches" in text(client, path + "?state=cancelled")
    assert "Delivered, 2 days late" in text(client, path)


def test_the_shipments_of_a_run_are_exactly_those_it_counted(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    first = factories.shipment(settled, delivered_on=date(2024, 7, 1))
    factories.shipment(settled, delivered_on=date(2024, 6, 30))
    run = factories.run(AS_OF)
    factories.shipment(settled, delivered_on=date(2025, 7, 1))
    client = signed_in(li)
    lines = client.get(f"/customers/{settled.pk}/shipments/?run={run.pk}").context["shipments"]
    assert [line.shipment for line in lines] == [first]
    assert client.get(f"/customers/{settled.pk}/").context["entry"].orders == 1
    assert client.get(f"/customers/{settled.pk}/shipments/?run=999999").status_code == 404
    assert client.get(f"/customers/{settled.pk}/shipments/?run=last").status_code == 404


def test_the_timeline_tells_what_happened_in_sentences(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    settled.register(on=date(2024, 3, 1), by=li, at=factories.LONG_AGO)
    factories.shipment(settled, delivered_on=date(2025, 5, 2))
    factories.run(AS_OF)
    page = text(signed_in(li), f"/customers/{settled.pk}/timeline/")
    for sentence in (
        "Group changed to Actual",
        "Entered in the customer roster",
        "Customer created, from Other",
    ):
        assert sentence in page, sentence


def test_the_timeline_is_told_in_the_readers_language(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    Event.objects.everything("there is one").get(kind="customers.created")
    client = signed_in(li)
    client.cookies["guanxi_language"] = "zh-hans"
    assert "建立客户档案" in text(client, f"/customers/{settled.pk}/timeline/")


def test_a_timeline_longer_than_a_page_goes_on(signed_in: SignedIn, li: User, settled: Customer) -> None:
    for index in range(60):
        factories.task(li, f"Errand {index}", about=settled)
    client, path = signed_in(li), f"/customers/{settled.pk}/timeline/"
    page = client.get(path).context["page"]
    assert len(page.rows) == 50
    assert len(client.get(path + page.older_href).context["page"].rows) == 11


def test_people_and_places_are_on_a_page_of_their_own(
    signed_in: SignedIn, li: User, settled: Customer
) -> None:
    page = text(signed_in(li), f"/customers/{settled.pk}/contacts/")
    assert "陈总" in page
    assert "Decider" in page
    assert "No site on file" in page


def test_a_parent_outside_ones_sight_is_not_named(
    signed_in: SignedIn, li: User, settled: Customer, nanhai: Customer
) -> None:
    settled.place_under(nanhai, by=None, at=factories.LONG_AGO)
    page = text(signed_in(li), f"/customers/{settled.pk}/")
    assert "a customer outside your team" in page
    assert "Nanhai Furniture" not in page.split("Timeline")[0]


@pytest.mark.parametrize("tab", ["", "shipments/", "timeline/", "money/", "contacts/", "standing/", "edit/"])
def test_a_strangers_customer_is_as_absent_as_none(
    signed_in: SignedIn, ben: User, chenguang: Customer, tab: str
) -> None:
    client = signed_in(ben)
    theirs = client.get(f"/customers/{chenguang.pk}/{tab}")
    none = client.get(f"/customers/999999/{tab}")
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert without_token(theirs.content) == without_token(none.content)


def test_an_answer_about_a_customer_is_kept_by_no_cache(
    signed_in: SignedIn, li: User, chenguang: Customer
) -> None:
    response = signed_in(li).get(f"/customers/{chenguang.pk}/")
    assert response.headers["Cache-Control"] == "private, no-store"
