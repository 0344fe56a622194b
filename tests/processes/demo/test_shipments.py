from collections import Counter, defaultdict
from statistics import mean

from tests.processes.demo.world import Row, World, day, is_late

FIRST, LAST, YEAR_BEGIN = "2024-01-01", "2025-06-30", "2024-07-01"
DEEDS = ("ordered_on", "accepted_on", "picked_up_on", "delivered_on", "cancelled_on")


def by_lane(world: World) -> dict[tuple[str, str], list[Row]]:
    lanes = defaultdict(list)
    for row in world.delivered():
        lanes[row["origin"], row["destination"]].append(row)
    return lanes


def late_share(shipments: list[Row]) -> float:
    return mean(is_late(row) for row in shipments)


def test_identities_are_unique_and_customers_known(any_world: World) -> None:
    for column in ("source_id", "waybill_number"):
        assert len({row[column] for row in any_world.shipments}) == len(any_world.shipments)
    assert {row["customer_number"] for row in any_world.shipments} <= set(any_world.customers)


def test_waybills_are_numbered_by_the_month_of_their_order(any_world: World) -> None:
    in_month: Counter[str] = Counter()
    for row in any_world.shipments:
        month = row["ordered_on"][2:7].replace("-", "")
        in_month[month] += 1
        assert row["waybill_number"] == f"W{month}-{in_month[month]:04d}"


def test_every_deed_lies_in_the_calendar_and_in_its_order(any_world: World) -> None:
    for row in any_world.shipments:
        deeds = [row[column] for column in DEEDS if row[column]]
        assert all(FIRST <= deed <= LAST for deed in deeds)
        assert deeds == sorted(deeds)
        assert not row["promised_on"] or row["promised_on"] > row["accepted_on"]


def test_no_shipment_lies_across_the_start_of_the_ranking_year(any_world: World) -> None:
    assert not [row for row in any_world.shipments if row["ordered_on"] < YEAR_BEGIN <= row["delivered_on"]]


def test_revenue_is_known_or_its_absence_has_a_reason(any_world: World) -> None:
    for row in any_world.shipments:
        assert bool(row["revenue"]) != bool(row["revenue_absent_reason"])
    reasons = Counter(row["revenue_absent_reason"] for row in any_world.shipments if not row["revenue"])
    assert set(reasons) == {"not yet invoiced", "cancelled before carriage", "included in forward freight"}
    assert all(float(row["revenue"]) > 0 for row in any_world.shipments if row["revenue"])
    assert {row["currency"] for row in any_world.shipments} == {"CNY"}


def test_some_shipments_are_on_the_way_when_the_facts_end(any_world: World) -> None:
    on_the_way = [row for row in any_world.carried() if row["accepted_on"] and not row["delivered_on"]]
    assert 40 <= len(on_the_way) <= 250
    assert not any(row["revenue"] for row in on_the_way)


def test_the_line_to_urumqi_is_buried_when_the_facts_end(any_world: World) -> None:
    overdue = [
        row for row in any_world.carried() if not row["delivered_on"] and "" < row["promised_on"] < LAST
    ]
    assert len([row for row in overdue if row["destination"] == "乌鲁木齐三坪"]) >= 3


def test_returns_go_back_to_the_sender_on_a_lane_turned_round(any_world: World) -> None:
    returns = [row for row in any_world.shipments if row["direction"] == "reverse"]
    assert 0.010 <= len(returns) / len(any_world.shipments) <= 0.020
    lanes = set(by_lane(any_world))
    for row in returns:
        assert (row["destination"], row["origin"]) in lanes
        assert row["consignee"] == any_world.customers[row["customer_number"]]["name"]


def test_a_few_bookings_are_cancelled_before_anything_is_carried(any_world: World) -> None:
    cancelled = [row for row in any_world.shipments if row["cancelled_on"]]
    assert 0.004 <= len(cancelled) / len(any_world.shipments) <= 0.015
    assert not any(row["picked_up_on"] or row["delivered_on"] for row in cancelled)


def test_weights_and_packages_are_whole_and_positive(any_world: World) -> None:
    assert all(int(row["weight_kg"]) > 0 and int(row["packages"]) > 0 for row in any_world.shipments)


def test_a_shipment_in_eleven_or_twelve_is_late(world: World) -> None:
    assert round(late_share(world.delivered()), 3) == 0.086


def test_delays_stay_within_the_bounds_whatever_the_seed(any_world: World) -> None:
    assert 0.06 <= late_share(any_world.delivered()) <= 0.12


def test_the_lane_to_urumqi_is_clearly_worse(any_world: World) -> None:
    lanes = by_lane(any_world)
    assert late_share(lanes["郑州圃田", "乌鲁木齐三坪"]) > 2 * late_share(any_world.delivered())
    assert late_share(lanes["郑州圃田", "成都城厢"]) < 0.09


def test_the_lane_of_story_5_takes_five_days_usually_and_seven_at_p90(any_world: World) -> None:
    taken = sorted(
        (day(row["delivered_on"]) - day(row["accepted_on"])).days
        for row in by_lane(any_world)["郑州圃田", "成都城厢"]
    )
    assert taken[len(taken) // 2] == 5
    assert taken[-(-len(taken) * 90 // 100) - 1] == 7


def test_rail_promises_inside_china_follow_the_rail_rule(any_world: World) -> None:
    promised = {
        (day(row["promised_on"]) - day(row["accepted_on"])).days
        for row in by_lane(any_world)["郑州圃田", "成都城厢"]
    }
    assert promised == {7}, "one day and one for each 250 km begun of 1,460"


def test_spring_festival_is_quiet_and_november_busy(any_world: World) -> None:
    months = Counter(row["ordered_on"][:7] for row in any_world.carried())
    assert months["2024-11"] > 1.2 * months["2024-10"]
    assert months["2025-02"] < 0.75 * months["2024-12"]
    festival_week = [row for row in any_world.carried() if "2025-01-28" <= row["accepted_on"] <= "2025-02-03"]
    assert len(festival_week) < 20


def test_every_mode_and_more_than_forty_lanes_are_used(world: World) -> None:
    assert {row["mode"] for row in world.shipments} == {"rail", "road", "air", "ocean", "express"}
    assert len(by_lane(world)) > 40


def test_some_consignees_are_customers_themselves(any_world: World) -> None:
    names = {row["name"] for row in any_world.customers.values()}
    assert any(row["consignee"] in names for row in any_world.carried())
