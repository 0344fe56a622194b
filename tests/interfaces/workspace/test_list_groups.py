"""A list grouped, added up and drawn as a board."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.interfaces.workspace.lists import groups
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def shippers(li: User) -> list[Customer]:
    """Twelve manufacturers of ¥100 each, one intermediary of ¥5,000, one without nature or order."""
    found = [factories.customer(f"厂{index}", owner=li, nature="manufacturer") for index in range(12)]
    for customer in found:
        factories.shipment(customer, delivered_on=date(2025, 5, 2), revenue_minor=10_000)
    agent = factories.customer("代理", nature="intermediary")
    factories.shipment(agent, delivered_on=date(2025, 5, 2), revenue_minor=500_000)
    silent = factories.customer("无")
    factories.run(date(2025, 6, 30))
    return [*found, agent, silent]


def context_of(client: Client, query: str) -> Any:
    response = client.get(f"/customers/{query}")
    assert response.status_code == 200
    return response.context


def test_groups_count_add_up_and_lead_to_their_own_lists(
    signed_in: SignedIn, mei: User, shippers: list[Customer]
) -> None:
    client = signed_in(mei)
    found = {group.code: group for group in context_of(client, "?by=nature")["result"].groups}
    assert {code: group.count for code, group in found.items() if group.count} == {
        "manufacturer": 12,
        "intermediary": 1,
        "": 1,
    }
    assert [figure.total for figure in found["manufacturer"].figures] == [120_000, 12]
    assert len(found["manufacturer"].lines) == groups.SHOWN
    alone = context_of(client, found["manufacturer"].href)
    assert len(alone["lines"]) == 12
    assert alone["result"].groups is None
    assert [line.name for line in context_of(client, found[""].href)["lines"]] == ["无"]


def test_groups_are_those_of_the_filter(signed_in: SignedIn, mei: User, shippers: list[Customer]) -> None:
    found = context_of(signed_in(mei), "?by=nature&revenue=1000..&any=nature:intermediary;last:none")
    assert [(group.code, group.count) for group in found["result"].groups if group.count] == [
        ("intermediary", 1)
    ]


def test_sums_are_of_the_whole_result_and_not_of_the_page(
    signed_in: SignedIn, mei: User, shippers: list[Customer]
) -> None:
    figures = context_of(signed_in(mei), "?sums=1")["result"].figures
    assert [(figure.field.key, figure.total) for figure in figures] == [("revenue", 620_000), ("orders", 13)]
    page = signed_in(mei).get("/customers/?sums=1&nature=manufacturer").content.decode()
    assert "CN¥1,200.00" in page
    assert "CN¥100.00 on average" in page


def test_what_is_too_long_is_said_and_not_added_up(
    signed_in: SignedIn, mei: User, shippers: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_ADDED", 3)
    page = signed_in(mei).get("/customers/?sums=1&by=nature")
    assert "Narrow the list first." in page.content.decode()
    assert page.context["result"].groups is None
    assert len(page.context["lines"]) == 14


def test_a_grouped_page_costs_two_queries_a_value_however_many_rows(
    signed_in: SignedIn, mei: User, shippers: list[Customer], django_assert_num_queries: Any
) -> None:
    client = signed_in(mei)
    client.get("/customers/")
    # The nine of the list, how many there are, one for each of five values, three for each in use.
    budget = 9 + 1 + 5 + 3 * 3
    with django_assert_num_queries(budget):
        client.get("/customers/?by=nature")
    for index in range(20):
        factories.customer(f"more {index}", nature="manufacturer")
    with django_assert_num_queries(budget):
        client.get("/customers/?by=nature")


def test_a_card_is_moved_by_whoever_may_edit_and_leaves_an_event(
    signed_in: SignedIn, mei: User, shippers: list[Customer]
) -> None:
    client = signed_in(mei)
    board = client.get("/customers/?by=nature&as=board").content.decode()
    card = f"/customers/{shippers[0].pk}/fields/nature/"
    assert 'draggable="true"' in board
    moved = {"was": "manufacturer", "value": "intermediary", "next": "/customers/?by=nature&as=board"}
    done = client.post(f"/customers/{shippers[12].pk}/fields/nature/", moved | {"was": "intermediary"})
    assert done["Location"] == "/customers/?by=nature&as=board"
    assert client.post(card, moved)["Location"] == "/customers/?by=nature&as=board"
    assert client.post(card, moved | {"next": "https://elsewhere.test/"}).status_code == 409
    told = Event.objects.everything("to look at the outcome").filter(kind="customers.updated")
    assert [event.changes for event in told] == [[("nature", "manufacturer", "intermediary")]]


def test_a_board_of_what_is_concluded_is_only_to_look_at(
    signed_in: SignedIn, mei: User, li: User, shippers: list[Customer]
) -> None:
    assert "draggable" not in signed_in(mei).get("/customers/?by=group&as=board").content.decode()


def test_shipments_are_grouped_by_how_far_they_are(
    signed_in: SignedIn, mei: User, shippers: list[Customer]
) -> None:
    factories.shipment(shippers[0], delivered_on=None, promised_on=date(2025, 6, 26))
    response: Any = signed_in(mei).get("/shipments/?by=state")
    counts = {group.code: group.count for group in response.context["result"].groups}
    assert counts == {"delivered": 13, "late": 0, "overdue": 1, "open": 1, "cancelled": 0}
