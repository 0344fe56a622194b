"""Which lanes suit a customer, and what a shipment of a given price weighs on them."""

from dataclasses import replace

from guanxi.processes.demo.accounts import Account
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.identities import Identity
from guanxi.processes.demo.industries import Industry
from guanxi.processes.demo.lanes import Lane, Mode, lanes_from

# Price of a usual shipment in fen between which a mode makes sense.
_TICKETS: dict[Mode, tuple[int, int]] = {
    "express": (0, 260_000),
    "road": (15_000, 1_200_000),
    "air": (40_000, 900_000),
    "rail": (120_000, 10_000_000),
    "ocean": (200_000, 10_000_000),
}
_SHARES = ((100,), (72, 28), (58, 28, 14))
_HEAVY_PACKAGE_KG = 300
_LIGHT_KG = {"rail": 5_000, "road": 3_000, "ocean": 12_000, "express": 30}
_WAGON_PACKAGE_KG = 500
_CHILLED = frozenset({"果业", "乳业", "医药"})


def usual_lanes(account: Account, identity: Identity, dice: Dice) -> list[tuple[Lane, int]]:
    """The one to three lanes the customer uses, each with its share of the shipments."""
    if account.lane:
        return [(account.lane, 100)]
    offered = lanes_from(identity.city.hub)
    fitting = [lane for lane in offered if _suits(lane, account.ticket_fen, identity.trade)]
    chosen = dice.draw(fitting or offered, min(len(fitting or offered), dice.between(1, 3)))
    return list(zip(chosen, _SHARES[len(chosen) - 1], strict=True))


def _suits(lane: Lane, ticket_fen: int, trade: Industry) -> bool:
    low, high = _TICKETS[lane.mode]
    too_heavy = trade.package_kg >= _HEAVY_PACKAGE_KG and lane.mode in {"air", "express"}
    return low <= ticket_fen <= high and not too_heavy


def weight_of(revenue_fen: int, lane: Lane, rate_permille: int) -> int:
    """Kilograms that cost `revenue_fen` on the lane for a customer who pays `rate_permille` of its tariff."""
    fen_per_tonne = lane.fen_per_tonne * rate_permille // 1000
    kilograms = max(0, revenue_fen - lane.base_fen) * 1000 // fen_per_tonne
    step = 10 if lane.mode in {"rail", "ocean"} else 1
    return max(1 if lane.mode == "express" else 20, kilograms // step * step)


def packages_of(weight_kg: int, trade: Industry) -> int:
    return -(-weight_kg // trade.package_kg)


def service_of(lane: Lane, weight_kg: int, trade: Industry) -> str:
    """The service as the trade calls it."""
    is_light = weight_kg < _LIGHT_KG.get(lane.mode, 0)
    if lane.mode == "rail":
        if lane.is_abroad:
            return "中欧班列"
        return "零担" if is_light else "整车" if trade.package_kg >= _WAGON_PACKAGE_KG else "集装箱"
    if lane.mode == "road" and trade.name in _CHILLED:
        return "冷链"
    names = {"road": ("零担", "整车"), "ocean": ("拼箱", "整箱"), "express": ("快递", "快运")}
    light, full = names.get(lane.mode, ("空运", "空运"))
    return light if is_light else full


def turned_round(lane: Lane) -> Lane:
    """The way back, for returns."""
    return replace(lane, origin=lane.destination, destination_city=lane.hub, destination=lane.origin)
