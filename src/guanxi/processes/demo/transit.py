"""When a shipment is ordered, accepted, promised, picked up and delivered."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.lanes import Lane
from guanxi.processes.demo.seasons import FACTS_BEGIN, FACTS_END, YEAR_BEGIN, is_around_spring_festival

_ORDERED_AHEAD = ((0, 30), (1, 34), (2, 20), (3, 11), (4, 5))
_OVERRUN = ((1, 48), (2, 25), (3, 14), (5, 9), (8, 4))
# In June 2025 sand lay on the line to Urumqi: what was accepted then is overdue when the facts end.
_BURIED_STATION = "乌鲁木齐三坪"
_BURIED_FROM, _BURIED_UNTIL = date(2025, 6, 6), date(2025, 6, 16)
_AROUND_USUAL = ((-1, 25), (0, 45), (1, 20), (2, 10))


@dataclass(frozen=True)
class Passage:
    """The days of one shipment; None is a deed that has not happened."""

    ordered_on: date
    accepted_on: date | None
    promised_on: date | None
    picked_up_on: date | None
    delivered_on: date | None

    @property
    def crosses_the_year(self) -> bool:
        """Ordered before the ranking year and delivered in it or later."""
        return self.ordered_on < YEAR_BEGIN and (self.delivered_on is None or self.delivered_on >= YEAR_BEGIN)

    def earlier(self, by: timedelta) -> "Passage":
        def back(day: date | None) -> date | None:
            return day - by if day else None

        return Passage(
            self.ordered_on - by,
            back(self.accepted_on),
            back(self.promised_on),
            back(self.picked_up_on),
            back(self.delivered_on),
        )

    def as_known_at_the_end(self) -> "Passage":
        """Without the deeds that lie after the last day of facts; a promise for a later day stays."""

        def known(day: date | None) -> date | None:
            return day if day and day <= FACTS_END else None

        return replace(self, picked_up_on=known(self.picked_up_on), delivered_on=known(self.delivered_on))

    def only_ordered(self) -> "Passage":
        return Passage(self.ordered_on, None, None, None, None)


def passage(lane: Lane, accepted: date, dice: Dice, *, not_before: date) -> Passage:
    """The whole passage of a shipment accepted on a day; whether the promise is kept is left to chance.

    No shipment lies across the start of the ranking year: one that would is moved back until it arrives on
    the eve. So the year's figures are the same by day of order, acceptance or delivery.
    """
    floor = max(not_before, YEAR_BEGIN if accepted >= YEAR_BEGIN else FACTS_BEGIN)
    ordered = accepted - timedelta(dice.pick_weighted(_ORDERED_AHEAD))
    whole = Passage(
        ordered_on=ordered if ordered >= floor else accepted,
        accepted_on=accepted,
        promised_on=accepted + timedelta(lane.promise_days),
        picked_up_on=accepted + timedelta(1 if lane.promise_days > 1 and dice.falls(380) else 0),
        delivered_on=accepted + timedelta(_days_taken(lane, accepted, dice)),
    )
    if whole.crosses_the_year and whole.delivered_on:
        whole = whole.earlier(whole.delivered_on - YEAR_BEGIN + timedelta(1))
    return whole.as_known_at_the_end()


def standing_passage(lane: Lane, day: date, *, overrun: int) -> Passage:
    """A shipment of a standing order: ordered, accepted and picked up on one day, always as long on its way.

    `overrun` is by how many days the promise was broken, 0 for a kept one.
    """
    taken = lane.promise_days + overrun if overrun else lane.usual_days
    promised = day + timedelta(lane.promise_days)
    return Passage(day, day, promised, day, day + timedelta(taken)).as_known_at_the_end()


def _days_taken(lane: Lane, accepted: date, dice: Dice) -> int:
    if lane.destination == _BURIED_STATION and _BURIED_FROM <= accepted <= _BURIED_UNTIL:
        return lane.promise_days + dice.between(10, 16)
    permille = lane.late_permille * (2 if is_around_spring_festival(accepted) else 1)
    if dice.falls(permille):
        return lane.promise_days + dice.pick_weighted(_OVERRUN)
    usual = lane.usual_days + dice.pick_weighted(_AROUND_USUAL)
    return min(lane.promise_days, max(1, usual))
