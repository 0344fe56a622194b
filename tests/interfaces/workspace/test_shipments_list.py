"""The list of all shipments somebody may see."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
# Session, actor, rows, count, drawn columns and views.
BUDGET = 6


def cargos(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/shipments/{query}")
    assert response.status_code == 200
    return [line.record.cargo for line in response.context["lines"]]


@pytest.fixture
def five(chenguang: Customer, nanhai: Customer) -> None:
    """Ordered in this order; the last one is 南海's, which Ben owns."""
    in_time, june = date(2025, 6, 12), date(2025, 6, 20)
    factories.shipment(chenguang, delivered_on=in_time, promised_on=in_time, cargo="early", mode="rail")
    factories.shipment(chenguang, delivered_on=june, promised_on=in_time, cargo="late", revenue_minor=500_000)
    factories.shipment(chenguang, delivered_on=None, promised_on=date(2025, 6, 26), cargo="overdue")
    factories.shipment(chenguang, delivered_on=june, cargo="dollars", currency="USD", revenue_minor=900_000)
    factories.shipment(nanhai, delivered_on=None, cargo="foreign", ordered_on=date(2025, 6, 28))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"early", "late", "overdue", "dollars", "foreign"}),
        ("?state=late", {"late"}),
        ("?state=overdue", {"overdue"}),
        ("?state=open", {"overdue", "foreign"}),
        ("?state=open&state=late", {"overdue", "foreign", "late"}),
        ("?mode=rail", {"early"}),
        ("?mode=!rail&delivered=30d", {"late", "dollars"}),
        ("?delivered=none", {"overdue", "foreign"}),
        ("?promised=none", {"dollars", "foreign"}),
        ("?revenue=5000..", {"late"}),
        ("?any=state:late;mode:rail", {"late", "early"}),
        ("?state=lost", set()),
    ],
)
def test_shipments_are_narrowed_like_customers(
    signed_in: SignedIn, mei: User, five: None, query: str, expected: set[str]
) -> None:
    assert set(cargos(signed_in(mei), query)) == expected


def test_newest_come_first_and_days_put_in_order(signed_in: SignedIn, mei: User, five: None) -> None:
    client = signed_in(mei)
    assert cargos(client)[0] == "foreign"
    assert cargos(client, "?sort=delivered")[0] == "early"
    assert set(cargos(client, "?sort=-delivered")[-2:]) == {"overdue", "foreign"}


def test_somebody_sees_the_shipments_of_their_teams_customers_only(
    signed_in: SignedIn, li: User, ben: User, five: None
) -> None:
    assert cargos(signed_in(ben)) == ["foreign"]
    assert "foreign" not in cargos(signed_in(li))


def test_a_waybill_is_found_by_its_beginning(signed_in: SignedIn, mei: User, chenguang: Customer) -> None:
    factories.shipment(chenguang, delivered_on=None, cargo="sought", waybill_number="WB-2025-77")
    factories.shipment(chenguang, delivered_on=None, cargo="other")
    assert cargos(signed_in(mei), "?q=wb-2025") == ["sought"]


def test_the_page_costs_the_same_queries_however_long_the_list(
    signed_in: SignedIn, mei: User, five: None, chenguang: Customer, django_assert_num_queries: Any
) -> None:
    client = signed_in(mei)
    client.get("/shipments/")
    with django_assert_num_queries(BUDGET):
        client.get("/shipments/")
    for _ in range(60):
        factories.shipment(chenguang, delivered_on=date(2025, 6, 1))
    with django_assert_num_queries(BUDGET):
        client.get("/shipments/")


def test_an_export_of_shipments_holds_the_rows_that_are_shown(
    signed_in: SignedIn, mei: User, five: None, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    client = signed_in(mei)
    page = client.get("/shipments/?state=open").content.decode()
    assert "what=shipments&amp;state=open" in page
    client.post("/exports/new/?what=shipments&state=open", {"format": "csv"})
    listed = client.get("/exports/").context["lines"][0].export
    assert (listed.rows, listed.filters) == (2, "State: Under way")


def test_a_view_of_shipments_is_none_of_customers(signed_in: SignedIn, mei: User, five: None) -> None:
    client = signed_in(mei)
    view = factories.saved_view(by=mei, subject="shipments", layout={"query": {"state": ["late"]}})
    assert cargos(client, f"?view={view.pk}") == ["late"]
    assert client.get(f"/customers/?view={view.pk}").status_code == 404
