"""Customers by two axes at once: how many stand in each segment, and what they bring (D10, D11, D16, D20)."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from guanxi.domain.classification.models import Standing
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor

WHOLE_PPM = 1_000_000
# Axis → the column of a customer that holds its value; empty or None is "without".
COLUMNS = {"group": "standing__group", "tier": "standing__tier", "purpose": "purpose", "nature": "nature"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers with one value on each of two axes; revenue of the newest run's window, in minor units.

    `share_ppm` is their part of the revenue of all segments, rounded down; zero while there is no revenue.
    """

    customers: int
    revenue_minor: int
    share_ppm: int


@dataclass(frozen=True, slots=True)
class Segments:
    """(value on the first axis, on the second) → segment; an empty value is without. `currency` may be ""."""

    cells: dict[tuple[str, str], Segment]
    customers: int
    revenue_minor: int
    currency: str


def segments_of(first: str, second: str, *, actor: Actor) -> Segments:
    """The customers within sight, by two different axes of `COLUMNS`. Raises KeyError for any other."""
    columns = COLUMNS[first], COLUMNS[second]
    rows = (
        Customer.objects.visible_to(actor)
        .order_by()
        .values_list(*columns)
        .annotate(customers=Count("pk"), revenue=Sum("standing__entry__revenue_minor"))
    )
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for one, other, customers, revenue in rows:
        # Nobody placed it yet, or it was placed nowhere: to a reader that is the same.
        key = (one or "", other or "")
        before = counted.get(key, (0, 0))
        counted[key] = (before[0] + customers, before[1] + (revenue or 0))
    total = sum(revenue for _, revenue in counted.values())
    cells = {
        key: Segment(customers, revenue, revenue * WHOLE_PPM // total if total else 0)
        for key, (customers, revenue) in counted.items()
    }
    return Segments(cells, sum(cell.customers for cell in cells.values()), total, _currency())


def _currency() -> str:
    """That of the newest run; standings all point into one run."""
    placed = Standing.objects.everything("the currency of the newest run").filter(entry__isnull=False)
    return placed.values_list("entry__run__currency", flat=True).first() or ""
