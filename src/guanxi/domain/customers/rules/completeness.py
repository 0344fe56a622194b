"""How complete and how fresh our knowledge of a customer is: values in, value out (D7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing we should know: whether it is on file, from when, and what it counts.

    `points` is in halves of a point, so that what is stale counts half without a fraction. `known_on` is
    None for what is absent and for what does not age, such as a registration number.
    """

    code: str
    weight: int
    is_known: bool
    known_on: date | None
    is_stale: bool
    points: int

    @property
    def missing_points(self) -> int:
        """What filling or refreshing it would add, in halves of a point."""
        return 2 * self.weight - self.points


@dataclass(frozen=True, slots=True)
class Completeness:
    """`score` from 0 to 100; `items` in the order of the policy."""

    score: int
    items: tuple[Weighed, ...]

    @property
    def to_fill(self) -> list[Weighed]:
        """What is absent or stale, the weightiest first."""
        return sorted(
            (item for item in self.items if item.missing_points), key=lambda item: -item.missing_points
        )


def completeness(
    known: Mapping[str, date | None],
    items: Sequence[Mapping[str, Any]],
    *,
    shelf_life_days: int,
    as_of: date,
) -> Completeness:
    """Weigh what is `known` (code → the day it was learnt, None for what does not age) by the `items`.

    `items` is a list of `{"code", "weight"}` whose weights sum to 100. A fact learnt more than
    `shelf_life_days` before `as_of` counts half; half a point is rounded up.
    """
    oldest = as_of - timedelta(days=shelf_life_days)
    weighed = tuple(_weighed(item["code"], item["weight"], known, oldest) for item in items)
    return Completeness((sum(item.points for item in weighed) + 1) // 2, weighed)


def _weighed(code: str, weight: int, known: Mapping[str, date | None], oldest: date) -> Weighed:
    if code not in known:
        return Weighed(code, weight, False, None, False, 0)
    learnt = known[code]
    is_stale = learnt is not None and learnt < oldest
    return Weighed(code, weight, True, learnt, is_stale, weight if is_stale else 2 * weight)
