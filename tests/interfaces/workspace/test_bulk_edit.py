"""Many customers changed at once: by right of each, counted, named, and undone together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.views.models import BulkChange, BulkEdit
from guanxi.processes import bulk_editing
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
WHY = "to look at the outcome"


def natures() -> dict[str, str]:
    customers = Customer.objects.everything(WHY).select_related("party")
    return {customer.party.name: customer.nature for customer in customers}


def the_edit() -> BulkEdit:
    return BulkEdit.objects.everything(WHY).get()


def change(client: Client, setting: str, **selection: Any) -> Any:
    return client.post("/customers/bulk/", {"set": setting, **selection})


@pytest.fixture
def trio(li: User, fang: User) -> list[Customer]:
    """甲 and 乙 are Li's, 丙 is of the same team but Fang's; 乙 is a manufacturer already."""
    return [
        factories.customer("甲", owner=li),
        factories.customer("乙", owner=li, nature="manufacturer"),
        factories.customer("丙", owner=fang),
    ]


def test_the_number_is_named_before_anything_is_changed(
    signed_in: SignedIn, mei: User, trio: list[Customer]
) -> None:
    client = signed_in(mei)
    asked = client.post("/customers/bulk/", {"pk": [customer.pk for customer in trio]}).content.decode()
    assert "Change 3 customers" in asked
    everyone = client.post("/customers/bulk/", {"all": "1", "address": "nature=none"}).content.decode()
    assert "Change 2 customers" in everyone
    assert not BulkEdit.objects.everything(WHY).exists()


def test_changed_unchanged_and_not_permitted_are_counted_and_named(
    signed_in: SignedIn, li: User, trio: list[Customer]
) -> None:
    client = signed_in(li)
    done = change(client, "nature:manufacturer", pk=[customer.pk for customer in trio])
    assert natures() == {"甲": "manufacturer", "乙": "manufacturer", "丙": ""}
    page = client.get(done["Location"])
    assert [(code, count) for code, _word, count in page.context["counts"]] == [
        ("changed", 1),
        ("unchanged", 1),
        ("no_right", 1),
    ]
    refused = client.get(f"{done['Location']}?outcome=no_right").content.decode()
    assert f"/customers/{trio[2].pk}/" in refused
    assert f"/customers/{trio[0].pk}/" not in refused


def test_everything_a_filter_shows_is_changed_and_nothing_else(
    signed_in: SignedIn, mei: User, trio: list[Customer]
) -> None:
    factories.customer("丁", purpose="consumer")
    change(signed_in(mei), "nature:intermediary", all="1", address="purpose=commercial&nature=none")
    assert natures() == {"甲": "intermediary", "乙": "manufacturer", "丙": "intermediary", "丁": ""}


def test_all_of_it_is_undone_but_not_what_changed_since(
    signed_in: SignedIn, mei: User, trio: list[Customer]
) -> None:
    client = signed_in(mei)
    done = change(client, "nature:intermediary", pk=[customer.pk for customer in trio])
    client.post(f"/customers/{trio[0].pk}/fields/nature/", {"value": "individual", "was": "intermediary"})
    client.post(f"{done['Location']}undo/")
    assert natures() == {"甲": "individual", "乙": "manufacturer", "丙": ""}
    assert the_edit().state == "undone"
    assert the_edit().counts["since"] == 1
    assert the_edit().counts["restored"] == 2
    client.post(f"{done['Location']}undo/")
    assert natures()["甲"] == "individual"
    kinds = Event.objects.everything(WHY).of_the_operator().order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["views.bulk_edited", "views.bulk_undone"]


def test_many_are_changed_by_a_job_with_the_rights_of_then(
    signed_in: SignedIn, li: User, ben: User, trio: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_editing, "AT_ONCE", 1)
    change(signed_in(li), "nature:intermediary", pk=[customer.pk for customer in trio[:2]])
    assert (the_edit().state, natures()["甲"]) == ("ordered", "")
    Customer.objects.everything("handed over before the job runs").filter(pk=trio[0].pk).update(owner=ben)
    bulk_editing.edit_later.call(the_edit().pk)
    assert natures() == {"甲": "", "乙": "intermediary", "丙": ""}
    assert the_edit().state == "done"


def test_a_job_that_broke_off_goes_on_where_it_was(
    signed_in: SignedIn, mei: User, trio: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_editing, "AT_ONCE", 0)
    change(signed_in(mei), "purpose:consumer", pk=[customer.pk for customer in trio])
    done = BulkChange._base_manager
    done.create(edit=the_edit(), customer_id=trio[0].pk, before="commercial", outcome="changed")
    bulk_editing.edit_later.call(the_edit().pk)
    bulk_editing.edit_later.call(the_edit().pk)
    assert the_edit().counts["changed"] == 3
    assert Event.objects.everything(WHY).filter(kind="customers.updated").count() == 2


@pytest.mark.parametrize("setting", ["nature:best", "group:actual", "owner:999999", "purpose:", "mood"])
def test_what_cannot_be_set_is_not_set(
    signed_in: SignedIn, mei: User, trio: list[Customer], setting: str
) -> None:
    answer = change(signed_in(mei), setting, pk=[trio[0].pk]).content.decode()
    assert "Say what is to be set." in answer
    assert not BulkEdit.objects.everything(WHY).exists()


def test_nobody_chosen_is_said(signed_in: SignedIn, mei: User) -> None:
    answer = signed_in(mei).post("/customers/bulk/", {"pk": "x"}, follow=True).content.decode()
    assert "Nobody is chosen" in answer


def test_a_salesperson_sets_no_owner_in_bulk(signed_in: SignedIn, li: User, trio: list[Customer]) -> None:
    asked = signed_in(li).post("/customers/bulk/", {"pk": trio[0].pk}).content.decode()
    assert "owner:" not in asked
