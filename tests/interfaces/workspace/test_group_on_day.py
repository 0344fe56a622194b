"""The page of group and tier answers in which group a customer was on a day, and as known when."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def late(li: User) -> Customer:
    """In the roster since January; a delivery of March was recorded in May."""
    customer = factories.customer("晨光纸业", owner=li)
    customer.register(on=date(2025, 1, 7), by=None, at=datetime(2025, 1, 7, tzinfo=UTC))
    recorded = datetime(2025, 5, 12, 4, tzinfo=UTC)
    factories.shipment(customer, delivered_on=date(2025, 3, 14), recorded_at=recorded)
    return customer


def answers(client: Client, customer: Customer, **query: str) -> list[str]:
    """The text of each answer on the page."""
    page = client.get(f"/customers/{customer.pk}/standing/", query).content.decode()
    shown = page.partition('class="group-on-day__answers"')[2].partition("</article>")[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", part).split())
        for part in re.findall(r"<section>.*?</section>", shown, re.S)
    ]


def test_a_day_is_answered_as_known_today_and_as_known_then(
    late: Customer, mei: User, signed_in: SignedIn
) -> None:
    today, then = answers(signed_in(mei), late, as_of="2025-04-30", known_on="2025-05-11")
    assert today.startswith("As known today Actual At least one completed shipment is on file.")
    assert "Last delivered 2025-03-14" in today
    assert then.startswith("As known on 2025-05-11 Basic In the roster")
    assert "In the roster since 2025-01-07" in then


def test_without_a_second_day_only_todays_knowledge_answers(
    late: Customer, mei: User, signed_in: SignedIn
) -> None:
    (today,) = answers(signed_in(mei), late, as_of="2025-04-30", known_on="")
    assert today.startswith("As known today Actual")


def test_before_anything_was_known_it_says_so(late: Customer, mei: User, signed_in: SignedIn) -> None:
    (today,) = answers(signed_in(mei), late, as_of="2024-12-31")
    assert today == "As known today Nothing on file identified this customer by that day."


def test_nothing_is_answered_before_a_day_was_asked_for(
    late: Customer, mei: User, signed_in: SignedIn
) -> None:
    assert answers(signed_in(mei), late) == []
    page = signed_in(mei).get(f"/customers/{late.pk}/standing/", {"as_of": "someday"}).content.decode()
    assert "field__errors" in page
