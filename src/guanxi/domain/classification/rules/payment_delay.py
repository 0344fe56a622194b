"""How late an invoice was paid, or is by now: values in, value out (D15, D119)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice and what came in for it, as (day, minor units). Without a due day nobody can be late."""

    number: str
    due_on: date | None
    amount_minor: int
    payments: list[tuple[date, int]] = field(default_factory=list)

    def settled_on(self) -> date | None:
        """The first day by which as much had come in as was asked; None while something is left."""
        received = 0
        for day, minor in sorted(self.payments):
            received += minor
            if received >= self.amount_minor:
                return day
        return None


@dataclass(frozen=True, slots=True)
class Delay:
    """The longest delay among the bills of a customer; `days` is None where none could be judged.

    `invoice` is the number of that bill, `is_open` says that it is not paid in full yet.
    """

    days: int | None = None
    invoice: str = ""
    is_open: bool = False
    judged: int = 0
    undated: int = 0


def longest_delay(bills: Iterable[Bill], *, as_of: date, window_days: int) -> Delay:
    """Over bills whose payments are dated up to `as_of`; late in (as_of − window_days, as_of] counts.

    A bill is late from its due day until it is settled, or until `as_of` while something is left: its delay
    is the number of these days. One that was settled before the window began does not count, nor does a
    credit note. Of equal delays the bill with the first number is named.
    """
    opening = as_of - timedelta(days=window_days)
    worst, judged, undated = Delay(), 0, 0
    for bill in sorted(bills, key=lambda bill: bill.number):
        settled = bill.settled_on()
        if bill.amount_minor <= 0 or (settled is not None and settled <= opening):
            continue
        if bill.due_on is None:
            undated += 1
            continue
        judged += 1
        days = max(0, ((settled or as_of) - bill.due_on).days)
        if worst.days is None or days > worst.days:
            worst = Delay(days, bill.number, settled is None)
    return Delay(worst.days, worst.invoice, worst.is_open, judged, undated)
