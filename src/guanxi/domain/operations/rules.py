"""Decisions about one shipment: values in, value out."""

from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class ShipmentState(StrEnum):
    """How far the goods are, as its recorded days say."""

    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


def state_of(
    *, picked_up_on: date | None, delivered_on: date | None, cancelled_on: date | None
) -> ShipmentState:
    """A delivery on file outweighs a cancellation: goods that arrived were carried."""
    if delivered_on:
        return ShipmentState.DELIVERED
    if cancelled_on:
        return ShipmentState.CANCELLED
    return ShipmentState.IN_TRANSIT if picked_up_on else ShipmentState.ACCEPTED


def days_late(*, promised_on: date | None, delivered_on: date | None) -> int | None:
    """Calendar days after the promise; 0 or less is in time; None while either day is unknown (D202)."""
    if promised_on is None or delivered_on is None:
        return None
    return (delivered_on - promised_on).days


def business_days_before(day: date, count: int) -> date:
    """The day from which on `count` business days, Monday to Friday, lie up to and including `day`.

    Public holidays and their swapped days are not known here: a span that holds some is shorter in truth.
    """
    while count > 0:
        count -= day.weekday() < SATURDAY
        if count:
            day -= timedelta(days=1)
    return day


def months_until(day: date, count: int) -> list[date]:
    """The first days of `count` calendar months, oldest first; the last is the month of `day`."""
    last = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - count + 1, last + 1)]
