"""Ranges of numbers: `1000..5000`, `1000..`, `..5000`, `7`."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from guanxi.domain.views.rules.days import UnableToRead

_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both included; None leaves that end open."""

    least: Decimal | None
    most: Decimal | None


def range_of(term: str) -> Range:
    """The numbers a term means. Raises UnableToRead."""
    first, dots, last = term.partition("..")
    found = Range(_number(first, term), _number(last if dots else first, term))
    if found.least is None and found.most is None:
        raise UnableToRead("no_amount", term)
    if found.least is not None and found.most is not None and found.least > found.most:
        raise UnableToRead("no_range", term)
    return found


def _number(text: str, term: str) -> Decimal | None:
    text = text.strip().replace(",", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UnableToRead("no_amount", term) from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise UnableToRead("no_amount", term)
    return number
