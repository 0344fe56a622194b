"""How many decimals a currency's minor unit has (ISO 4217), from the table ``currencies.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

from guanxi_analysis.errors import InvalidArgument


def minor_digits(currency: str) -> int:
    """Decimals of the minor unit: CNY 2, JPY 0, KWD 3. Raises InvalidArgument for a code ISO 4217 lacks."""
    try:
        return _digits_by_code()[currency]
    except KeyError as error:
        raise InvalidArgument("currency_unknown", value=currency) from error


@cache
def _digits_by_code() -> dict[str, int]:
    table = tomllib.loads(files("guanxi_analysis").joinpath("currencies.toml").read_text(encoding="utf-8"))
    return {code: int(digits) for digits, codes in table["digits"].items() for code in codes}
