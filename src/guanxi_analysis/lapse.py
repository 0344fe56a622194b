"""When a customer has been silent for too long, measured against its own rhythm (domain.md D29)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from guanxi_analysis.purchase_features import MONTHS, median_gap

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class LapseRule:
    """Lapsed when silent for max(`floor_days`, `gap_factor` × own median gap) days.

    The gap is that of the purchase days in the `window_days` up to the last one; with fewer than
    `minimum_purchase_days` there a customer has no rhythm and cannot lapse. Calendar months in which a
    customer bought nothing for `season_years` years do not count as silence.
    """

    floor_days: int
    gap_factor: int
    window_days: int
    minimum_purchase_days: int
    season_years: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a customer bought up to its last purchase; `quiet_months` (1 to 12) are those of its season."""

    last_on: date
    purchase_days: int
    median_gap_days: Fraction
    quiet_months: frozenset[int]


def rhythm_of(days: Iterable[date], rule: LapseRule) -> Rhythm | None:
    """The rhythm of a customer with purchases on these days, in any order; None where it has none.

    Quiet months are told from chance only where the customer usually buys so often that the floor decides
    (`gap_factor` × median gap ≤ `floor_days`) and its purchases reach back over all of `season_years`.
    """
    purchases = sorted(set(days))
    if not purchases:
        return None
    last_on = purchases[-1]
    recent = [day for day in purchases if day > last_on - timedelta(days=rule.window_days)]
    gap = median_gap(recent)
    if gap is None or len(recent) < rule.minimum_purchase_days:
        return None
    is_frequent = rule.gap_factor * gap <= rule.floor_days
    quiet = _quiet_months(purchases, rule.season_years) if is_frequent else frozenset()
    return Rhythm(last_on, len(recent), gap, quiet)


def silence_allowed(rhythm: Rhythm, rule: LapseRule) -> int:
    """The number of days without a purchase at which a customer is lapsed; half days are rounded up."""
    return max(rule.floor_days, ceil(rule.gap_factor * rhythm.median_gap_days))


def lapses_on(rhythm: Rhythm, rule: LapseRule) -> date:
    """The first day on which the customer is lapsed if nothing comes before it.

    A median of 6 days, the last shipment on 21 May and a floor of 30 days: 20 June.
    """
    left = silence_allowed(rhythm, rule)
    day = rhythm.last_on
    while left:
        day += timedelta(days=1)
        left -= day.month not in rhythm.quiet_months
    return day


def _quiet_months(purchases: Sequence[date], years: int) -> frozenset[int]:
    opens_after = purchases[-1] - timedelta(days=years * _DAYS_A_YEAR)
    if purchases[0] > opens_after:
        return frozenset()
    busy = {day.month for day in purchases if day > opens_after}
    return frozenset(range(1, MONTHS + 1)) - busy
