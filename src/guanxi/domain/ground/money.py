"""Exact money: whole minor units of a named currency (D132)."""

from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import UnknownCurrencyError, get_currency_precision, list_currencies

# A column of 64 bits holds ±9.22e18; sums of a billion rows stay inside with this bound per row.
LARGEST_MINOR = 10**15
_LARGEST_EXPONENT = 15
_ONE = Decimal(1)
# Amounts of any length are shifted by the decimals of a currency without losing a digit.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


class UnableToReadMoney(ValueError):
    """The text is not an amount of that currency; `code` says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` whole minor units (fen, cents) of the ISO 4217 `currency`."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with exactly the currency's decimals."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))


@lru_cache
def digits_of(currency: str) -> int:
    """Decimals of a currency by ISO 4217 (CNY 2, JPY 0, KWD 3). Raises UnknownCurrencyError."""
    if currency not in list_currencies():
        raise UnknownCurrencyError(currency)
    return get_currency_precision(currency)


def minor_units(amount: Decimal, currency: str) -> int:
    """An exact decimal amount as minor units; half a unit is rounded away from zero.

    Raises UnableToReadMoney for NaN, infinity and amounts beyond the bound.
    """
    if not amount.is_finite():
        raise UnableToReadMoney("not_a_number", str(amount))
    digits = digits_of(currency)
    if amount and amount.adjusted() + digits > _LARGEST_EXPONENT:
        raise UnableToReadMoney("out_of_range", str(amount))
    minor = int(amount.scaleb(digits, _EXACT).quantize(_ONE, ROUND_HALF_UP, _EXACT))
    if abs(minor) > LARGEST_MINOR:
        raise UnableToReadMoney("out_of_range", str(amount))
    return minor


def read_amount(text: str, currency: str) -> int:
    """Plain decimal text ("4521.5", "-12") as minor units. Raises UnableToReadMoney."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise UnableToReadMoney("not_a_number", text) from None
    return minor_units(amount, currency)
