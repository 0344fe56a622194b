"""The fixed calendar of the demo operator and how busy each of its days is.

Spring Festival fell on 2024-02-10 and 2025-01-29. In the last week of June 2024 the operator moved to its
present transport system: it took no shipments and emptied its lanes. Nothing happens after FACTS_END, so that
every figure is the same on whatever day it is computed.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from guanxi.processes.demo.dice import Dice

FACTS_BEGIN = date(2024, 1, 1)
YEAR_BEGIN = date(2024, 7, 1)
FACTS_END = date(2025, 6, 30)
SPRING_FESTIVALS = (date(2024, 2, 10), date(2025, 1, 29))
_CHANGEOVER = frozenset(YEAR_BEGIN - timedelta(back) for back in range(1, 8))

_BY_WEEKDAY = (105, 110, 108, 106, 112, 55, 18)
# Per cent of a usual month; the autumn rises to the sales festivals of November.
_BY_MONTH = (92, 100, 104, 98, 99, 106, 94, 97, 107, 103, 138, 112)
_NATIONAL_DAY = range(1, 8)
_LABOUR_DAY = range(1, 6)
# Days from the festival, and per cent of a usual day.
_STOCKING_UP = range(-30, -9)
_FESTIVAL_LULL = ((range(-9, -2), 48), (range(-2, 7), 4), (range(7, 15), 45), (range(15, 21), 85))


def days(first: date, last: date) -> int:
    """Days from `first` to `last`, both counted."""
    return (last - first).days + 1


def is_around_spring_festival(day: date) -> bool:
    """The weeks in which stations close early, crews are at home and trains wait."""
    return any(-9 <= (day - festival).days <= 13 for festival in SPRING_FESTIVALS)


def is_closed(day: date) -> bool:
    """The days on which no standing order is served."""
    return day in _CHANGEOVER or any(-3 <= (day - festival).days <= 8 for festival in SPRING_FESTIVALS)


def busyness(day: date, *, festive: bool = False) -> int:
    """How many orders the day draws compared with others; `festive` goods are stocked up before New Year."""
    if day in _CHANGEOVER:
        return 0
    weight = _BY_WEEKDAY[day.weekday()] * _BY_MONTH[day.month - 1] * _near_spring_festival(day, festive)
    if (day.month, day.day) == (1, 1):
        weight = weight * 20 // 100
    if day.month == 10 and day.day in _NATIONAL_DAY:
        weight = weight * 30 // 100
    if day.month == 5 and day.day in _LABOUR_DAY:
        weight = weight * 55 // 100
    return weight


def _near_spring_festival(day: date, festive: bool) -> int:
    """Per cent of a usual day, from the stocking-up before the festival to the slow return after it."""
    offset = min(((day - festival).days for festival in SPRING_FESTIVALS), key=abs)
    if offset in _STOCKING_UP:
        return 160 if festive else 112
    return next((percent for span, percent in _FESTIVAL_LULL if offset in span), 100)


@cache
def _running_busyness(festive: bool) -> tuple[int, ...]:
    """Busyness summed over all days before each day since FACTS_BEGIN; one entry more than there are days."""
    calendar = (FACTS_BEGIN + timedelta(at) for at in range(days(FACTS_BEGIN, FACTS_END)))
    return tuple(accumulate((busyness(day, festive=festive) for day in calendar), initial=0))


def spread(count: int, *, first: date, last: date, festive: bool, dice: Dice) -> list[date]:
    """`count` days from `first` to `last`: a steady rhythm, dense in busy weeks, thin in holidays."""
    running = _running_busyness(festive)
    start = running[(first - FACTS_BEGIN).days]
    width = running[(last - FACTS_BEGIN).days + 1] - start
    found = []
    for turn in range(count):
        point = start + width * (1000 * turn + dice.between(100, 899)) // (1000 * count)
        found.append(FACTS_BEGIN + timedelta(bisect_right(running, point) - 1))
    return found
