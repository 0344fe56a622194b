"""From an answer to a customer who ships: the funnel of a campaign (D233, D234). Values in, value out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_high

WHOLE_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Journey:
    """One customer from its signal on; a day None has not come.

    `known_before` says that it was on file, or had shipped, before the signal: it is nobody's new customer.
    """

    customer_id: int
    seen_on: date
    registered_on: date | None = None
    shipped_on: date | None = None
    known_before: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What the campaign counts by: answers, cost in minor units, and its two windows in days."""

    responses: int
    cost_minor: int
    register_within_days: int
    ship_within_days: int


@dataclass(frozen=True, slots=True)
class Step:
    """Those who moved to a group: `share_ppm` are millionths of `entered`, who might have.

    `cost_minor` is the campaign's cost for each, rounded half up; `median_days` those from the signal (the
    higher of two middle values); both None without anybody. `within_days` is 0 where no window applies;
    `complete_on` is the day on which the last window ends.
    """

    code: str
    customer_ids: tuple[int, ...]
    entered: int
    share_ppm: int | None
    cost_minor: int | None
    within_days: int = 0
    median_days: int | None = None
    complete_on: date | None = None

    @property
    def count(self) -> int:
        return len(self.customer_ids)


@dataclass(frozen=True, slots=True)
class Funnel:
    """`steps` are ordinary, basic and actual; `known_before` are customers whom it met again."""

    steps: tuple[Step, ...]
    known_before: tuple[int, ...]


def funnel_of(journeys: Iterable[Journey], terms: Terms) -> Funnel:
    """Those who became ordinary by their signal, and who of them registered and shipped in time.

    A move counts on the last day of its window too. A customer with several signals starts from the first.
    """
    firsts: dict[int, Journey] = {}
    for journey in sorted(journeys, key=lambda one: (one.seen_on, one.customer_id)):
        firsts.setdefault(journey.customer_id, journey)
    new = [journey for journey in firsts.values() if not journey.known_before]
    met_again = tuple(journey.customer_id for journey in firsts.values() if journey.known_before)
    known = Step(
        "ordinary",
        tuple(journey.customer_id for journey in new),
        entered=terms.responses,
        share_ppm=share_ppm(len(new), terms.responses),
        cost_minor=cost_of_each(terms.cost_minor, len(new)),
    )
    registered = _within("basic", new, {one.customer_id: one.registered_on for one in new}, terms)
    shipped = _within("actual", new, {one.customer_id: one.shipped_on for one in new}, terms)
    return Funnel((known, registered, shipped), met_again)


def share_ppm(part: int, whole: int) -> int | None:
    """Millionths, rounded half up; None of nobody."""
    return (2 * part * WHOLE_PPM + whole) // (2 * whole) if whole else None


def cost_of_each(cost_minor: int, count: int) -> int | None:
    """Campaign cost / new in group (D234) in minor units, rounded half up; None for nobody."""
    return (2 * cost_minor + count) // (2 * count) if count else None


def _within(code: str, new: Sequence[Journey], moved_on: dict[int, date | None], terms: Terms) -> Step:
    window = terms.register_within_days if code == "basic" else terms.ship_within_days
    days = {
        journey.customer_id: (moved - journey.seen_on).days
        for journey in new
        if (moved := moved_on[journey.customer_id])
    }
    in_time = {customer_id: taken for customer_id, taken in days.items() if taken <= window}
    return Step(
        code,
        tuple(in_time),
        entered=len(new),
        share_ppm=share_ppm(len(in_time), len(new)),
        cost_minor=cost_of_each(terms.cost_minor, len(in_time)),
        within_days=window,
        median_days=median_high(in_time.values()) if in_time else None,
        complete_on=max((journey.seen_on for journey in new), default=date.min) + timedelta(window)
        if new
        else None,
    )
