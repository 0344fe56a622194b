"""Audiences and campaigns as pages: figures with reasons, and who is behind each number (D233, D234)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.audiences.models import Campaign
from guanxi.domain.customers.models import Customer, RosterEntry
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moment")]
SignedIn = Callable[[User], Client]
LONG_AGO = factories.LONG_AGO


def registered(customer: Customer, on: date) -> None:
    RosterEntry._base_manager.create(customer=customer, registered_on=on, recorded_at=LONG_AGO)


@pytest.fixture
def spring(li: User) -> Campaign:
    """Ten answered for ¥120; four are new, of whom two registered and one shipped; one was known before."""
    campaign = factories.campaign("春季展")
    for place in range(4):
        customer = factories.customer(f"新客{place}", owner=li)
        factories.signal(customer, "春季展")
        if place < 2:
            registered(customer, date(2025, 4, 1))
        if place < 1:
            factories.shipment(customer, delivered_on=date(2025, 5, 5))
    old = factories.customer("老客", owner=li)
    factories.signal(old, "春季展")
    registered(old, date(2025, 1, 2))
    factories.signal(factories.customer("别处来的", owner=li), "秋季展")
    return campaign


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_campaign_shows_its_funnel_and_what_each_step_cost(
    spring: Campaign, mei: User, signed_in: SignedIn
) -> None:
    page = text_of(signed_in(mei).get("/audiences/"))
    for step, count in (("ordinary", 4), ("basic", 2), ("actual", 1)):
        href = f"/audiences/campaigns/{spring.pk}/{step}/"
        assert f'<a class="funnel__count" href="{href}">{count}</a>' in page
    for figure in ("10%", "40%", "50%", "25%", "CN¥30.00", "CN¥60.00", "CN¥120.00"):
        assert figure in page
    assert "5 without consent: not kept" in page
    assert "1 customer was known before" in page
    assert "open until 2025-08-31" in page
    assert "open until 2025-06-02" not in page


def test_every_share_and_cost_gives_its_reason(spring: Campaign, mei: User, signed_in: SignedIn) -> None:
    page = text_of(signed_in(mei).get("/audiences/"))
    for code in ("ordinary", "basic", "actual"):
        for figure in ("share", "cost"):
            assert f"{spring.pk}-{code}-{figure}" in page
    assert "who entered the roster within the window" in page
    assert "90 days" in page


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("ordinary", {"新客0", "新客1", "新客2", "新客3"}),
        ("basic", {"新客0", "新客1"}),
        ("actual", {"新客0"}),
        ("met-again", {"老客"}),
    ],
)
def test_a_number_opens_the_customers_behind_it(
    spring: Campaign, mei: User, signed_in: SignedIn, step: str, names: set[str]
) -> None:
    page = text_of(signed_in(mei).get(f"/audiences/campaigns/{spring.pk}/{step}/"))
    everyone = {"新客0", "新客1", "新客2", "新客3", "老客", "别处来的"}
    assert {name for name in everyone if name in page} == names


def test_an_unknown_step_is_not_found(spring: Campaign, mei: User, signed_in: SignedIn) -> None:
    assert signed_in(mei).get(f"/audiences/campaigns/{spring.pk}/backbone/").status_code == 404


def test_who_sees_one_team_is_told_so_and_nothing_is_divided(
    spring: Campaign, south: Team, signed_in: SignedIn
) -> None:
    stranger = factories.staff("南方", Role.SALES, team=south)
    factories.signal(factories.customer("南方客", owner=stranger), "春季展")
    page = text_of(signed_in(stranger).get("/audiences/"))
    assert f'href="/audiences/campaigns/{spring.pk}/ordinary/">1</a>' in page
    assert "You see some of the customers" in page
    assert "CN¥30.00" not in page
    assert "without consent" not in page
    members = text_of(signed_in(stranger).get(f"/audiences/campaigns/{spring.pk}/ordinary/"))
    assert "南方客" in members
    assert "新客" not in members


@pytest.mark.parametrize("start", ["", "2", "999", "-1", "x", "٣", "9" * 5000])
def test_any_place_in_the_list_is_a_page(
    spring: Campaign, mei: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr("guanxi.interfaces.workspace.audiences.views.PAGE", 2)
    page = text_of(signed_in(mei).get(f"/audiences/campaigns/{spring.pk}/ordinary/", {"from": start}))
    assert ("新客0" in page, "新客2" in page) == ((False, True) if start == "2" else (True, False))


def test_more_customers_need_no_more_queries(
    spring: Campaign,
    mei: User,
    li: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(mei)
    client.get("/audiences/")
    for place in range(20):
        factories.signal(factories.customer(f"又来{place}", owner=li), "春季展")
    with django_assert_max_num_queries(16):
        client.get("/audiences/")
