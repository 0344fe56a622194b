"""Figures in the reader's language, as filters."""

from django.utils.translation import get_language

from guanxi.design import figures
from guanxi.design.rendering import register


def _language() -> str:
    return get_language() or "en"


@register.filter
def money(minor: int, currency: str) -> str:
    """`{{ minor|money:"CNY" }}`: whole minor units as an exact amount with its currency."""
    return figures.money(minor, currency, _language())


@register.filter
def compact_money(minor: int, currency: str) -> str:
    """The same, rounded for a tile or an axis: ¥1.2万, CN¥12K."""
    return figures.compact_money(minor, currency, _language())


@register.filter
def number(value: int) -> str:
    """A count, grouped by the language's habit."""
    return figures.number(value, _language())


@register.filter
def share(ppm: int) -> str:
    """Parts per million as a percentage with one decimal."""
    return figures.share(ppm, _language())
