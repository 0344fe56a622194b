"""A field edited in its cell: saved, undone, refused, and shown with both texts when two set it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
HTMX = {"HX-Request": "true"}
WHY = "to look at the outcome"


def put(client: Client, customer: Customer, key: str, value: str, was: str, **headers: str) -> Any:
    sent = {"value": value, "was": was}
    return client.post(f"/customers/{customer.pk}/fields/{key}/", sent, headers=headers or HTMX)


def on_file(customer: Customer) -> Customer:
    return Customer.objects.everything(WHY).get(pk=customer.pk)


def test_a_cell_opens_is_saved_and_offers_undo(signed_in: SignedIn, li: User, chenguang: Customer) -> None:
    client = signed_in(li)
    form = client.get(f"/customers/{chenguang.pk}/fields/nature/", headers=HTMX).content.decode()
    assert "<select" in form
    assert "<html" not in form
    saved = put(client, chenguang, "nature", "manufacturer", "").content.decode()
    assert "Manufacturer" in saved
    assert 'name="value" value=""' in saved
    assert 'name="was" value="manufacturer"' in saved
    assert on_file(chenguang).nature == "manufacturer"
    put(client, chenguang, "nature", "", "manufacturer")
    assert on_file(chenguang).nature == ""
    told = Event.objects.everything(WHY).filter(kind="customers.updated").order_by("pk")
    assert [event.changes for event in told] == [
        [("nature", "", "manufacturer")],
        [("nature", "manufacturer", "")],
    ]


def test_the_same_value_again_saves_nothing_and_offers_no_undo(
    signed_in: SignedIn, li: User, chenguang: Customer
) -> None:
    answer = put(signed_in(li), chenguang, "purpose", "commercial", "commercial").content.decode()
    assert "Undo" not in answer
    assert not Event.objects.everything(WHY).filter(kind="customers.updated").exists()


def test_two_who_set_one_field_see_both_values_and_nothing_is_lost(
    signed_in: SignedIn, li: User, mei: User, chenguang: Customer
) -> None:
    put(signed_in(mei), chenguang, "nature", "intermediary", "")
    second = put(signed_in(li), chenguang, "nature", "manufacturer", "")
    assert second.status_code == 409
    page = second.content.decode()
    assert "Meanwhile somebody set it to “Intermediary”." in page
    assert 'value="manufacturer" selected' in page
    assert 'name="was" value="intermediary"' in page
    assert on_file(chenguang).nature == "intermediary"
    put(signed_in(li), chenguang, "nature", "manufacturer", "intermediary")
    assert on_file(chenguang).nature == "manufacturer"


def test_two_who_set_different_fields_are_not_in_each_others_way(
    signed_in: SignedIn, li: User, mei: User, chenguang: Customer
) -> None:
    assert put(signed_in(mei), chenguang, "nature", "intermediary", "").status_code == 200
    assert put(signed_in(li), chenguang, "purpose", "consumer", "commercial").status_code == 200
    found = on_file(chenguang)
    assert (found.nature, found.purpose) == ("intermediary", "consumer")


def test_undo_does_not_take_back_what_somebody_set_since(
    signed_in: SignedIn, li: User, mei: User, chenguang: Customer
) -> None:
    put(signed_in(li), chenguang, "nature", "manufacturer", "")
    put(signed_in(mei), chenguang, "nature", "intermediary", "manufacturer")
    assert put(signed_in(li), chenguang, "nature", "", "manufacturer").status_code == 409
    assert on_file(chenguang).nature == "intermediary"


def test_an_owner_is_set_by_whoever_may_assign_and_by_nobody_else(
    signed_in: SignedIn, li: User, mei: User, fang: User, chenguang: Customer
) -> None:
    assert put(signed_in(li), chenguang, "owner", str(fang.pk), str(li.pk)).status_code == 403
    assert put(signed_in(mei), chenguang, "owner", str(fang.pk), str(li.pk)).status_code == 200
    assert on_file(chenguang).owner == fang
    assert put(signed_in(mei), chenguang, "owner", str(mei.pk), str(fang.pk)).status_code == 422


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [("purpose", "", 422), ("purpose", "best", 422), ("group", "actual", 404), ("mood", "x", 404)],
)
def test_only_fields_and_values_of_the_list_are_taken(
    signed_in: SignedIn, mei: User, chenguang: Customer, key: str, value: str, status: int
) -> None:
    assert put(signed_in(mei), chenguang, key, value, "commercial").status_code == status


def test_only_cells_the_reader_may_edit_are_ways_to_edit(
    signed_in: SignedIn, li: User, service_agent: User, chenguang: Customer
) -> None:
    colleagues = factories.customer("同组客户", owner=None)
    page = signed_in(li).get("/customers/").content.decode()
    assert f"/customers/{chenguang.pk}/fields/purpose/" in page
    assert f"/customers/{chenguang.pk}/fields/owner/" not in page
    assert f"/customers/{colleagues.pk}/fields/" not in page
    assert "/fields/" not in signed_in(service_agent).get("/customers/").content.decode()


def test_without_script_the_cell_is_a_page_and_leads_to_the_customer(
    signed_in: SignedIn, li: User, chenguang: Customer
) -> None:
    client = signed_in(li)
    assert "<html" in client.get(f"/customers/{chenguang.pk}/fields/nature/").content.decode()
    saved = put(client, chenguang, "nature", "manufacturer", "", Accept="text/html")
    assert saved["Location"] == f"/customers/{chenguang.pk}/"
