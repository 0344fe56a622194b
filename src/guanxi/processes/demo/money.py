"""Exact division of amounts; all money is integer fen (1/100 yuan)."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` in proportion to positive `weights` by largest remainder; the parts sum to `total`.

    Raises ValueError when no weight is positive.
    """
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("an amount cannot be divided over no weight")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def yuan(fen: int) -> str:
    """The amount as it stands in a file: 1012200 → "10122.00"."""
    return f"{fen // 100}.{fen % 100:02d}"


def fen(yuan_text: str) -> int:
    """The amount that a file names, which has two decimals: "10122.00" → 1012200."""
    return int(yuan_text.replace(".", ""))
