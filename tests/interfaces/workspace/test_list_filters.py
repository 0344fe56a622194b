"""Filters of a list in its address: all of them, any of them, told days, and nothing hidden."""

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
AS_OF = date(2025, 6, 30)


def names(client: Client, query: str = "") -> set[str]:
    response = client.get(f"/customers/{query}")
    assert response.status_code == 200
    return {line.record.party.name for line in response.context["lines"]}


@pytest.fixture
def four(li: User) -> None:
    """Revenue and last day: 甲 5,000 on 20 June, 乙 20,000 on 1 March, 丙 none in the roster, 丁 consumer."""
    for name, minor, day in (("甲", 500_000, date(2025, 6, 20)), ("乙", 2_000_000, date(2025, 3, 1))):
        factories.shipment(factories.customer(name, owner=li), delivered_on=day, revenue_minor=minor)
    factories.customer("丙").register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    factories.shipment(factories.customer("丁", purpose="consumer"), delivered_on=None)
    factories.run(AS_OF)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?last=30d", {"甲"}),
        ("?last=over-30d", {"乙"}),
        ("?last=this-quarter", {"甲"}),
        ("?last=last-quarter", {"乙"}),
        ("?last=2025-03-01..2025-03-31", {"乙"}),
        ("?last=none", {"丙", "丁"}),
        ("?last=30d&last=none", {"甲", "丙", "丁"}),
        ("?revenue=5000..", {"甲", "乙"}),
        ("?revenue=5000.01..", {"乙"}),
        ("?revenue=..5000", {"甲", "丙", "丁"}),
        ("?revenue=none", {"丙", "丁"}),
        ("?orders=1", {"甲", "乙"}),
        ("?group=!actual", {"丙", "丁"}),
        ("?group=!actual&group=!basic", {"丁"}),
        ("?purpose=!consumer&last=none", {"丙"}),
        ("?any=last:30d;purpose:consumer", {"甲", "丁"}),
        ("?any=last:30d,none;purpose:consumer&group=!basic", {"甲", "丁"}),
        ("?any=last:30d;last:over-30d&any=revenue:10000..;purpose:consumer", {"乙"}),
        ("?created=today", set()),
        ("?created=2024-01-08", {"甲", "乙", "丙", "丁"}),
    ],
)
def test_conditions_hold_together_and_of_a_group_one_is_enough(
    signed_in: SignedIn, mei: User, four: None, query: str, expected: set[str]
) -> None:
    assert names(signed_in(mei), query) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?revenue=much", "Revenue, 12 months: “much” is no number."),
        ("?last=soon", "Last shipment: “soon” is no day."),
        ("?last=2025-05-01..2025-04-01", "Last shipment: “2025-05-01..2025-04-01” ends before it begins."),
        ("?group=best", "Group: “best” is none of its values."),
        ("?mood=good", "“mood” is no field of this list."),
        ("?any=mood:good;revenue:x", "“mood” is no field of this list."),
        ("?owner=9999999999999999999999", "Owner: “9999999999999999999999” is none of its values."),
    ],
)
def test_what_cannot_be_read_finds_nobody_and_is_told_by_name(
    signed_in: SignedIn, mei: User, four: None, query: str, sentence: str
) -> None:
    client = signed_in(mei)
    assert names(client, query) == set()
    assert sentence in client.get(f"/customers/{query}").content.decode()


def test_one_bad_part_of_a_group_does_not_spoil_the_other(signed_in: SignedIn, mei: User, four: None) -> None:
    assert names(signed_in(mei), "?any=last:soon;purpose:consumer") == {"丁"}


def test_a_form_with_two_ends_leads_to_one_address(signed_in: SignedIn, mei: User, four: None) -> None:
    asked = signed_in(mei).get("/customers/?group=actual&revenue.from=1000&revenue.to=9000&after=x")
    assert asked.status_code == 302
    assert asked["Location"] == "/customers/?group=actual&revenue=1000..9000"
    open_end = signed_in(mei).get("/customers/?last.from=&last.to=2025-01-01")
    assert open_end["Location"] == "/customers/?last=..2025-01-01"


def test_every_filter_has_a_chip_that_takes_it_away(signed_in: SignedIn, mei: User, four: None) -> None:
    query = "?group=actual&group=!basic&last=30d&any=purpose:consumer;revenue:1000..&q=甲"
    context: Any = signed_in(mei).get(f"/customers/{query}").context
    assert [(str(chip.axis), chip.words) for chip in context["chips"]] == [
        ("Group", "Actual"),
        ("Group", "not Basic"),
        ("Last shipment", "last 30 days"),
        ("Search text", "甲"),
    ]
    assert context["groups"][0].words == ["Purpose: Consumer", "Revenue, 12 months: from 1000"]
    assert "last=" not in context["chips"][2].href
    assert "any=" not in context["groups"][0].href
    assert context["clear_href"] == "?"


def test_any_instead_of_all_is_one_click_and_back(signed_in: SignedIn, mei: User, four: None) -> None:
    client = signed_in(mei)
    both = client.get("/customers/?last=30d&purpose=consumer").context
    assert not both["lines"]
    assert names(client, both["combine_href"]) == {"甲", "丁"}
    one = client.get(f"/customers/{both['combine_href']}").context
    assert one["groups"][0].apart_href == "?last=30d&purpose=consumer"


def test_the_zone_in_which_days_are_meant_is_told(signed_in: SignedIn, mei: User, four: None) -> None:
    assert "Today is 2025-06-30 in Asia/Shanghai." in signed_in(mei).get("/customers/").content.decode()


def test_columns_come_in_the_order_of_the_address(signed_in: SignedIn, mei: User, four: None) -> None:
    context: Any = signed_in(mei).get("/customers/?columns=city,last,city,mood,group").context
    assert [head.key for head in context["heads"]] == ["name", "city", "last", "group"]
    choices = {choice.field.key: choice for choice in context["column_choices"]}
    assert choices["last"].earlier_href == "?columns=last,city,group"
    assert choices["last"].href == "?columns=city,group"
    assert choices["owner"].href == "?columns=city,last,group,owner"


def test_an_order_that_no_index_answers_is_not_taken(signed_in: SignedIn, mei: User, four: None) -> None:
    context: Any = signed_in(mei).get("/customers/?sort=city&columns=city,revenue").context
    assert [head.href for head in context["heads"]][1] == ""
    assert {head.direction for head in context["heads"]} == {"none"}


def test_an_export_holds_the_rows_that_the_list_shows(
    signed_in: SignedIn, mei: User, four: None, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    client = signed_in(mei)
    for query in ("any=last:30d;purpose:consumer", "revenue=..5000&group=!basic", "last=over-30d"):
        page = client.get(f"/customers/?{query}")
        assert f"what=customers&amp;{query}".replace("&group", "&amp;group") in (page.content.decode())
        client.post(f"/exports/new/?what=customers&{query}", {"format": "csv", "preset": "shown"})
        listed = client.get("/exports/").context["lines"][0].export
        taken = b"".join(client.get(f"/exports/{listed.pk}/file/").streaming_content)  # type: ignore[attr-defined]
        exported = {row.split(",")[1] for row in taken.decode("utf-8-sig").splitlines()[1:]}
        assert exported == names(client, f"?{query}")


def test_a_stranger_narrows_only_what_they_see(
    signed_in: SignedIn, ben: User, four: None, chenguang: Customer
) -> None:
    assert names(signed_in(ben), "?any=last:30d;purpose:consumer") == set()
