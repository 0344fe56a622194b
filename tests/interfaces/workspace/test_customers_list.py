"""The customers list, through the staff door."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.domain.people.models import User
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
AS_OF = date(2025, 6, 30)
# Session, actor, rows, count, people for the filters, drawn columns, views, and where two deeds are open.
BUDGET = 9


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/customers/{query}")
    assert response.status_code == 200
    return [line.record.party.name for line in response.context["lines"]]


@pytest.fixture
def three(li: User, ben: User, chenguang: Customer, nanhai: Customer) -> tuple[Customer, ...]:
    """晨光 has shipped, 南海 is in the roster, 王小姐 has asked."""
    asking = factories.customer("王小姐", nature=Nature.INDIVIDUAL, purpose=Purpose.CONSUMER)
    factories.shipment(chenguang, delivered_on=date(2025, 5, 2), revenue_minor=1_234_567)
    nanhai.register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    factories.shipment(asking, delivered_on=None)
    factories.run(AS_OF)
    return chenguang, nanhai, asking


def test_a_row_shows_both_names_the_axes_the_revenue_and_the_owner(
    signed_in: SignedIn, mei: User, three: Any
) -> None:
    page = signed_in(mei).get("/customers/?q=晨光").content.decode()
    for shown in (
        "晨光纸业",
        "Chenguang Paper",
        "Actual",
        "Commercial",
        "CN¥12,345.67",
        "2025-05-02",
        "李伟",
    ):
        assert shown in page, shown


def test_a_chinese_reader_sees_the_chinese_name_first(signed_in: SignedIn, mei: User, three: Any) -> None:
    client = signed_in(mei)
    english = client.get("/customers/?q=晨光").context["lines"][0]
    assert (english.name, english.second) == ("Chenguang Paper", "晨光纸业")
    client.cookies["guanxi_language"] = "zh-hans"
    chinese = client.get("/customers/?q=晨光").context["lines"][0]
    assert (chinese.name, chinese.second) == ("晨光纸业", "Chenguang Paper")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?group=actual", {"晨光纸业"}),
        ("?group=basic&group=ordinary", {"南海家具", "王小姐"}),
        ("?tier=none", {"晨光纸业", "南海家具", "王小姐"}),
        ("?purpose=consumer", {"王小姐"}),
        ("?nature=individual", {"王小姐"}),
        ("?nature=none", {"晨光纸业", "南海家具"}),
        ("?owner=none", {"王小姐"}),
        ("?owner={li}", {"晨光纸业"}),
        ("?group=actual&purpose=consumer", set()),
        ("?group=nonsense", set()),
        ("?q=晨光", {"晨光纸业"}),
        ("?q=chenguang paper", {"晨光纸业"}),
        ("?q=光南", set()),
    ],
)
def test_filters_are_and_between_axes_and_or_within(
    signed_in: SignedIn, mei: User, li: User, three: Any, query: str, expected: set[str]
) -> None:
    assert set(names(signed_in(mei), query.format(li=li.pk))) == expected


def test_number_and_social_credit_code_are_found_too(signed_in: SignedIn, mei: User) -> None:
    factories.customer("一号", number="HY-7001", uscc="91350100M000100Y43")
    client = signed_in(mei)
    assert names(client, "?q=hy-7001") == ["一号"]
    assert names(client, "?q=100y43") == ["一号"]


def test_sorting_by_rank_puts_the_best_first_and_those_without_last(
    signed_in: SignedIn, mei: User, li: User
) -> None:
    for name, revenue in (("small", 10), ("large", 999), ("silent", 0), ("middle", 500)):
        one = factories.customer(name, owner=li)
        if revenue:
            factories.shipment(one, delivered_on=date(2025, 5, 2), revenue_minor=revenue)
        else:
            one.register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    factories.run(AS_OF)
    client = signed_in(mei)
    assert names(client, "?sort=-revenue") == ["large", "middle", "small", "silent"]
    assert names(client, "?sort=revenue") == ["small", "middle", "large", "silent"]
    assert names(client) == ["middle", "silent", "large", "small"]


def test_pages_follow_one_another_without_gap(signed_in: SignedIn, mei: User) -> None:
    for index in range(120):
        factories.customer(f"customer {index}")
    client, shown, href = signed_in(mei), [], ""
    while True:
        page = client.get(f"/customers/{href}").context["page"]
        shown += [customer.party.name for customer in page.rows]
        href = page.older_href
        if not href:
            break
    assert shown == [f"customer {index}" for index in reversed(range(120))]


def test_an_empty_list_names_the_filters_that_emptied_it(signed_in: SignedIn, mei: User, three: Any) -> None:
    response = signed_in(mei).get("/customers/?group=actual&purpose=consumer")
    assert [culprit.label for culprit in response.context["culprits"]] == ["Group", "Purpose"]
    assert [culprit.href for culprit in response.context["culprits"]] == [
        "?purpose=consumer",
        "?group=actual",
    ]
    assert "Clear all filters" in response.content.decode()


def test_a_list_without_customers_does_not_speak_of_filters(signed_in: SignedIn, mei: User) -> None:
    page = signed_in(mei).get("/customers/").content.decode()
    assert "No customer yet" in page
    assert "No customer matches" not in page


def test_a_stranger_finds_nobody_and_counts_nobody(
    signed_in: SignedIn, ben: User, chenguang: Customer
) -> None:
    response = signed_in(ben).get("/customers/?q=晨光")
    assert response.context["lines"] == []
    assert response.context["count"] == "0 customers"
    assert "李伟" not in response.content.decode()


def test_the_page_costs_the_same_queries_for_three_and_for_fifty_rows(
    signed_in: SignedIn, mei: User, li: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(mei)
    client.get("/customers/")  # the first page of a session keeps its token
    for index in range(3):
        factories.customer(f"customer {index}", owner=li)
    factories.run(AS_OF)
    with django_assert_num_queries(BUDGET):
        client.get("/customers/")
    for index in range(60):
        factories.customer(f"another {index}", owner=li)
    factories.run(AS_OF)
    with django_assert_num_queries(BUDGET):
        client.get("/customers/")


def test_whoever_may_not_create_is_not_offered_it(
    signed_in: SignedIn, mei: User, service_agent: User
) -> None:
    assert "/customers/new/" in signed_in(mei).get("/customers/").content.decode()
    assert "/customers/new/" not in signed_in(service_agent).get("/customers/").content.decode()
