"""Bills, payments, grades and costs of the demo: the figures of story 7, and that they add up."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.processes.demo.world import Row, World, day, fen

BUSINESS_DATE = date(2025, 6, 30)
RATES = {"order": 35, "call": 25, "visit": 300, "complaint": 800, "return": 500}


def unpaid(world: World, short_name: str) -> list[Row]:
    paid = {row["invoice_number"] for row in world.files["payments"]}
    return [row for row in world.of("invoices", short_name) if row["invoice_number"] not in paid]


def cost(row: Row) -> Decimal:
    """What an activity costs by its own rate, or else by the list."""
    return Decimal(row["quantity"]) * Decimal(row["rate"] or RATES[row["activity"]])


def test_zhongyuan_owes_for_47_days_and_has_slipped_to_c(any_world: World) -> None:
    first = min(unpaid(any_world, "中原钢构"), key=lambda row: row["due_on"])
    assert (BUSINESS_DATE - day(first["due_on"])).days == 47
    assert [row["grade"] for row in any_world.of("credit_grades", "中原钢构")] == ["BB", "C"]


def test_nobody_else_of_the_leaders_owes_for_more_than_30_days(any_world: World) -> None:
    leaders = [number for number, _ in any_world.ranking(BUSINESS_DATE).most_common(12)]
    zhongyuan = any_world.customer("中原钢构")["customer_number"]
    paid = {row["invoice_number"] for row in any_world.files["payments"]}
    late = {
        row["customer_number"]
        for row in any_world.files["invoices"]
        if row["invoice_number"] not in paid and day(row["due_on"]) < BUSINESS_DATE - timedelta(30)
    }
    assert late & set(leaders) == {zhongyuan}


def test_every_lot_that_was_billed_is_billed_once(any_world: World) -> None:
    billed: Counter[str] = Counter()
    for row in any_world.files["invoices"]:
        billed[row["customer_number"]] += fen(row["amount"])
    revenue = any_world.ranking(BUSINESS_DATE)
    persons = {number for number, row in any_world.customers.items() if row["kind"] == "person"}
    late_biller = any_world.customer("中原钢构")["customer_number"]
    assert set(billed) == set(revenue) - persons
    assert all(billed[number] == revenue[number] for number in billed if number != late_biller)
    assert billed[late_biller] < revenue[late_biller], "what came after 14 June is not billed yet"


def test_a_payment_is_of_a_bill_and_in_full(any_world: World) -> None:
    bills = {row["invoice_number"]: row for row in any_world.files["invoices"]}
    for payment in any_world.files["payments"]:
        bill = bills[payment["invoice_number"]]
        assert payment["amount"] == bill["amount"]
        assert bill["issued_on"] < payment["paid_on"] <= "2025-06-30"


@pytest.mark.parametrize(
    ("activity", "quantity", "amount"),
    [
        ("order", 240, 8_400),
        ("call", 60, 1_500),
        ("visit", 12, 3_600),
        ("complaint", 8, 6_400),
        ("return", 6, 3_000),
        ("claim_payout", 11, 22_000),
        ("transport", 4, 900_000),
        ("discount", 1, 36_000),
        ("gift", 4, 1_200),
    ],
)
def test_the_lines_of_d217(any_world: World, activity: str, quantity: int, amount: int) -> None:
    rows = [row for row in any_world.of("cost_activities", "蜀味食品") if row["activity"] == activity]
    assert sum(Decimal(row["quantity"]) for row in rows) == quantity
    assert sum(map(cost, rows)) == amount


def test_shuwei_leaves_217900_yuan_after_44900_for_serving_it(any_world: World) -> None:
    spent: Counter[str] = Counter()
    for row in any_world.of("cost_activities", "蜀味食品"):
        spent[row["activity"]] += int(100 * cost(row))
    number = any_world.customer("蜀味食品")["customer_number"]
    gross = any_world.ranking(BUSINESS_DATE)[number]
    beside = spent["discount"] + spent["transport"] + spent["gift"]
    assert sum(spent.values()) - beside == 4_490_000
    assert gross - sum(spent.values()) == 21_790_000


def test_the_rate_list_is_dated(any_world: World) -> None:
    held = [row for row in any_world.files["cost_rates"] if row["valid_from"] == "2024-07-01"]
    assert {row["activity"]: int(Decimal(row["rate"])) for row in held} == RATES
    assert len(any_world.files["cost_rates"]) == 2 * len(RATES)
    first = min(row["occurred_on"] for row in any_world.files["cost_activities"])
    assert first >= "2024-07-01", "the older rates price nothing of the ranking year"


def test_key_accounts_have_several_contacts_with_different_parts(any_world: World) -> None:
    for name in ("中原钢构", "蜀味食品", "晨光纸业", "丰谷食品"):
        rows = [any_world.customer(name)]
        rows += any_world.of("contacts_1", name) + any_world.of("contacts_2", name)
        assert len({row["contact_name"] for row in rows}) == len(rows) >= 2
        roles = {role for row in rows for role in row["contact_roles"].split(";")}
        assert roles >= {"decider", "user"}


def test_a_further_contact_is_the_only_news_of_its_row(any_world: World) -> None:
    for row in any_world.files["contacts_1"] + any_world.files["contacts_2"]:
        known = any_world.customers[row["customer_number"]]
        changed = {column for column, value in row.items() if known[column] != value}
        assert changed == {"contact_name", "contact_roles", "contact_phone", "contact_email"}
