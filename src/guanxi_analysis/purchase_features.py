"""What and how a customer buys in a window: volume, rhythm, season and mix (domain.md D24).

`features_of` measures the shipments of one customer at hand; `purchase_feature_table` measures those of all
customers in the engine. Both give the same figures.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

MONTHS = 12
EVEN_SEASON = 1000


class Shipped(NamedTuple):
    """One completed shipment. Amounts are None and texts empty where they are not on file."""

    occurred_on: date
    revenue_minor: int | None = None
    weight_g: int | None = None
    packages: int | None = None
    mode: str = ""
    service: str = ""
    origin: str = ""
    destination: str = ""


class Total(NamedTuple):
    """A sum over those of the shipments where the figure is on file, and how many those are."""

    amount: int
    known: int


class MixPart(NamedTuple):
    """How many of the orders went by one value: a lane `("origin", "destination")`, a service or a mode."""

    value: tuple[str, ...]
    orders: int


@dataclass(frozen=True, slots=True)
class PurchaseFeatures:
    """A customer in a window.

    `revenue` is in minor units, `weight` in grams. A purchase day is a day with a completed shipment;
    `median_gap_days` is the median number of days from one to the next, None with fewer than two.
    `season_permille` holds for January to December the orders of the month against its even share: 1000 is a
    twelfth of the orders, 0 is none. It describes the year where the window is a whole number of years.
    Mixes are by number of orders, then by value; what is not on file is the empty text.
    """

    orders: int
    revenue: Total
    weight: Total
    packages: Total
    purchase_days: int
    first_on: date | None
    last_on: date | None
    median_gap_days: Fraction | None
    season_permille: tuple[int, ...]
    lanes: tuple[MixPart, ...]
    services: tuple[MixPart, ...]
    modes: tuple[MixPart, ...]


def features_of(shipments: Iterable[Shipped], *, as_of: date, window_days: int) -> PurchaseFeatures:
    """Measure one customer's shipments of (as_of − window_days, as_of]; the others are left out."""
    opens_after = as_of - timedelta(days=window_days)
    own = [shipment for shipment in shipments if opens_after < shipment.occurred_on <= as_of]
    days = sorted({shipment.occurred_on for shipment in own})
    return PurchaseFeatures(
        orders=len(own),
        revenue=_total(shipment.revenue_minor for shipment in own),
        weight=_total(shipment.weight_g for shipment in own),
        packages=_total(shipment.packages for shipment in own),
        purchase_days=len(days),
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
        median_gap_days=median_gap(days),
        season_permille=season_of(Counter(shipment.occurred_on.month for shipment in own)),
        lanes=mix_of((shipment.origin, shipment.destination) for shipment in own),
        services=mix_of((shipment.service,) for shipment in own),
        modes=mix_of((shipment.mode,) for shipment in own),
    )


def median_gap(days: Sequence[date]) -> Fraction | None:
    """The median number of days between neighbours of the sorted distinct `days`; halves stay exact.

    Fourteen shipments on as many days have thirteen gaps; None for fewer than two days.
    """
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    if not gaps:
        return None
    middle = gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]
    return Fraction(middle, 2)


def season_of(orders_by_month: Counter[int]) -> tuple[int, ...]:
    """Twelve indices in thousandths of the even share, halves rounded up; all 0 without an order."""
    total = orders_by_month.total()
    if total == 0:
        return (0,) * MONTHS
    scale = 2 * MONTHS * EVEN_SEASON
    return tuple((scale * orders_by_month[month] + total) // (2 * total) for month in range(1, MONTHS + 1))


def mix_of(values: Iterable[tuple[str, ...]]) -> tuple[MixPart, ...]:
    """How often each value occurs, the most frequent first, equal ones in the order of their text."""
    counted = Counter(values)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(MixPart(value, orders) for value, orders in ordered)


def _total(amounts: Iterable[int | None]) -> Total:
    known = [amount for amount in amounts if amount is not None]
    return Total(sum(known), len(known))
