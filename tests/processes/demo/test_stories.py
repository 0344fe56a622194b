from datetime import date
from itertools import pairwise
from statistics import median

import pytest

from guanxi.processes.demo import demo_staff
from guanxi.processes.demo.agenda import demo_agenda
from tests.processes.demo.world import World, day, is_late


def test_chenguang_registered_on_a_monday_with_the_code_of_the_story(any_world: World) -> None:
    chenguang = any_world.customer("晨光纸业")
    assert chenguang["uscc"] == "91410100MA0000GX0K"
    assert chenguang["registered_on"] == "2025-03-03"
    assert day(chenguang["registered_on"]).isoweekday() == 1
    assert (chenguang["source"], chenguang["signal_type"]) == ("fair", "badge_scan")


def test_chenguang_loaded_34_lots_in_april(any_world: World) -> None:
    april = [row for row in any_world.shipped_by("晨光纸业") if row["accepted_on"].startswith("2025-04")]
    assert len(april) == 34
    assert {(row["origin"], row["destination"]) for row in april} == {("郑州圃田", "成都城厢")}


def test_the_waybill_of_story_5(any_world: World) -> None:
    (waybill,) = [row for row in any_world.shipments if row["waybill_number"] == "W2504-0007"]
    assert any_world.customers[waybill["customer_number"]] == any_world.customer("晨光纸业")
    assert (waybill["packages"], waybill["weight_kg"]) == ("120", "60000")
    assert [waybill[f"{deed}_on"] for deed in ("accepted", "promised", "delivered")] == [
        "2025-04-12",
        "2025-04-19",
        "2025-04-22",
    ]


@pytest.mark.parametrize("deed", ["ordered_on", "delivered_on"])
def test_fenggu_ships_every_six_days_and_falls_silent_in_may(any_world: World, deed: str) -> None:
    days = [day(row[deed]) for row in any_world.shipped_by("丰谷食品")]
    assert median((later - earlier).days for earlier, later in pairwise(days)) == 6
    year = [one for one in days if one > date(2024, 5, 21)]
    assert median((later - earlier).days for earlier, later in pairwise(year)) == 6


def test_the_last_lot_of_fenggu_arrived_on_21_may(any_world: World) -> None:
    last = any_world.shipped_by("丰谷食品")[-1]
    assert (last["accepted_on"], last["promised_on"]) == ("2025-05-18", "2025-05-20")
    assert last["delivered_on"] == "2025-05-21"


def test_two_of_the_last_four_of_fenggu_were_late(any_world: World) -> None:
    assert [is_late(row) for row in any_world.shipped_by("丰谷食品")[-4:]] == [False, True, False, True]


def test_a_shipment_of_a_standing_order_leaves_on_the_day_it_is_ordered(any_world: World) -> None:
    for row in any_world.shipped_by("丰谷食品"):
        assert row["ordered_on"] == row["accepted_on"] == row["picked_up_on"]


def test_staff_has_every_role_and_each_team_its_seller() -> None:
    staff = demo_staff()
    assert staff[0].role == "administrator"
    assert len({person.role for person in staff}) == 9
    assert len({person.email for person in staff}) == len(staff)
    assert {person.team for person in staff if person.role == "sales"} == {"华北", "华东", "华南"}
    assert all(person.email.endswith("@huayuan.example") for person in staff)


def test_tasks_are_for_people_on_staff_about_customers_on_file(world: World) -> None:
    staff = {person.email for person in demo_staff()}
    for task in demo_agenda():
        assert task.assignee_email in staff
        assert not task.customer or world.customer(task.customer)
