"""Figures as people of a language write them; drawing and reading only, never arithmetic."""

from decimal import Decimal

from babel import Locale
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
)


def locale_of(language: str) -> Locale:
    """Babel's locale of a Django language code ("zh-hans", "en")."""
    return Locale.parse(language.replace("-", "_"))


def major(minor: int, currency: str) -> Decimal:
    """Minor units as an exact amount of the currency (ISO 4217)."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def money(minor: int, currency: str, language: str) -> str:
    """Exact, with the currency: ¥1,234.50 in Chinese, CN¥1,234.50 in English."""
    return format_currency(major(minor, currency), currency, locale=locale_of(language))


def compact_money(minor: int, currency: str, language: str) -> str:
    """Short, for axes and tiles: ¥1.2万, CN¥12K. Rounded to one decimal."""
    amount = major(minor, currency)
    return format_compact_currency(
        amount, currency, locale=locale_of(language), fraction_digits=_decimals(amount)
    )


def _decimals(amount: Decimal) -> int:
    return 1 if amount else 0


def number(value: int | Decimal, language: str) -> str:
    """Grouped by the language's habit: 10,324."""
    return format_decimal(value, locale=locale_of(language))


def share(ppm: int, language: str) -> str:
    """Parts per million as a percentage with one decimal: 12.3%."""
    return format_percent(Decimal(ppm) / 1_000_000, format="#,##0.#%", locale=locale_of(language))
