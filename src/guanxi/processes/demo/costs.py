"""What serving the customers cost: the rows of cost_rates.csv and cost_activities.csv (D26, D217)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guanxi.processes.demo.accounts import Standing
from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.money import fen, split, yuan
from guanxi.processes.demo.shipments import ShipmentRow

QUARTER_ENDS = (date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30))
_LAST_YEAR, _THIS_YEAR = date(2024, 1, 1), date(2024, 7, 1)
# Yuan for one, from the day of the first line and from that of the second.
_RATES = (
    ("order", 33, 35),
    ("call", 24, 25),
    ("visit", 280, 300),
    ("complaint", 760, 800),
    ("return", 480, 500),
)
# Transport cost as permille of the freight; the means of transport are not told apart.
_TRANSPORT_PERMILLE = (690, 840)
# 蜀味食品, quarter by quarter: D217's sum of ¥44,900, and what is taken off beside it (story 7).
_STORY = "蜀味食品"
_STORY_QUARTERS: Mapping[str, tuple[int, int, int, int]] = {
    "call": (12, 14, 16, 18),
    "visit": (3, 3, 3, 3),
    "complaint": (1, 1, 3, 3),
    "return": (0, 1, 2, 3),
}
_STORY_PAYOUTS, _STORY_GIFT_FEN = (2, 3, 3, 3), 30_000
_PAYOUT_FEN = 200_000
_STORY_TRANSPORT_FEN, _STORY_DISCOUNT_FEN = 90_000_000, 3_600_000


@dataclass(frozen=True)
class RateRow:
    """One line of cost_rates.csv: yuan for one unit from a day on."""

    activity: str
    valid_from: str
    rate: str
    currency: str


@dataclass(frozen=True)
class CostRow:
    """One line of cost_activities.csv: of a quarter, not of a waybill. An empty rate is that of the list."""

    activity_id: str
    customer_number: str
    waybill_number: str
    activity: str
    quantity: str
    occurred_on: str
    rate: str
    currency: str


@dataclass(frozen=True)
class _Deed:
    """What was done in a quarter; `each_fen` None is priced by the list."""

    customer_number: str
    on: date
    activity: str
    quantity: int
    each_fen: int | None = None


def rate_rows() -> list[RateRow]:
    """The rate list: each activity with its two rates."""
    return [
        RateRow(activity, day.isoformat(), yuan(100 * rate), "CNY")
        for activity, *rates in _RATES
        for day, rate in zip((_LAST_YEAR, _THIS_YEAR), rates, strict=True)
    ]


def cost_rows(customers: Sequence[Customer], shipments: Sequence[ShipmentRow], dice: Dice) -> list[CostRow]:
    """What was done for each ranked customer in the four quarters of the ranking year, by day."""
    freight = _freight(shipments)
    deeds = [
        deed
        for customer in customers
        if customer.account.standing is Standing.RANKED
        for deed in _deeds(customer, freight, dice)
        if deed.quantity
    ]
    deeds.sort(key=lambda deed: (deed.on, deed.customer_number))
    return [_row(deed, place) for place, deed in enumerate(deeds, start=1)]


def _freight(shipments: Sequence[ShipmentRow]) -> dict[tuple[str, date], list[int]]:
    """(customer number, quarter) → revenue in fen of each lot delivered in it."""
    found: dict[tuple[str, date], list[int]] = defaultdict(list)
    for row in shipments:
        if row.revenue and row.delivered_on > "2024-06-30":
            quarter = next(end for end in QUARTER_ENDS if row.delivered_on <= end.isoformat())
            found[row.customer_number, quarter].append(fen(row.revenue))
    return found


def _deeds(customer: Customer, freight: Mapping[tuple[str, date], list[int]], dice: Dice) -> Iterator[_Deed]:
    number = customer.row.customer_number
    lots = [freight.get((number, quarter), []) for quarter in QUARTER_ENDS]
    for quarter, delivered in zip(QUARTER_ENDS, lots, strict=True):
        yield _Deed(number, quarter, "order", len(delivered))
    if customer.identity.label == _STORY:
        yield from _of_the_story(number, [sum(delivered) for delivered in lots])
        return
    permille = dice.between(*_TRANSPORT_PERMILLE)
    for quarter, delivered in zip(QUARTER_ENDS, lots, strict=True):
        if delivered:
            yield _Deed(number, quarter, "transport", 1, sum(delivered) * permille // 1000)
            yield from _service(customer, quarter, len(delivered), dice)


def _service(customer: Customer, quarter: date, orders: int, dice: Dice) -> Iterator[_Deed]:
    """Calls and visits by size, complaints and returns by chance."""
    number = customer.row.customer_number
    yield _Deed(number, quarter, "call", dice.between(1, 3) + orders // 8)
    if customer.account.is_key_account:
        yield _Deed(number, quarter, "visit", dice.between(1, 3))
    complaints = sum(dice.falls(25) for _ in range(orders))
    yield _Deed(number, quarter, "complaint", complaints)
    yield _Deed(number, quarter, "return", sum(dice.falls(300) for _ in range(complaints)))


def _of_the_story(number: str, revenue: Sequence[int]) -> Iterator[_Deed]:
    transport = split(_STORY_TRANSPORT_FEN, revenue)
    for place, quarter in enumerate(QUARTER_ENDS):
        for activity, quantities in _STORY_QUARTERS.items():
            yield _Deed(number, quarter, activity, quantities[place])
        paid_out = _STORY_PAYOUTS[place]
        yield _Deed(number, quarter, "claim_payout", paid_out, _PAYOUT_FEN)
        yield _Deed(number, quarter, "transport", 1, transport[place])
        yield _Deed(number, quarter, "gift", 1, _STORY_GIFT_FEN)
    yield _Deed(number, QUARTER_ENDS[-1], "discount", 1, _STORY_DISCOUNT_FEN)


def _row(deed: _Deed, place: int) -> CostRow:
    return CostRow(
        activity_id=f"K-{place:05d}",
        customer_number=deed.customer_number,
        waybill_number="",
        activity=deed.activity,
        quantity=str(deed.quantity),
        occurred_on=deed.on.isoformat(),
        rate="" if deed.each_fen is None else yuan(deed.each_fen),
        currency="CNY",
    )
