"""The page of a run, through the staff door."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from guanxi.domain.audiences.models import Audience
from guanxi.domain.customers.models import Customer, Purpose
from guanxi.domain.people.models import User
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
AS_OF = date(2025, 6, 30)


@pytest.fixture
def forty(li: User) -> list[Customer]:
    """Forty active customers with falling revenue, one internal unit, one in the roster."""
    active = []
    for index in range(40):
        one = factories.customer(f"customer {index}", owner=li)
        factories.shipment(one, delivered_on=date(2025, 5, 2), revenue_minor=100_000 * (40 - index))
        active.append(one)
    unit = factories.customer("own unit", purpose=Purpose.INTERNAL)
    factories.shipment(unit, delivered_on=date(2025, 5, 2), revenue_minor=99_000_000)
    factories.customer("asked once").register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    return active


def test_before_the_first_run_the_page_says_what_a_run_is(signed_in: SignedIn, mei: User) -> None:
    page = signed_in(mei).get("/classification/").content.decode()
    assert "Nobody is classified yet" in page
    assert "Classify now" in page


def test_every_number_opens_as_many_customers_as_it_says(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    factories.run(AS_OF)
    client = signed_in(mei)
    axes = client.get("/classification/").context["axes"]
    counts = {(count.badge, count.value): count for axis in axes for count in axis.counts}
    assert [counts["tier", tier].count for tier in ("platinum", "gold", "iron", "lead")] == [1, 1, 6, 32]
    assert counts["group", "actual"].count == 41
    assert counts["purpose", "internal"].count == 1
    for count in counts.values():
        assert len(client.get(count.href).context["lines"]) == count.count, count


def test_the_page_names_day_window_policy_n_and_hash(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    run = factories.run(AS_OF)
    page = signed_in(mei).get("/classification/").content.decode()
    for shown in (
        "2025-06-30",
        "365 days",
        "v1",
        f"{run.hash[:12]}…",
        run.hash,
        "customer 0",
        "CN¥40,000.00",
    ):
        assert shown in page, shown
    assert "None: at every cut the revenues differ." in page


def test_potential_is_the_estimate_of_the_audiences(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    Audience._base_manager.create(
        name="河南纸企",
        segment="paper",
        size_estimate=1200,
        source="directory",
        estimated_on=date(2025, 1, 15),
        recorded_at=factories.LONG_AGO,
    )
    factories.run(AS_OF)
    page = signed_in(mei).get("/classification/").content.decode()
    assert "≈ 1,200" in page
    assert "河南纸企" in page
    assert "?group=potential" not in page


def test_ties_at_a_cut_are_listed_with_their_customers(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    twin = factories.customer("twin of the first")
    factories.shipment(twin, delivered_on=date(2025, 5, 3), revenue_minor=4_000_000)
    run = factories.run(AS_OF)
    assert run.ties
    (tie, *_rest) = signed_in(mei).get("/classification/").context["ties"]
    assert {one.name for one in tie.customers} == {"customer 0", "twin of the first"}


def test_below_twenty_there_is_no_tier_and_the_page_says_why(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    factories.shipment(chenguang, delivered_on=date(2025, 5, 2))
    factories.run(AS_OF)
    page = signed_in(mei).get("/classification/").content.decode()
    assert "Too few for tiers." in page


def test_an_earlier_run_shows_its_own_figures_and_opens_no_list(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    earlier = factories.run(date(2025, 3, 31))
    factories.run(AS_OF)
    response = signed_in(mei).get(f"/classification/{earlier.pk}/")
    assert response.context["run"] == earlier
    assert not [count.href for axis in response.context["axes"] for count in axis.counts if count.href]
    assert "This is an earlier run" in response.content.decode()


def test_a_salesperson_does_not_see_the_house_as_a_whole(signed_in: SignedIn, li: User) -> None:
    run = factories.run(AS_OF)
    client = signed_in(li)
    assert client.get("/classification/").status_code == 403
    assert client.get(f"/classification/{run.pk}/").status_code == 403
    assert "/classification/" not in client.get("/").content.decode()


def test_the_two_views_list_who_stands_elsewhere_by_contribution(
    signed_in: SignedIn, mei: User, service_agent: User, forty: list[Customer]
) -> None:
    factories.cost(forty[1], 3_899_999)
    factories.run(AS_OF)
    shown = signed_in(mei).get("/classification/").context["contribution"]
    assert [(line.entry.raw_tier, line.entry.contribution_tier) for line in shown][:2] == [
        ("gold", "lead"),
        ("iron", "gold"),
    ]
    # Who may see runs but no costs sees nothing derived from costs.
    assert signed_in(service_agent).get("/classification/").context["contribution"] is None
