"""Dividing a whole number in proportion, without losing or inventing a unit."""

from collections.abc import Sequence


def apportioned(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide `total` ≥ 0 in proportion to the positive `weights`, by largest remainder.

    The parts sum to `total` exactly; a weight of zero or less gets nothing, equal remainders are served in
    the order of the weights. Without a positive weight nothing can be divided: every part is 0.
    """
    shares = [max(weight, 0) for weight in weights]
    whole = sum(shares)
    if whole == 0:
        return (0,) * len(shares)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: (-(total * shares[place] % whole), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
