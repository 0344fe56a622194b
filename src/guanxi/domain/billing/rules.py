"""What an activity costs (D26, D217). Quantities are whole thousandths, rates whole millionths."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guanxi.domain.ground.money import minor_units

QUANTITY_DECIMALS = 3
RATE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate and the first day on which it holds."""

    valid_from: date
    millionths: int
    pk: int


def rate_on(day: date, rates: Sequence[DatedRate]) -> DatedRate | None:
    """The rate that holds on `day`: of those sorted by their first day, the last that has begun."""
    place = bisect_right(rates, day, key=lambda rate: rate.valid_from)
    return rates[place - 1] if place else None


def cost_of(*, quantity_thousandths: int, rate_millionths: int, currency: str) -> int:
    """Quantity × rate in minor units; half a unit is rounded away from zero, once.

    Raises UnableToReadMoney when the amount is beyond the bound of money.
    """
    exact = Decimal(quantity_thousandths * rate_millionths).scaleb(-QUANTITY_DECIMALS - RATE_DECIMALS)
    return minor_units(exact, currency)


def days_sales_outstanding(*, receivables_minor: int, invoiced_minor: int, window_days: int) -> int | None:
    """Receivables ÷ invoiced × days of the window, rounded to the nearest day, half a day up (D228).

    None where nothing was invoiced in the window, or credit notes outweigh what is open: no number of days
    would mean anything.
    """
    if invoiced_minor <= 0 or receivables_minor < 0:
        return None
    return (2 * receivables_minor * window_days + invoiced_minor) // (2 * invoiced_minor)
