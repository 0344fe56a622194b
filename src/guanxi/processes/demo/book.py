"""The whole book of accounts: who is on file and why, with every yuan of the ranking year placed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from guanxi.processes.demo import cast
from guanxi.processes.demo.accounts import Account, Attempt, Budget, Standing
from guanxi.processes.demo.campaigns import FAIR_CONSENTS, FAIR_DAYS, FAIR_REGISTERED, FAIR_SHIPPING
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.leaders import LEADERS_REVENUE_FEN, leaders
from guanxi.processes.demo.money import split
from guanxi.processes.demo.seasons import FACTS_BEGIN, FACTS_END, YEAR_BEGIN, days

RANKED_CUSTOMERS = 200
RANKED_REVENUE_FEN = 6_000_000_000
_NAMED_AND_RANKED = 14
_CONSUMERS = 18
_WALK_INS = 3
_LAPSED = 25
_DECLARED_BUYERS = 9
_CANCELLED_ONLY = 4
_UNDERWAY_ONLY = 5
_OTHER_ROSTER = 8
_ORDINARY = 52
# Two customers with equal revenue on either side of the iron/lead cut, ranks 40 and 41 (D17): their places
# among the accounts of `_field_revenue`, above which stand the twelve leaders and 晨光纸业.
_TIED = (26, 27)
_JOINED_LATE, _OTHERS_LATE = range(60, 160), 7
# Where the fair's new shippers may stand: before the consumers, and not in the place of a subsidiary.
_FROM_THE_FAIR = (*range(60, 74), *range(75, 140))
_SUBSIDIARY_PLACES = (5, 31, 74)
_TICKETS_FEN = (38_000, 90_000, 170_000, 260_000, 420_000, 650_000, 940_000)
_MOST_SHIPMENTS = 104


def accounts(dice: Dice) -> list[Account]:
    """Every account of the demo, in no order that means anything."""
    return [
        *leaders(),
        cast.chenguang(),
        cast.fenggu(),
        *_field(dice.apart("field")),
        *cast.own_units(),
        cast.holding(),
        *_lapsed(dice.apart("lapsed")),
        *_roster(dice.apart("roster")),
        *_ordinary(dice.apart("ordinary")),
        *_visitors(dice.apart("fair")),
    ]


def _field_revenue(dice: Dice, count: int) -> list[int]:
    """Year revenue in fen of the ranked customers without a story, largest first: a long, thin tail.

    Weights fall with the square of the rank; the two tied amounts are made equal.
    """
    free = RANKED_REVENUE_FEN - LEADERS_REVENUE_FEN - cast.cast_revenue_fen()
    weights = [
        (count + 8 - place) * 10**9 // (place + 23) ** 2 * dice.between(960, 1040) for place in range(count)
    ]
    amounts = sorted(split(free, weights), reverse=True)
    upper, lower = _TIED
    odd = (amounts[upper] + amounts[lower]) % 2
    amounts[upper] = amounts[lower] = (amounts[upper] + amounts[lower]) // 2
    amounts[0] += odd
    return amounts


def _field(dice: Dice) -> Iterator[Account]:
    """The ranked customers without a story: companies, consumers, and the children of the holding."""
    amounts = _field_revenue(dice, RANKED_CUSTOMERS - _NAMED_AND_RANKED)
    visitors = set(dice.draw(_FROM_THE_FAIR, FAIR_SHIPPING - 1))
    others = [place for place in _JOINED_LATE if place not in visitors]
    late = visitors | set(dice.draw(others, _OTHERS_LATE))
    joined = set(dice.draw([place for place in range(8, 150) if place not in late], 30))
    consumers = dice.draw(range(len(amounts) - 46, len(amounts)), _CONSUMERS)
    walk_ins = set(consumers[:_WALK_INS])
    children = dict(zip(_SUBSIDIARY_PLACES, cast.SUBSIDIARIES, strict=True))
    for place, revenue in enumerate(amounts):
        account = _ranked(dice, revenue, _first_day(dice, is_late=place in late, is_new=place in joined))
        if place in consumers:
            account = replace(account, is_person=True, registered=place not in walk_ins)
        if place in visitors:
            account = replace(account, met_at_fair=True, source="fair")
        if place in children:
            account = replace(account, identity=children[place], parent=cast.HOLDING.name, source="group")
        yield replace(account, is_key_account=place < 27)


def _first_day(dice: Dice, *, is_late: bool, is_new: bool) -> date | None:
    """When a customer began to ship, None for those who did so before the facts begin."""
    if is_late:
        return date(2025, 4, 1) + timedelta(dice.below(20))
    return date(2024, 7, 8) + timedelta(dice.below(240)) if is_new else None


def _ranked(dice: Dice, revenue: int, first_day: date | None) -> Account:
    shipments = _shipments_for(dice, revenue)
    if first_day:
        count = max(1, shipments * days(first_day, FACTS_END) // 365)
        budgets: tuple[Budget, ...] = (Budget(first_day, FACTS_END, count, revenue),)
        return Account(Standing.RANKED, known_on=first_day - timedelta(dice.between(3, 24)), budgets=budgets)
    pace = dice.between(34, 56)
    earlier = Budget(FACTS_BEGIN, YEAR_BEGIN - timedelta(1), shipments * pace // 100, revenue * pace // 100)
    year = Budget(YEAR_BEGIN, FACTS_END, shipments, revenue)
    return Account(
        Standing.RANKED,
        known_on=_years_ago(dice),
        budgets=(earlier, year) if earlier.shipments else (year,),
    )


def _shipments_for(dice: Dice, revenue: int) -> int:
    """How many shipments a year bring `revenue`, at a usual price of one that suits its size."""
    fitting = [ticket for ticket in _TICKETS_FEN if ticket <= max(revenue // 3, _TICKETS_FEN[0])]
    ticket = dice.pick(fitting[-4:])
    return min(_MOST_SHIPMENTS - dice.below(20), max(1, revenue // ticket))


def _years_ago(dice: Dice) -> date:
    return date(2019, 3, 1) + timedelta(dice.below(1_740))


def _lapsed(dice: Dice) -> Iterator[Account]:
    """Customers whose last shipment arrived before the ranking year began."""
    for _ in range(_LAPSED):
        last = date(2024, 1, 25) + timedelta(dice.below(105))
        shipments = dice.between(2, 16)
        budget = Budget(FACTS_BEGIN, last, shipments, shipments * dice.between(90_000, 610_000))
        yield Account(Standing.LAPSED, known_on=_years_ago(dice), budgets=(budget,))


def _roster(dice: Dice) -> Iterator[Account]:
    """Registered, but without a completed shipment on file, and not met at the fair."""
    fates: Sequence[tuple[int, bool, Attempt | None]] = (
        (_DECLARED_BUYERS, True, None),
        (_CANCELLED_ONLY, False, Attempt.CANCELLED),
        (_UNDERWAY_ONLY, False, Attempt.UNDERWAY),
        (_OTHER_ROSTER, False, None),
    )
    for count, declared, attempt in fates:
        for _ in range(count):
            day = date(2025, 1, 6) + timedelta(dice.below(150))
            yield Account(Standing.ROSTER, day, declared_buyer=declared, attempt=attempt)


def _ordinary(dice: Dice) -> Iterator[Account]:
    """Identified by one lawful signal, not registered, and not met at the fair."""
    for _ in range(_ORDINARY):
        day = date(2024, 3, 1) + timedelta(dice.below(480))
        yield Account(Standing.ORDINARY, day, registered=False, is_person=dice.falls(150))


def _visitors(dice: Dice) -> Iterator[Account]:
    """Those met at the fair who do not ship: some registered in time, most gave consent and no more."""
    for _ in range(FAIR_REGISTERED - FAIR_SHIPPING):
        day = FAIR_DAYS[-1] + timedelta(dice.between(4, 86))
        yield Account(Standing.ROSTER, day, source="fair", met_at_fair=True)
    for _ in range(FAIR_CONSENTS - FAIR_REGISTERED):
        yield Account(Standing.ORDINARY, FAIR_DAYS[-1], registered=False, source="fair", met_at_fair=True)
