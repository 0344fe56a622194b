"""How one cell is understood, by the kind of its field and the rule of a mapping."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import UnknownCurrencyError
from django.conf import settings

from guanxi.domain.ground.money import digits_of
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.mapping import FieldRule
from guanxi.domain.intake.rules import dates, instants, numbers, texts
from guanxi.domain.intake.rules.cells import Cell, UnableToReadCell

Converter = Callable[[Cell], Any]


def converter(declared: Field, rule: FieldRule, day_formats: tuple[str, ...]) -> Converter:
    """The function that understands one cell of this field; it raises UnableToReadCell."""
    longest = declared.longest
    number = partial(_read_number, declared=declared, rule=rule)
    by_reading: dict[Reading, Converter] = {
        Reading.TEXT: partial(_read_text, declared=declared),
        Reading.IDENTIFIER: partial(texts.read_identifier, longest=longest),
        Reading.DAY: partial(dates.read_day, formats=day_formats),
        Reading.INSTANT: partial(
            instants.read_instant, formats=day_formats, zone=ZoneInfo(settings.TIME_ZONE)
        ),
        Reading.MONEY: number,
        Reading.CURRENCY: _read_currency,
        Reading.QUANTITY: number,
        Reading.COUNT: number,
        Reading.CHOICE: partial(texts.read_choice, choices=declared.choices, values=rule.values),
        Reading.CHOICES: partial(texts.read_choices, choices=declared.choices, values=rule.values),
        Reading.FLAG: texts.read_flag,
        Reading.EMAIL: partial(texts.read_email, longest=longest),
    }
    return by_reading[declared.reading]


def _read_text(cell: Cell, *, declared: Field) -> str:
    text = texts.read_text(cell, longest=declared.longest)
    if declared.refuses_contact_data and texts.holds_contact_data(text):
        raise UnableToReadCell("contact_data")
    return text


def _read_currency(cell: Cell) -> str:
    code = texts.read_text(cell, longest=200).strip().upper()
    try:
        digits_of(code)
    except UnknownCurrencyError:
        raise UnableToReadCell("unknown_currency", text=code) from None
    return code


def _read_number(cell: Cell, *, declared: Field, rule: FieldRule) -> Any:
    number = numbers.read_decimal(cell, decimal=rule.decimal, thousands=rule.thousands)
    if declared.reading is Reading.MONEY:
        return number
    if rule.multiplier != 1:
        number *= rule.multiplier
    if declared.is_exact:
        numbers.check_decimals(number, decimals=declared.decimals)
    if declared.reading is Reading.COUNT:
        return numbers.read_count(number, largest=declared.largest)
    return numbers.read_scaled(number, decimals=declared.decimals, largest=declared.largest)
