"""The pages of value: concentration, one customer's value, the budget and how it is exceeded."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.value.drawing import draw_budget
from guanxi.domain.value.models import BudgetApproval, MaintenanceBudget
from tests import factories
from tests.domain.value.ledgers import d217

SignedIn = Callable[[User], Client]
AS_OF = date(2025, 6, 30)
pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def shuwei(li: User) -> Customer:
    """蜀味食品 with the ledger of D217, among forty customers that bring ¥1,000 each."""
    for place in range(40):
        other = factories.customer(f"customer {place}")
        factories.shipment(other, delivered_on=date(2025, 5, 2))
    customer = factories.customer("蜀味食品", name_en="Shuwei Foods", owner=li)
    d217(customer)
    factories.run(AS_OF)
    return customer


@pytest.fixture
def budget(shuwei: Customer, mei: User, moment: datetime) -> MaintenanceBudget:
    """¥124,000 for June: ¥120,000 for 蜀味食品, who brings 1,200,000 of 1,240,000."""
    return draw_budget(
        run=factories.run(AS_OF),
        starts_on=date(2025, 6, 1),
        ends_on=AS_OF,
        amount_minor=124_000_00,
        by=mei,
        at=moment,
    )


def told(response: Any) -> str:
    """The page's text, its white space as a reader sees it."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_best_one_and_twenty_per_cent_are_named_with_their_reason(
    signed_in: SignedIn, mei: User, shuwei: Customer
) -> None:
    page = signed_in(mei).get("/value/")

    first, fifth = page.context["headlines"]
    assert (first.top.customers, first.top.share_ppm) == (1, 967_742)
    assert (fifth.top.customers, fifth.top.share_ppm) == (9, 974_198)
    assert [step.top.share_ppm for step in page.context["steps"]][-1] == 1_000_000
    assert "Why “96.8%”?" in told(page)
    assert "The net revenue of the first 1% of the active customers by revenue" in told(page)


def test_the_statement_of_all_is_the_run_s_contribution(
    signed_in: SignedIn, mei: User, shuwei: Customer
) -> None:
    lines = {line.name: line.amount_minor for line in signed_in(mei).get("/value/").context["statement"]}

    assert lines["gross"] == 1_240_000_00
    assert lines["contribution"] == 217_900_00 + 40_000_00


def test_who_may_not_see_costs_sees_shares_and_no_statement(
    signed_in: SignedIn, service_agent: User, shuwei: Customer
) -> None:
    page = signed_in(service_agent).get("/value/")

    assert page.context["statement"] is None
    assert "What all customers leave us" not in told(page)


def test_before_the_first_run_the_page_says_what_is_missing(signed_in: SignedIn, mei: User) -> None:
    assert "No ranking yet" in told(signed_in(mei).get("/value/"))


def test_d217_stands_on_the_customer_s_page_with_every_line(
    signed_in: SignedIn, mei: User, shuwei: Customer
) -> None:
    page = signed_in(mei).get(f"/customers/{shuwei.pk}/value/")

    shown = told(page)
    for amount in ("1,200,000.00", "36,000.00", "1,164,000.00", "900,000.00", "44,900.00", "217,900.00"):
        assert f"CN¥{amount}" in shown
    assert "The contribution is 18.7% of net revenue" in shown
    assert "Order handling × 240" in shown


def test_every_number_of_the_tab_opens_its_reason(
    signed_in: SignedIn, mei: User, shuwei: Customer, budget: MaintenanceBudget
) -> None:
    page = signed_in(mei).get(f"/customers/{shuwei.pk}/value/").content.decode()

    computed = set(re.findall(r'data-computed="(value-[\w-]+)"', page))
    assert computed >= {
        f"value-{name}"
        for name in (
            *("orders", "revenue", "gap", "season", "mix", "share", "rank", "lapse"),
            *("gross", "discount", "net", "transport", "service", "gift", "contribution"),
            *("line", "spent", "left"),
        )
    }
    for name in computed:
        assert page.count(f'id="why-{name}"') == 1


def test_a_salesperson_reads_the_rhythm_and_no_cost(
    signed_in: SignedIn, li: User, shuwei: Customer, budget: MaintenanceBudget
) -> None:
    shown = told(signed_in(li).get(f"/customers/{shuwei.pk}/value/"))

    assert "Lapsed on 2025-06-11" in shown
    assert "217,900" not in shown
    assert "Maintenance budget" not in shown


def test_a_silent_customer_is_shown_as_lapsed(signed_in: SignedIn, mei: User) -> None:
    fenggu = factories.customer("丰谷食品")
    for place in range(14):
        factories.shipment(fenggu, delivered_on=date(2025, 5, 21) - timedelta(days=6 * place))

    shown = told(signed_in(mei).get(f"/customers/{fenggu.pk}/value/"))

    assert "Lapsed on 2025-06-20" in shown
    assert "Median gap 6 days" in shown


def test_a_budget_is_shown_divided_before_it_is_drawn_up(
    signed_in: SignedIn, mei: User, shuwei: Customer
) -> None:
    wanted = {"starts_on": "2025-06-01", "ends_on": "2025-06-30", "amount": "124000"}
    client = signed_in(mei)

    preview = client.post("/budget/new/", wanted | {"preview": "1"})
    assert "CN¥120,000.00" in told(preview)
    assert not MaintenanceBudget.objects.everything("the test").exists()

    drawn = client.post("/budget/new/", wanted, follow=True)
    assert "CN¥124,000.00" in told(drawn)
    assert drawn.context["rows"][0].line.customer == shuwei
    again = client.post("/budget/new/", wanted)
    assert again.status_code == 422
    assert "Another budget holds in a part of this period." in told(again)


def test_spending_is_refused_beyond_the_line_and_possible_once_another_person_agreed(
    signed_in: SignedIn, mei: User, administrator: User, shuwei: Customer, budget: MaintenanceBudget
) -> None:
    client, other = signed_in(mei), signed_in(administrator)
    at = f"/customers/{shuwei.pk}/value"
    spending = {"activity": "visit", "on": "2025-06-30", "amount": "120500", "key": "k1"}
    before = CostActivity.objects.everything("the test").count()

    refused = client.post(f"{at}/spend/", spending)
    assert refused.status_code == 422
    assert "Only CN¥120,000.00 is left for this customer; CN¥500.00 more would need an approval." in told(
        refused
    )
    assert CostActivity.objects.everything("the test").count() == before

    client.post(f"{at}/overspend/", {"amount": "500", "reason": "续约"})
    [approval] = BudgetApproval.objects.everything("the test")
    own = client.post(f"/budget/approvals/{approval.pk}/", {"decision": "approve"})
    assert own.status_code == 403
    assert "Another person with the right decides." in told(client.get("/budget/"))

    other.post(f"/budget/approvals/{approval.pk}/", {"decision": "approve"})
    client.post(f"{at}/spend/", spending)
    client.post(f"{at}/spend/", spending)

    assert CostActivity.objects.everything("the test").count() == before + 1
    row = client.get("/budget/").context["rows"][0]
    assert (row.standing.spent_minor, row.standing.left_minor) == (120_500_00, 0)


def test_a_decline_needs_a_reason_and_leaves_the_line_as_it_was(
    signed_in: SignedIn, mei: User, administrator: User, shuwei: Customer, budget: MaintenanceBudget
) -> None:
    approval = factories.approval(shuwei, by=mei)
    other = signed_in(administrator)
    decide = f"/budget/approvals/{approval.pk}/"

    silent = other.post(decide, {"decision": "decline"}, follow=True)
    assert "Say why it is declined." in told(silent)
    assert BudgetApproval.objects.everything("the test").get().state == "waiting"

    other.post(decide, {"decision": "decline", "note": "下季度再议"})
    assert BudgetApproval.objects.everything("the test").get().state == "declined"
    row = other.get("/budget/").context["rows"][0]
    assert (row.standing.approved_minor, row.standing.left_minor) == (0, 120_000_00)


def test_an_account_manager_sees_the_lines_of_the_own_team_and_not_the_whole(
    signed_in: SignedIn, fang: User, shuwei: Customer, budget: MaintenanceBudget
) -> None:
    page = signed_in(fang).get("/budget/")

    assert [row.line.customer for row in page.context["rows"]] == [shuwei]
    assert "CN¥124,000.00" not in re.sub(
        r'<div class="popover.*?</div>', "", page.content.decode(), flags=re.S
    )
    assert "tiers" not in page.context


def test_the_pages_ask_few_questions_of_the_database(
    signed_in: SignedIn,
    mei: User,
    shuwei: Customer,
    budget: MaintenanceBudget,
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(mei)
    with django_assert_max_num_queries(24):
        client.get("/budget/")
    with django_assert_max_num_queries(24):
        client.get("/value/")
