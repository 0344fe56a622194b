from collections import Counter
from datetime import date

from stdnum.cn import uscc

from guanxi.domain.audiences.models import LawfulBasis, Signal
from guanxi.domain.customers.models import ContactRole, Nature, Party, Purpose, Site, Source
from guanxi.processes.demo import demo_staff
from tests.processes.demo.world import Row, World, day

BUSINESS_DATE = date(2025, 6, 30)


def active(world: World) -> set[str]:
    return {row["customer_number"] for row in world.delivered()}


def values(world: World, column: str) -> set[str]:
    return {row[column] for row in world.customers.values() if row[column]}


def test_every_code_is_one_the_product_knows(world: World) -> None:
    assert values(world, "kind") <= set(Party.Kind.values)
    assert values(world, "purpose") <= set(Purpose.values)
    assert values(world, "nature") <= set(Nature.values)
    assert values(world, "source") <= set(Source.values)
    assert values(world, "site_kind") <= set(Site.Kind.values)
    assert values(world, "signal_type") <= set(Signal.Kind.values)
    assert values(world, "lawful_basis") <= set(LawfulBasis.values)
    roles = {role for row in world.customers.values() for role in row["contact_roles"].split(";")}
    assert roles <= set(ContactRole.values)


def test_names_numbers_codes_and_addresses_of_people_are_unique(any_world: World) -> None:
    for column in ("customer_number", "name", "name_en", "uscc", "contact_phone", "contact_email"):
        counts = Counter(row[column] for row in any_world.customers.values() if row[column])
        assert [value for value, count in counts.items() if count > 1] == []


def test_every_uscc_is_sound_and_a_few_companies_have_none(any_world: World) -> None:
    assert all(uscc.is_valid(code) for code in values(any_world, "uscc"))
    companies = [row for row in any_world.customers.values() if row["kind"] == "organisation"]
    without = [row for row in companies if row["registered_on"] and not row["uscc"]]
    assert 1 <= len(without) <= 12


def test_people_have_no_uscc_and_buy_for_themselves(any_world: World) -> None:
    people = [row for row in any_world.customers.values() if row["kind"] == "person"]
    assert {(row["uscc"], row["purpose"], row["nature"]) for row in people} == {
        ("", "consumer", "individual")
    }


def test_nobody_can_be_reached_by_what_the_files_say(any_world: World) -> None:
    assert all(row["contact_phone"].startswith("100-0000-") for row in any_world.customers.values())
    assert all(row["contact_email"].endswith(".example") for row in any_world.customers.values())


def test_owners_are_sales_and_account_managers_on_staff(any_world: World) -> None:
    sellers = {person.email for person in demo_staff() if person.role in {"sales", "account_manager"}}
    assert values(any_world, "owner_email") == sellers


def test_every_group_of_customers_is_there(any_world: World) -> None:
    shipped = active(any_world)
    rows = any_world.customers.values()
    assert len(rows) == 593
    assert len([row for row in rows if row["purpose"] == "internal"]) == 10
    basic = [row for row in rows if row["registered_on"] and row["customer_number"] not in shipped]
    assert len(basic) == 54
    ordinary = [row for row in rows if not row["registered_on"] and row["customer_number"] not in shipped]
    assert len(ordinary) == 304
    assert all(row["signal_type"] and row["signal_on"] and row["lawful_basis"] for row in ordinary)


def test_lapsed_customers_shipped_only_before_the_year(any_world: World) -> None:
    recent = set(any_world.ranking(BUSINESS_DATE, internal=True))
    lapsed = active(any_world) - recent
    assert len(lapsed) == 25
    assert all(
        row["delivered_on"] < "2024-07-01"
        for row in any_world.delivered()
        if row["customer_number"] in lapsed
    )


def test_basic_customers_include_those_who_say_they_bought_and_those_who_tried(any_world: World) -> None:
    shipped = active(any_world)
    declared = [row for row in any_world.customers.values() if row["declared_buyer"] == "yes"]
    assert len(declared) == 9
    assert not {row["customer_number"] for row in declared} & shipped
    tried = [row for row in any_world.shipments if row["customer_number"] not in shipped]
    assert len([row for row in tried if row["cancelled_on"]]) == 4
    assert len([row for row in tried if not row["cancelled_on"]]) == 5
    assert not any(row["revenue"] for row in tried)


def test_a_parent_stands_before_its_children(any_world: World) -> None:
    children: list[Row] = [row for row in any_world.customers.values() if row["parent_number"]]
    assert all(row["parent_number"] < row["customer_number"] for row in children)
    assert set(any_world.customers) >= {row["parent_number"] for row in children}
    families = Counter(any_world.customers[row["parent_number"]]["name"] for row in children)
    assert families == {"华远物流集团有限公司": 9, "星槎控股集团有限公司": 3}


def test_signals_come_before_registration_and_nothing_after_the_facts(any_world: World) -> None:
    for row in any_world.customers.values():
        known = [day(row[column]) for column in ("signal_on", "registered_on") if row[column]]
        assert known == sorted(known)
        assert all(moment <= BUSINESS_DATE for moment in known)


def test_nobody_orders_before_being_known(any_world: World) -> None:
    for row in any_world.shipments:
        customer = any_world.customers[row["customer_number"]]
        known = customer["signal_on"] or customer["registered_on"]
        assert row["ordered_on"] >= known


def test_288_of_320_scanned_at_the_fair_consented_36_registered_and_9_ship(any_world: World) -> None:
    (fair,) = any_world.files["campaigns"]
    assert (fair["responses"], fair["cost"], fair["audience"]) == ("320", "48000.00", "河南纸制品企业")
    assert (fair["register_within_days"], fair["ship_within_days"]) == ("90", "180")
    met = [row for row in any_world.customers.values() if row["signal_campaign"] == fair["name"]]
    assert len(met) == 288
    assert {(row["signal_type"], row["lawful_basis"], row["source"]) for row in met} == {
        ("badge_scan", "consent", "fair")
    }
    registered = [row for row in met if row["registered_on"]]
    assert len(registered) == 36
    assert all((day(row["registered_on"]) - day(row["signal_on"])).days <= 90 for row in registered)
    shipped = [row for row in met if row["customer_number"] in active(any_world)]
    assert len(shipped) == 9
    assert all(row["registered_on"] for row in shipped)
    assert any_world.customer("晨光纸业") in shipped


def test_the_fair_was_visited_by_paper_makers_of_henan(any_world: World) -> None:
    met = [row for row in any_world.customers.values() if row["signal_campaign"]]
    assert {row["city"] for row in met} <= {"郑州", "洛阳", "新乡", "许昌", "焦作", "濮阳", "漯河", "周口"}
    assert all(any(trade in row["name"] for trade in ("纸业", "纸品", "包装", "印务")) for row in met)


def test_badges_are_scanned_only_while_the_fair_is_open(any_world: World) -> None:
    scanned = {row["signal_on"] for row in any_world.customers.values() if row["signal_type"] == "badge_scan"}
    assert scanned <= {"2025-02-20", "2025-02-21", "2025-02-22"}


def test_potential_customers_are_estimates_without_people(world: World) -> None:
    paper = world.files["audiences"][0]
    assert (paper["name"], paper["size_estimate"]) == ("河南纸制品企业", "1200")
    assert not {"contact_name", "contact_phone", "contact_email"} & set(paper)


def test_everybody_is_identified_by_a_signal_or_the_roster(any_world: World) -> None:
    for row in any_world.customers.values():
        assert row["signal_on"] or row["registered_on"], row["name"]
