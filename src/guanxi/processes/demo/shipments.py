"""All shipments of the demo, numbered as the operator numbers them: the rows of shipments.csv."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guanxi.processes.demo.cast import CHENGUANG, CHENGUANG_FIRST_LOT_FEN
from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.lanes import PUTIAN_TO_CHENGXIANG
from guanxi.processes.demo.money import yuan
from guanxi.processes.demo.receivers import Receivers
from guanxi.processes.demo.shipper import Shipment, Shipper
from guanxi.processes.demo.transit import Passage

_STORY_MONTH = (2025, 4)
_STORY_PLACE = 7


@dataclass(frozen=True)
class ShipmentRow:
    """One line of shipments.csv; dates are ISO text, revenue is yuan with two decimals, empty is unknown."""

    source_id: str
    waybill_number: str
    customer_number: str
    ordered_on: str
    accepted_on: str
    promised_on: str
    picked_up_on: str
    delivered_on: str
    cancelled_on: str
    origin: str
    destination: str
    mode: str
    service: str
    cargo: str
    packages: str
    weight_kg: str
    revenue: str
    revenue_absent_reason: str
    currency: str
    direction: str
    consignee: str


def shipment_rows(customers: Sequence[Customer], dice: Dice) -> list[ShipmentRow]:
    """Every shipment in the order of its waybill number, W + year and month + place in the month."""
    receivers = Receivers(customers, dice.apart("receivers"))
    found = [
        shipment
        for customer in customers
        for shipment in Shipper(customer, receivers, dice.apart(customer.row.customer_number)).shipments()
    ]
    found.sort(key=lambda shipment: shipment.passage.ordered_on)
    chenguang = next(customer for customer in customers if customer.identity is CHENGUANG)
    found.insert(_place_of_the_story(found), _w2504_0007(chenguang))
    return list(_numbered(found))


def _place_of_the_story(found: Sequence[Shipment]) -> int:
    """Where the seventh waybill of April 2025 stands in the list."""
    before = sum((day.year, day.month) < _STORY_MONTH for day in (one.passage.ordered_on for one in found))
    return before + _STORY_PLACE - 1


def _w2504_0007(chenguang: Customer) -> Shipment:
    """120 reels, 60 t, promised for 19 April, unloaded on 22 April (story 5)."""
    return Shipment(
        customer=chenguang,
        lane=PUTIAN_TO_CHENGXIANG,
        passage=Passage(
            ordered_on=date(2025, 4, 1),
            accepted_on=date(2025, 4, 12),
            promised_on=date(2025, 4, 19),
            picked_up_on=date(2025, 4, 12),
            delivered_on=date(2025, 4, 22),
        ),
        service="整车",
        cargo="卷筒新闻纸",
        packages=120,
        weight_kg=60_000,
        consignee="成都锦箴印务有限公司",
        revenue_fen=CHENGUANG_FIRST_LOT_FEN,
    )


def _numbered(found: Sequence[Shipment]) -> Iterator[ShipmentRow]:
    in_month: Counter[str] = Counter()
    for place, shipment in enumerate(found, start=1):
        month = f"{shipment.passage.ordered_on:%y%m}"
        in_month[month] += 1
        yield _row(shipment, f"TMS-{place:06d}", f"W{month}-{in_month[month]:04d}")


def _row(shipment: Shipment, source_id: str, waybill_number: str) -> ShipmentRow:
    leg, lane = shipment.passage, shipment.lane
    return ShipmentRow(
        source_id=source_id,
        waybill_number=waybill_number,
        customer_number=shipment.customer.row.customer_number,
        ordered_on=_iso(leg.ordered_on),
        accepted_on=_iso(leg.accepted_on),
        promised_on=_iso(leg.promised_on),
        picked_up_on=_iso(leg.picked_up_on),
        delivered_on=_iso(leg.delivered_on),
        cancelled_on=_iso(shipment.cancelled_on),
        origin=lane.origin,
        destination=lane.destination,
        mode=lane.mode,
        service=shipment.service,
        cargo=shipment.cargo,
        packages=str(shipment.packages),
        weight_kg=str(shipment.weight_kg),
        revenue="" if shipment.revenue_fen is None else yuan(shipment.revenue_fen),
        revenue_absent_reason=shipment.absent_because,
        currency="CNY",
        direction=shipment.direction,
        consignee=shipment.consignee,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
