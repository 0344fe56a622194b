"""Writing into customers, through the staff door."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.audiences.models import Signal
from guanxi.domain.customers.models import Contact, Customer, Site
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")

NEW = {
    "name": "丰谷食品",
    "kind": "organisation",
    "purpose": "commercial",
    "source": "fair",
    "known_by": "signal",
    "signal_kind": "badge_scan",
    "seen_on": "2025-06-12",
    "lawful_basis": "consent",
}


def on_file(name: str) -> Customer:
    customers = Customer.objects.everything("to look at the outcome").with_names()
    return customers.select_related("parent").get(party__name=name)


def events(kind: str) -> list[Event]:
    return list(Event.objects.everything("to look at the outcome").filter(kind=kind).order_by("pk"))


def form_of(client: Client, customer: Customer) -> dict[str, Any]:
    """What a browser would send back from the edit form, untouched."""
    form = client.get(f"/customers/{customer.pk}/edit/").context["form"]
    sent = {"version": form["version"].value()}
    for name in form.fields:
        value = form[name].value()
        if name != "version" and value not in {None, False}:
            sent[name] = "on" if value is True else value
            sent[f"initial-{name}"] = sent[name]
    return sent


def test_a_salesperson_enters_a_customer_and_owns_it(signed_in: SignedIn, li: User) -> None:
    response = signed_in(li).post("/customers/new/", NEW)
    customer = on_file("丰谷食品")
    assert response.headers["Location"] == f"/customers/{customer.pk}/"
    assert customer.owner == li
    assert re.fullmatch(r"C\d{6}", customer.number)
    signal = Signal.objects.everything("to look at the outcome").get(customer=customer)
    assert (signal.kind, str(signal.seen_on), signal.lawful_basis) == ("badge_scan", "2025-06-12", "consent")
    assert [event.actor_name for event in events("audiences.signal_seen")] == ["李伟"]


def test_a_customer_of_the_roster_has_its_day(signed_in: SignedIn, li: User) -> None:
    sent = {k: v for k, v in NEW.items() if k not in {"signal_kind", "seen_on", "lawful_basis"}}
    signed_in(li).post("/customers/new/", sent | {"known_by": "roster", "registered_on": "2025-06-02"})
    assert str(on_file("丰谷食品").roster_entry.registered_on) == "2025-06-02"


@pytest.mark.parametrize("missing", ["signal_kind", "seen_on", "lawful_basis"])
def test_nobody_is_entered_without_how_we_know_it(signed_in: SignedIn, li: User, missing: str) -> None:
    response = signed_in(li).post("/customers/new/", NEW | {missing: ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [missing]
    assert 'value="丰谷食品"' in response.content.decode()
    assert not Customer.objects.everything("to look at the outcome").exists()


def test_a_manager_chooses_the_owner_and_a_salesperson_cannot(
    signed_in: SignedIn, mei: User, li: User, ben: User
) -> None:
    signed_in(mei).post("/customers/new/", NEW | {"owner": ben.pk})
    assert on_file("丰谷食品").owner == ben
    signed_in(li).post("/customers/new/", NEW | {"name": "南粮", "owner": ben.pk})
    assert on_file("南粮").owner == li


def test_a_number_that_is_taken_is_refused_at_its_field(
    signed_in: SignedIn, ben: User, chenguang: Customer
) -> None:
    response = signed_in(ben).post("/customers/new/", NEW | {"number": chenguang.number})
    assert response.status_code == 422
    assert response.context["form"].errors["number"] == [f"The customer number {chenguang.number} is taken."]


def test_a_wrong_social_credit_code_warns_and_is_kept(signed_in: SignedIn, li: User) -> None:
    response = signed_in(li).post("/customers/new/", NEW | {"uscc": " 91350100m000100y44 "}, follow=True)
    assert "The check character of the social credit code does not fit." in response.content.decode()
    assert on_file("丰谷食品").party.uscc == "91350100M000100Y44"


def test_a_change_is_told_with_before_and_after(signed_in: SignedIn, li: User, chenguang: Customer) -> None:
    client = signed_in(li)
    sent = form_of(client, chenguang) | {"city": "郑州", "purpose": "consumer"}
    assert client.post(f"/customers/{chenguang.pk}/edit/", sent).status_code == 302
    (event,) = events("customers.updated")
    assert event.changes == [("city", "", "郑州"), ("purpose", "commercial", "consumer")]
    page = client.get(f"/customers/{chenguang.pk}/timeline/").content.decode()
    assert "Details changed: City, Purpose" in page
    assert "<del>Commercial</del> → <ins>Consumer</ins>" in page
    assert on_file("晨光纸业").version == 2
    assert first_broken_link() is None


def test_saving_without_a_change_tells_nothing(signed_in: SignedIn, li: User, chenguang: Customer) -> None:
    client = signed_in(li)
    client.post(f"/customers/{chenguang.pk}/edit/", form_of(client, chenguang))
    assert events("customers.updated") == []
    assert on_file("晨光纸业").version == 1


def test_who_saves_second_sees_both_texts_and_loses_neither(
    signed_in: SignedIn, li: User, mei: User, chenguang: Customer
) -> None:
    first, second = signed_in(mei), signed_in(li)
    mine = form_of(second, chenguang) | {"city": "洛阳", "name_en": "Chenguang Paper Co."}
    first.post(
        f"/customers/{chenguang.pk}/edit/",
        form_of(first, chenguang) | {"city": "郑州", "address": "科学大道1号"},
    )
    response = second.post(f"/customers/{chenguang.pk}/edit/", mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "梅若兰 saved this customer at 10:00, while you were writing." in page
    shown = {
        one.label: (one.theirs, one.mine, one.is_kept) for one in response.context["conflict"].differences
    }
    assert shown == {
        "City": ("郑州", "洛阳", True),
        "Address": ("科学大道1号", "–", False),
        "English name": ("Chenguang Paper", "Chenguang Paper Co.", True),
    }
    assert on_file("晨光纸业").party.city == "郑州"

    again = {name: response.context["form"][name].value() or "" for name in response.context["form"].fields}
    again = {name: value for name, value in again.items() if value}
    assert second.post(f"/customers/{chenguang.pk}/edit/", again).status_code == 302
    party = on_file("晨光纸业").party
    assert (party.city, party.address, party.name_en) == ("洛阳", "科学大道1号", "Chenguang Paper Co.")


def test_a_circle_in_the_group_is_refused_in_words(
    signed_in: SignedIn, mei: User, chenguang: Customer, nanhai: Customer
) -> None:
    nanhai.place_under(chenguang, by=None, at=factories.LONG_AGO)
    client = signed_in(mei)
    sent = form_of(client, chenguang) | {"parent": nanhai.number, "city": "郑州"}
    response = client.post(f"/customers/{chenguang.pk}/edit/", sent)
    assert response.status_code == 422
    assert response.context["form"].errors["parent"] == [
        "南海家具 already stands below 晨光纸业, so it cannot be its parent."
    ]
    assert on_file("晨光纸业").party.city == ""
    assert on_file("晨光纸业").version == 1


def test_a_parent_outside_ones_sight_may_stay_but_not_be_named(
    signed_in: SignedIn, li: User, chenguang: Customer, nanhai: Customer
) -> None:
    client = signed_in(li)
    refused = client.post(
        f"/customers/{chenguang.pk}/edit/", form_of(client, chenguang) | {"parent": nanhai.number}
    )
    assert refused.status_code == 422
    chenguang.place_under(nanhai, by=None, at=factories.LONG_AGO)
    kept = client.post(f"/customers/{chenguang.pk}/edit/", form_of(client, chenguang) | {"city": "郑州"})
    assert kept.status_code == 302
    assert on_file("晨光纸业").parent == nanhai


def test_handing_over_is_told_to_the_timeline(
    signed_in: SignedIn, mei: User, ben: User, chenguang: Customer
) -> None:
    signed_in(mei).post(f"/customers/{chenguang.pk}/owner/", {"owner": ben.pk})
    assert on_file("晨光纸业").owner == ben
    assert events("customers.owner_changed")[0].changes == [("owner", "李伟", "Ben Hall")]


def test_an_owner_may_not_hand_over(signed_in: SignedIn, li: User, ben: User, chenguang: Customer) -> None:
    response = signed_in(li).post(f"/customers/{chenguang.pk}/owner/", {"owner": ben.pk})
    assert response.status_code == 403
    assert on_file("晨光纸业").owner == li


def test_a_team_mate_sees_a_customer_and_may_not_edit_it(
    signed_in: SignedIn, fang: User, chenguang: Customer
) -> None:
    client = signed_in(fang)
    assert client.get(f"/customers/{chenguang.pk}/").status_code == 200
    assert client.get(f"/customers/{chenguang.pk}/edit/").status_code == 403
    assert (
        f"/customers/{chenguang.pk}/edit/" not in client.get(f"/customers/{chenguang.pk}/").content.decode()
    )


def test_a_contact_is_added_and_the_chain_keeps_no_name(
    signed_in: SignedIn, li: User, chenguang: Customer
) -> None:
    signed_in(li).post(
        f"/customers/{chenguang.pk}/contacts/new/",
        {"name": "陈总", "roles": ["decider", "payer"], "email": "chen@chenguang.example"},
    )
    contact = Contact.objects.everything("to look at the outcome").get()
    assert (contact.name, contact.roles) == ("陈总", ["decider", "payer"])
    (event,) = events("customers.contact_added")
    assert "陈总" not in str(event.payload)
    assert (event.personal_values() or {})["name"] == "陈总"


def test_a_site_is_added(signed_in: SignedIn, li: User, chenguang: Customer) -> None:
    signed_in(li).post(f"/customers/{chenguang.pk}/sites/new/", {"name": "专用线", "kind": "siding"})
    assert Site.objects.everything("to look at the outcome").get().kind == "siding"
    assert events("customers.site_added")[0].sentence == "Site added: 专用线"
