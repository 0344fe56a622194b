"""Chance that falls the same way on every machine and every Python.

Only `Random.random()` is promised to be reproducible across Python versions, so every draw is derived from
it by integer arithmetic; no logarithm or power is taken, whose last digit may differ between C libraries.
"""

from collections.abc import Sequence
from random import Random  # noqa: TID251  the seed is an argument: this is the injected randomness itself
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that depend on the seed and the order of asking, and on nothing else."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._random = Random(seed)  # noqa: S311  invented facts, no secret

    def apart(self, label: str) -> "Dice":
        """Dice of their own for one part of the world: a change there leaves the other parts alone."""
        return Dice(f"{self._seed}/{label}")

    def below(self, bound: int) -> int:
        """An integer in 0 … bound − 1."""
        return int(self._random.random() * bound)

    def between(self, low: int, high: int) -> int:
        """An integer in low … high, both included."""
        return low + self.below(high - low + 1)

    def falls(self, permille: int) -> bool:
        """Whether something happens that happens `permille` times in a thousand."""
        return self.below(1000) < permille

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def pick_weighted(self, options: Sequence[tuple[T, int]]) -> T:
        """One of (item, weight), with a chance in proportion to its weight."""
        ticket = self.below(sum(weight for _, weight in options))
        for item, weight in options:
            ticket -= weight
            if ticket < 0:
                return item
        raise ValueError("no option has a weight")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        deck = list(items)
        for last in range(len(deck) - 1, 0, -1):
            other = self.below(last + 1)
            deck[last], deck[other] = deck[other], deck[last]
        return deck

    def draw(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in the order drawn."""
        if count > len(items):
            raise ValueError(f"{count} of {len(items)} cannot be drawn")
        return self.shuffled(items)[:count]
