"""Nobody loses their place: neighbours in the list just left, the way back, the panel beside the list."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.customers.listing import CUSTOMER_LISTING
from guanxi.interfaces.workspace.lists.neighbours import Neighbours, neighbours
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def ranked(li: User) -> list[Customer]:
    """Five with revenue, the best first, then two without; the third is a consumer."""
    found = []
    for place in range(7):
        purpose = "consumer" if place == 2 else "commercial"
        customer = factories.customer(f"客{place}", owner=li, purpose=purpose)
        if place < 5:
            factories.shipment(customer, delivered_on=factories.LONG_AGO.date(), revenue_minor=900 - place)
        found.append(customer)
    factories.run(factories.LONG_AGO.date())
    return found


def beside(customer: Customer, address: str, actor: User) -> Neighbours:
    query = QueryDict(mutable=True)
    query["in"] = address
    found = neighbours(query, CUSTOMER_LISTING, customer.pk, actor)
    assert found
    return found


def test_neighbours_follow_the_order_and_the_filter_of_the_list(mei: User, ranked: list[Customer]) -> None:
    address = "purpose=commercial&sort=-revenue"
    expected = [ranked[place].pk for place in (0, 1, 3, 4)]
    expected += sorted((ranked[place].pk for place in (5, 6)), reverse=True)
    at, walked = ranked[0], [ranked[0].pk]
    while following := beside(at, address, mei).next:
        at = Customer(pk=following)
        walked.append(following)
    assert walked[:4] == expected[:4]
    assert set(walked) == set(expected)
    for here, there in zip(walked[1:], walked, strict=False):
        assert beside(Customer(pk=here), address, mei).previous == there


def test_a_record_outside_the_list_has_no_neighbours(mei: User, ranked: list[Customer]) -> None:
    found = beside(ranked[2], "purpose=commercial", mei)
    assert (found.previous, found.next) == (None, None)


def test_the_way_back_leads_to_the_row_in_the_same_list(mei: User, ranked: list[Customer]) -> None:
    found = beside(ranked[1], "purpose=commercial&sort=-revenue", mei)
    assert found.back_href == f"/customers/?purpose=commercial&sort=-revenue#row-{ranked[1].pk}"


def test_neighbours_are_nobody_the_reader_may_not_see(ben: User, mei: User, ranked: list[Customer]) -> None:
    assert neighbours(QueryDict(), CUSTOMER_LISTING, ranked[0].pk, mei) is None
    found = beside(ranked[1], "", ben)
    assert (found.previous, found.next) == (None, None)


def test_the_panel_shows_the_fields_and_leads_on(
    signed_in: SignedIn, mei: User, ranked: list[Customer]
) -> None:
    client = signed_in(mei)
    listed: Any = client.get("/customers/?sort=-revenue")
    suffix = listed.context["in_list"]
    assert parse_qs(urlsplit(suffix).query) == {"in": ["sort=-revenue"]}
    panel = client.get(f"/customers/{ranked[1].pk}/panel/{suffix}", headers={"HX-Request": "true"})
    page = panel.content.decode()
    assert "客1" in page
    assert "CN¥8.99" in page
    assert "<html" not in page
    assert f"/customers/{ranked[0].pk}/panel/" in page
    assert f"/customers/{ranked[2].pk}/panel/" in page


def test_without_script_the_panel_is_the_page(signed_in: SignedIn, mei: User, ranked: list[Customer]) -> None:
    answer = signed_in(mei).get(f"/customers/{ranked[1].pk}/panel/")
    assert answer["Location"] == f"/customers/{ranked[1].pk}/"


def test_the_customers_page_leads_on_in_the_list_it_was_opened_from(
    signed_in: SignedIn, mei: User, ranked: list[Customer]
) -> None:
    client = signed_in(mei)
    assert client.get(f"/customers/{ranked[1].pk}/").context["neighbours"] is None
    page = client.get(f"/customers/{ranked[1].pk}/?in=sort%3D-revenue").content.decode()
    assert f'rel="prev" href="/customers/{ranked[0].pk}/?in=sort%3D-revenue"' in page
    assert f'rel="next" href="/customers/{ranked[2].pk}/?in=sort%3D-revenue"' in page
    assert f"/customers/?sort=-revenue#row-{ranked[1].pk}" in page
