"""One customer's budgets become shipments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from guanxi.processes.demo.accounts import Attempt, Budget
from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.freight import packages_of, service_of, turned_round, usual_lanes, weight_of
from guanxi.processes.demo.lanes import Lane
from guanxi.processes.demo.money import split
from guanxi.processes.demo.receivers import Receivers
from guanxi.processes.demo.seasons import FACTS_END, spread
from guanxi.processes.demo.transit import Passage, passage, standing_passage

NOT_YET_INVOICED = "not yet invoiced"
NOT_CARRIED = "cancelled before carriage"
IN_FORWARD_FREIGHT = "included in forward freight"
# Invoices of the last week of facts are partly still to be written.
_ALL_INVOICED_UNTIL = date(2025, 6, 23)
_LONGEST_PASSAGE = timedelta(60)
_CANCELLED_PERMILLE = 8
_RETURNED_PERMILLE = 16


@dataclass(frozen=True)
class Shipment:
    """One lot. `revenue_fen` None has its reason in `absent_because`; a day None did not happen."""

    customer: Customer
    lane: Lane
    passage: Passage
    service: str
    cargo: str
    packages: int
    weight_kg: int
    consignee: str
    revenue_fen: int | None = None
    absent_because: str = ""
    cancelled_on: date | None = None
    direction: str = "forward"


class Shipper:
    """Ships for one customer: on its lanes, its cargo, to its receivers, at its rate."""

    def __init__(self, customer: Customer, receivers: Receivers, dice: Dice) -> None:
        self._customer = customer
        self._account = customer.account
        self._trade = customer.identity.trade
        self._dice = dice
        self._rate_permille = dice.between(900, 1_080)
        self._lanes = usual_lanes(customer.account, customer.identity, dice)
        self._receivers = {
            lane: receivers.regular(lane.destination_city, customer) for lane, _ in self._lanes
        }

    def shipments(self) -> Iterator[Shipment]:
        for budget in self._account.budgets:
            for shipment in self._within(budget):
                yield shipment
                yield from self._aftermath(shipment)
        if self._account.attempt is Attempt.CANCELLED:
            yield self._cancelled(self._lane(), self._account.known_on + timedelta(self._dice.between(4, 20)))
        if self._account.attempt is Attempt.UNDERWAY:
            yield self._underway()

    def _within(self, budget: Budget) -> Iterator[Shipment]:
        """The shipments of a budget; those invoiced share its revenue to the fen."""
        legs = [self._leg(day, is_standing_order=bool(budget.days)) for day in self._days(budget)]
        sizes = [self._dice.between(40, 100) + self._dice.between(20, 60) for _ in legs]
        # The first is always invoiced: there may be no other to carry the budget.
        counts = [place == 0 or self._is_invoiced(leg) for place, (_, leg) in enumerate(legs)]
        invoiced = [size if counted else 0 for size, counted in zip(sizes, counts, strict=True)]
        amounts = split(budget.revenue_fen, invoiced)
        for (lane, leg), size, counted, amount in zip(legs, sizes, counts, amounts, strict=True):
            worth = amount if counted else budget.revenue_fen * size // sum(invoiced)
            shipment = self._shipment(lane, leg, weight_of(worth, lane, self._rate_permille))
            yield (
                replace(shipment, revenue_fen=amount)
                if counted
                else replace(shipment, absent_because=NOT_YET_INVOICED)
            )

    def _days(self, budget: Budget) -> Sequence[date]:
        if budget.days:
            return budget.days
        days = spread(
            budget.shipments,
            first=budget.first,
            last=budget.last,
            festive=self._trade.festive,
            dice=self._dice,
        )
        return [max(budget.first, min(days[0], FACTS_END - _LONGEST_PASSAGE)), *days[1:]]

    def _lane(self) -> Lane:
        return self._dice.pick_weighted(self._lanes)

    def _leg(self, day: date, *, is_standing_order: bool) -> tuple[Lane, Passage]:
        lane = self._lane()
        if is_standing_order:
            return lane, standing_passage(lane, day, overrun=self._account.overruns.get(day, 0))
        leg = passage(lane, day, self._dice, not_before=self._account.known_on)
        is_fresh = day > FACTS_END - timedelta(2) and self._dice.falls(300)
        return lane, leg.only_ordered() if is_fresh else leg

    def _is_invoiced(self, leg: Passage) -> bool:
        if leg.delivered_on is None:
            return False
        return leg.delivered_on <= _ALL_INVOICED_UNTIL or self._dice.falls(600)

    def _shipment(self, lane: Lane, leg: Passage, weight_kg: int) -> Shipment:
        return Shipment(
            customer=self._customer,
            lane=lane,
            passage=leg,
            service=service_of(lane, weight_kg, self._trade),
            cargo=self._dice.pick(self._trade.cargo),
            packages=packages_of(weight_kg, self._trade),
            weight_kg=weight_kg,
            consignee=self._dice.pick(self._receivers[lane]),
        )

    def _aftermath(self, shipment: Shipment) -> Iterator[Shipment]:
        """What now and then follows on a shipment: another booking that is cancelled, a return."""
        accepted, delivered = shipment.passage.accepted_on, shipment.passage.delivered_on
        if accepted and self._dice.falls(_CANCELLED_PERMILLE):
            yield self._cancelled(shipment.lane, accepted)
        if delivered and self._dice.falls(_RETURNED_PERMILLE):
            yield from self._returned(shipment, delivered)

    def _cancelled(self, lane: Lane, day: date) -> Shipment:
        """A booking given up within three days, half of the time before it was accepted."""
        booked = Passage(day, day, day + timedelta(lane.promise_days), None, None)
        weight = weight_of(max(self._account.ticket_fen, 2 * lane.base_fen), lane, self._rate_permille)
        shipment = self._shipment(lane, booked if self._dice.falls(500) else booked.only_ordered(), weight)
        cancelled_on = min(FACTS_END, day + timedelta(self._dice.below(3)))
        return replace(shipment, cancelled_on=cancelled_on, absent_because=NOT_CARRIED)

    def _underway(self) -> Shipment:
        """A first order, accepted in the last two days and not yet delivered."""
        lane, accepted = self._lane(), FACTS_END - timedelta(self._dice.below(2))
        leg = Passage(accepted, accepted, accepted + timedelta(lane.promise_days), accepted, None)
        weight = weight_of(4 * lane.base_fen, lane, self._rate_permille)
        return replace(self._shipment(lane, leg, weight), absent_because=NOT_YET_INVOICED)

    def _returned(self, forward: Shipment, delivered: date) -> Iterator[Shipment]:
        """Part of a lot on its way back to the sender, carried within the forward freight."""
        lane, accepted = turned_round(forward.lane), delivered + timedelta(self._dice.between(2, 12))
        if accepted > FACTS_END:
            return
        leg = passage(lane, accepted, self._dice, not_before=delivered)
        if leg.ordered_on < delivered or leg.crosses_the_year:
            return
        weight = max(1, forward.weight_kg * self._dice.between(4, 35) // 100)
        yield replace(
            forward,
            lane=lane,
            passage=leg,
            service=service_of(lane, weight, self._trade),
            packages=packages_of(weight, self._trade),
            weight_kg=weight,
            consignee=self._customer.row.name,
            revenue_fen=None,
            absent_because=IN_FORWARD_FREIGHT,
            direction="reverse",
        )
