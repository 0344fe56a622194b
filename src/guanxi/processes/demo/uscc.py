"""Unified social credit codes that pass every check and belong to nobody known (GB 32100-2015, GB 11714)."""

from guanxi.domain.customers.rules import uscc_check_character

_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(division: str, serial: int) -> str:
    """The 18-character code of an enterprise: registrar 91, six-digit `division`, organisation code, check.

    `serial` (0 … 9,999) makes the organisation code MA00nnnn unique within the division.
    """
    body = f"MA00{serial:04d}"
    unchecked = f"91{division}{body}{_organisation_check(body)}"
    return unchecked + uscc_check_character(unchecked)


def _organisation_check(body: str) -> str:
    """The ninth sign of an organisation code: mod 11, ten is written X (GB 11714)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]
