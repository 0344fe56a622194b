"""Values as text: exact for programs, grouped for the reader of a page."""

from datetime import date
from decimal import Decimal

from guanxi.domain.ground.export.report import Kind, Value
from guanxi.domain.ground.money import Money

_WHOLE_PPM = 1_000_000


def exact_text(kind: Kind, value: Value) -> str:
    """Numbers with a decimal point and without groups, days in ISO form, a share as a fraction of one."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{value.amount:f}"
    if isinstance(value, date):
        return value.isoformat()
    if kind is Kind.SHARE:
        return f"{Decimal(str(value)).scaleb(-6):f}"
    return value if isinstance(value, str) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def page_text(kind: Kind, value: Value) -> str:
    """Numbers in groups of three, a share in per cent; an unknown value is a dash."""
    if value is None:
        return "–"
    if isinstance(value, Money):
        return f"{value.amount:,f}"
    if kind is Kind.SHARE and isinstance(value, int):
        return f"{share_of_one(value):.2%}"
    if kind is Kind.NUMBER and isinstance(value, int | Decimal):
        return f"{value:,}"
    return exact_text(kind, value)


def share_of_one(ppm: int) -> Decimal:
    """Parts per million as a fraction of one."""
    return Decimal(ppm) / _WHOLE_PPM
