"""Numbers as they are written in files: plain decimals, never floats (reliability rule 24, F22, F23)."""

import re
from decimal import ROUND_HALF_UP, Decimal

from guanxi.domain.intake import limits
from guanxi.domain.intake.rules.cells import Cell, MergedText, UnableToReadCell
from guanxi.domain.intake.rules.texts import read_text

_PLAIN = re.compile(r"[+-]?(\d+)(?:\.(\d+))?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d+", re.IGNORECASE)
_MARKED = re.compile(r"[+-]?\d[\d.]*(?:[,' \u00a0\u202f][\d.]+)+", re.ASCII)
# Full-width digits and signs mean the same as the plain ones.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF0B, 0xFF1A)}


def read_decimal(cell: Cell, *, decimal: str = ".", thousands: str = "") -> Decimal:
    """An exact decimal. Thousands marks and a decimal comma are read only where the mapping names them.

    A number merged over several rows is turned away: the sheet does not say whether it is that of each.
    """
    if isinstance(cell, MergedText):
        raise UnableToReadCell("merged_number", text=str(cell))
    text = read_text(cell, longest=200).strip()
    if not text.isascii():
        text = text.translate(_HALF_WIDTH)
    plain = text.replace(thousands, "") if thousands else text
    if decimal != ".":
        plain = plain.replace(".", "\x00").replace(decimal, ".")
    number = _PLAIN.fullmatch(plain)
    if number is None or not plain.isascii():
        raise UnableToReadCell(_why_not(text, thousands), text=text)
    if len(plain) > limits.MOST_DIGITS + 2:
        raise UnableToReadCell("out_of_range", text=text)
    return Decimal(plain)


def read_scaled(number: Decimal, *, decimals: int, largest: int) -> int:
    """A quantity that cannot be negative as an integer of 10^-`decimals`, half rounded up."""
    scaled = int(number.scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP))
    if number < 0 or scaled > largest:
        raise UnableToReadCell("out_of_range", text=str(number))
    return scaled


def check_decimals(number: Decimal, *, decimals: int) -> None:
    """Turn away what would have to be rounded; zeros at the end say nothing."""
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -decimals:
        raise UnableToReadCell("too_many_decimals", text=str(number), decimals=decimals)


def read_count(number: Decimal, *, largest: int) -> int:
    """A whole number of things."""
    if number != number.to_integral_value():
        raise UnableToReadCell("not_whole", text=str(number))
    return read_scaled(number, decimals=0, largest=largest)


def _why_not(text: str, thousands: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        return "scientific_number"
    return "number_with_marks" if not thousands and _MARKED.fullmatch(text) else "not_a_number"
