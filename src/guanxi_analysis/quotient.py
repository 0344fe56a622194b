"""Compiling an expression into whole-number SQL: one numerator and one denominator, each with a scale.

So money stays exact through every step, division included: only the final rounding to the minor unit divides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guanxi_analysis.expression import Name, Negation, Node, Number, Operation


@dataclass(frozen=True, slots=True)
class Scaled:
    """SQL of a whole number that stands for ``sql / 10**scale``."""

    sql: str
    scale: int

    def times(self, other: "Scaled") -> "Scaled":
        """The product; a factor of one is left out."""
        if other == ONE:
            return self
        if self == ONE:
            return other
        return Scaled(f"({self.sql} * {other.sql})", self.scale + other.scale)

    def plus(self, other: "Scaled", sign: str) -> "Scaled":
        """The sum or difference, at the finer of both scales."""
        scale = max(self.scale, other.scale)
        return Scaled(f"({self.at(scale)} {sign} {other.at(scale)})", scale)

    def at(self, scale: int) -> str:
        """SQL of the number at a scale that is as fine or finer."""
        return self.sql if scale == self.scale else f"({self.sql} * {whole(10 ** (scale - self.scale))})"


@dataclass(frozen=True, slots=True)
class Quotient:
    """`numerator` divided by `denominator`, not yet divided, if none of the `divisors` (SQL) is zero.

    Multiplying out hides a zero: ``a / (b / a)`` becomes ``a * a / b``, which has a value where a is zero.
    """

    numerator: Scaled
    denominator: Scaled
    divisors: tuple[str, ...] = ()


def whole(number: int) -> str:
    """SQL of a whole number in 128 bits, so that every operation on it is checked for overflow."""
    return f"CAST('{number}' AS HUGEINT)"


ONE = Scaled(whole(1), 0)


def quotient_of(node: Node, columns: Mapping[str, Scaled]) -> Quotient:
    """Compile a tree; `columns` gives each name of it. A divisor of zero is the reader's to refuse."""
    match node:
        case Name(name):
            return Quotient(columns[name], ONE)
        case Number(digits, scale):
            return Quotient(Scaled(whole(digits), scale), ONE)
        case Negation(operand):
            inner = quotient_of(operand, columns)
            turned = Scaled(f"(-{inner.numerator.sql})", inner.numerator.scale)
            return replace(inner, numerator=turned)
        case Operation(sign, left, right):
            return _combined(sign, quotient_of(left, columns), quotient_of(right, columns))


def _combined(sign: str, left: Quotient, right: Quotient) -> Quotient:
    divisors = left.divisors + right.divisors
    if sign == "*":
        numerator = left.numerator.times(right.numerator)
        return Quotient(numerator, left.denominator.times(right.denominator), divisors)
    if sign == "/":
        numerator = left.numerator.times(right.denominator)
        denominator = left.denominator.times(right.numerator)
        return Quotient(numerator, denominator, (*divisors, right.numerator.sql))
    if left.denominator == right.denominator:
        return Quotient(left.numerator.plus(right.numerator, sign), left.denominator, divisors)
    ours = left.numerator.times(right.denominator)
    theirs = right.numerator.times(left.denominator)
    return Quotient(ours.plus(theirs, sign), left.denominator.times(right.denominator), divisors)
