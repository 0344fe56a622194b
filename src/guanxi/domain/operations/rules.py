"""Decisions about one shipment: values in, value out."""

from datetime import date
from enum import StrEnum


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
