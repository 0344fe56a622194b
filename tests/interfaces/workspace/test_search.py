"""The search over everything: what it finds, for whom, and what it costs."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanxi.domain.customers.models import Customer, SearchText
from guanxi.domain.people import policy
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import STAFF_ROLES
from guanxi.interfaces.http.menu import DEEDS, PREFERENCES, ROOMS
from tests import factories
from tests.processes.naughty_strings import OURS

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# Session, account, how many match, customers, people, shipments, imports.
BUDGET = 7


def labels(client: Client, text: str, section: str) -> list[str]:
    sections = client.get("/search/", {"q": text}).context["sections"]
    return [
        "".join(part.text for part in line.label)
        for found in sections
        if found.key == section
        for line in found.lines
    ]


def test_a_customer_is_found_by_initials_and_number(li: User, chenguang: Customer, signed_in: SignIn) -> None:
    client = signed_in(li)
    for text in ("cgzy", "晨光", "chenguang pap", chenguang.number.lower()):
        assert labels(client, text, "customers") == ["Chenguang Paper"]


def test_the_part_that_was_met_is_marked(li: User, chenguang: Customer, signed_in: SignIn) -> None:
    client = signed_in(li)
    client.cookies["guanxi_language"] = "zh-hans"
    assert "<mark>晨光</mark>纸业" in client.get("/search/?q=cg").content.decode()


def test_the_very_number_comes_before_newer_customers_whose_number_begins_so(
    mei: User, signed_in: SignIn
) -> None:
    factories.customer("甲", number="K-1")
    for number in range(10, 20):
        factories.customer("乙", number=f"K-{number}")
    client = signed_in(mei)
    assert labels(client, "k-1", "customers")[0] == "甲"
    more = next(
        found for found in client.get("/search/?q=k-1").context["sections"] if found.key == "customers"
    )
    listed = client.get(more.more_href).context["lines"]
    assert len(listed) == 11


def test_a_contact_leads_to_its_customer_and_is_named(
    li: User, chenguang: Customer, signed_in: SignIn
) -> None:
    factories.contact(chenguang, "欧阳静", "decider")
    SearchText.catch_up()
    page = signed_in(li).get("/search/?q=欧阳").content.decode()
    assert "Chenguang Paper" in page
    assert "<mark>欧阳</mark>静" in page


@pytest.mark.parametrize("text", ["WB-2025", "wb-2025-7", "WB-2025-77"])
def test_a_shipment_is_found_by_the_beginning_of_its_waybill(
    li: User, chenguang: Customer, signed_in: SignIn, text: str
) -> None:
    factories.shipment(chenguang, delivered_on=date(2025, 5, 1), waybill_number="WB-2025-77")
    factories.shipment(chenguang, delivered_on=date(2025, 5, 1), waybill_number="XB-2025-77")
    assert labels(signed_in(li), text, "shipments") == ["WB-2025-77"]


def test_an_import_is_found_by_its_files_name(administrator: User, li: User, signed_in: SignIn) -> None:
    factories.import_run(by=administrator, file_name="六月运单.csv")
    assert labels(signed_in(administrator), "运单", "imports") == ["六月运单.csv"]
    assert labels(signed_in(li), "运单", "imports") == []


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_nobody_is_told_of_records_and_deeds_beyond_the_policy_table(
    role: str, north: Team, nanhai: Customer, signed_in: SignIn
) -> None:
    """南海家具 belongs to team South; everything this role sees of it is what its grants reach."""
    factories.shipment(nanhai, delivered_on=date(2025, 5, 1), waybill_number="NH-0001")
    factories.contact(nanhai, "欧阳静", "decider")
    SearchText.catch_up()
    client = signed_in(factories.staff("X", role, team=north))
    sees = "any" in policy.relations(role, "customers.view")
    for text in ("南海", "nhjj", "nanhai", nanhai.number, "欧阳静"):
        page = client.get("/search/", {"q": text})
        assert bool(labels(client, text, "customers")) is sees
        assert sees or "Nanhai" not in page.content.decode()
    ships = "any" in policy.relations(role, "shipments.view")
    assert bool(labels(client, "NH-0001", "shipments")) is ships
    offered = labels(client, "", "rooms") + labels(client, "", "deeds")
    permitted = [entry for entry in (*ROOMS, *DEEDS) if policy.relations(role, entry.action)]
    assert offered == [str(entry.label) for entry in permitted]


def test_the_list_finds_whom_the_search_finds(mei: User, signed_in: SignIn) -> None:
    for number in range(5):
        factories.customer(f"上海海港{number}号物流")
    client = signed_in(mei)
    for text in ("海港", "hg", "海港3", "物流 上海", "★"):
        listed = [line.name for line in client.get("/customers/", {"q": text}).context["lines"]]
        assert listed == labels(client, text, "customers")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建客户", "New customer"),
        ("xjkh", "New customer"),
        ("new cus", "New customer"),
        ("import a file", "Import a file"),
        ("/new cus", "New customer"),
    ],
)
def test_a_deed_is_found_in_either_language_and_by_initials(
    mei: User, signed_in: SignIn, text: str, expected: str
) -> None:
    assert labels(signed_in(mei), text, "deeds") == [expected]


def test_a_slash_asks_for_actions_only(mei: User, signed_in: SignIn) -> None:
    factories.customer("New customer Ltd")
    assert labels(signed_in(mei), "new cus", "customers")
    assert not labels(signed_in(mei), "/new cus", "customers")


def test_a_question_mark_shows_the_keys(li: User, signed_in: SignIn) -> None:
    page = signed_in(li).get("/search/?q=?").content.decode()
    assert "<kbd>Ctrl</kbd><kbd>K</kbd>" in page


def test_a_preference_is_posted_and_leads_back_to_the_page_beneath(li: User, signed_in: SignIn) -> None:
    client = signed_in(li)
    headers = {"hx-request": "true", "hx-current-url": "http://localhost/customers/?q=x"}
    page = client.get("/search/?q=dark", headers=headers).content.decode()
    assert 'value="/customers/?q=x"' in page
    assert f'action="{reverse("workspace:theme")}"' in page
    assert len(labels(client, "", "preferences")) == len(PREFERENCES)


def test_the_palette_gets_options_for_the_ear_and_the_page_plain_links(li: User, signed_in: SignIn) -> None:
    client = signed_in(li)
    fragment = client.get("/search/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count('role="option"') == fragment.count('id="found-') - fragment.count('role="group"')
    page = client.get("/search/").content.decode()
    assert 'role="option"' not in page
    assert 'role="combobox"' in page


def test_a_search_costs_as_many_queries_with_many_customers_as_with_few(
    mei: User, chenguang: Customer, signed_in: SignIn
) -> None:
    client = signed_in(mei)

    def queries(text: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/search/", {"q": text}).status_code == 200
        return len(captured)

    factories.contact(chenguang, "欧阳静", "decider")
    SearchText.catch_up()
    queries("欧阳静")  # the session's own first queries
    few = queries("欧阳静")
    for number in range(40):
        factories.contact(factories.customer(f"上海{number}"), "欧阳静", "user")
    SearchText.catch_up()
    assert queries("欧阳静") == few == BUDGET


@pytest.mark.parametrize("path", ["/search/", "/customers/"])
def test_no_naughty_string_breaks_the_search(path: str, mei: User, signed_in: SignIn) -> None:
    client = signed_in(mei)
    for text in OURS:
        assert client.get(path, {"q": text.encode("utf-8", "replace")}).status_code == 200, repr(text)
