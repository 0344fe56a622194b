"""Amounts as expressions of columns: ``Quantity * UnitPrice``, ``("Total price" - Rebate) / 1.13``.

The text is read by a small parser of its own into a tree of columns, numbers and ``+ - * /``; nothing of
it reaches the engine as text. ``quotient.py`` compiles the tree.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from guanxi_analysis.errors import N_, AnalysisError

LONGEST_EXPRESSION = 1000
DEEPEST_NESTING = 50
# The engine bounds the depth of an expression; a chain of sums is as deep as it is long.
MOST_OPERATIONS = 100
MOST_DIGITS = 30

_OPERATORS = "+-*/"
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?|\.\d+)(?![\w.])
      | (?P<name>[^\W\d]\w*)
      | "(?P<quoted>(?:[^"]|"")+)"
      | (?P<sign>[-+*/()])
    )""",
    re.VERBOSE,
)


class InvalidExpression(AnalysisError):
    """The amount is neither a column nor an expression of columns and numbers."""

    sentences: ClassVar = {
        "expression_too_long": N_("The amount must not be longer than %(high)s characters."),
        "expression_too_many": N_("The amount must not hold more than %(high)s operations."),
        "expression_too_deep": N_("The amount nests parentheses more than %(high)s deep."),
        "expression_character": N_(
            "The amount cannot be read at character %(position)s: %(found)s. It may hold column names (in"
            ' "double quotes" where they have spaces), numbers, + - * / and parentheses.'
        ),
        "expression_ends": N_("The amount ends where a column, a number or a parenthesis is needed."),
        "expression_number": N_("The number %(found)s in the amount has more than %(high)s digits."),
    }


@dataclass(frozen=True, slots=True)
class Name:
    """A column by the name the expression gives it."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number ``digits / 10**scale``."""

    digits: int
    scale: int


@dataclass(frozen=True, slots=True)
class Negation:
    """The operand with its sign turned."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """`left` `sign` `right`, where the sign is one of ``+ - * /``."""

    sign: str
    left: "Node"
    right: "Node"


Node = Name | Number | Negation | Operation


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node:
    """Read an expression. Raises InvalidExpression with the character where it stops making sense."""
    if len(text) > LONGEST_EXPRESSION:
        raise InvalidExpression("expression_too_long", high=LONGEST_EXPRESSION)
    tokens = _tokens_of(text)
    if sum(token.text in _OPERATORS for token in tokens if token.kind == "sign") > MOST_OPERATIONS:
        raise InvalidExpression("expression_too_many", high=MOST_OPERATIONS)
    reader = _Reader(tokens)
    tree = reader.sum_()
    reader.end()
    return tree


def names_in(node: Node) -> list[str]:
    """The column names of a tree, each once, in order of first appearance."""
    match node:
        case Name(name):
            found = [name]
        case Number():
            found = []
        case Negation(operand):
            found = names_in(operand)
        case Operation(_, left, right):
            found = names_in(left) + names_in(right)
    return list(dict.fromkeys(found))


def _tokens_of(text: str) -> list[_Token]:
    tokens = []
    position = 0
    stop = len(text.rstrip())
    while position < stop:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise InvalidExpression(
                "expression_character", position=start + 1, found=text[start : start + 10]
            )
        tokens.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return tokens


class _Reader:
    """Recursive descent over ``sum = product {(+|-) product}``, ``product = factor {(*|/) factor}``."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def sum_(self) -> Node:
        left = self._product()
        while sign := self._sign("+", "-"):
            left = Operation(sign, left, self._product())
        return left

    def end(self) -> None:
        if self._next < len(self._tokens):
            self._refuse(self._tokens[self._next])

    def _product(self) -> Node:
        left = self._factor()
        while sign := self._sign("*", "/"):
            left = Operation(sign, left, self._factor())
        return left

    def _factor(self) -> Node:
        negative = False
        while sign := self._sign("+", "-"):
            negative ^= sign == "-"
        operand = self._operand()
        return Negation(operand) if negative else operand

    def _operand(self) -> Node:
        if self._next == len(self._tokens):
            raise InvalidExpression("expression_ends")
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "number":
            return _number_of(token.text)
        if token.kind in ("name", "quoted"):
            return Name(token.text.replace('""', '"') if token.kind == "quoted" else token.text)
        if token.text != "(":
            self._refuse(token)
        return self._parenthesis()

    def _parenthesis(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise InvalidExpression("expression_too_deep", high=DEEPEST_NESTING)
        inner = self.sum_()
        if not self._sign(")"):
            if self._next == len(self._tokens):
                raise InvalidExpression("expression_ends")
            self._refuse(self._tokens[self._next])
        self._depth -= 1
        return inner

    def _sign(self, *wanted: str) -> str:
        if self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.kind == "sign" and token.text in wanted:
                self._next += 1
                return token.text
        return ""

    def _refuse(self, token: _Token) -> None:
        raise InvalidExpression("expression_character", position=token.position + 1, found=token.text)


def _number_of(text: str) -> Number:
    whole, _, decimals = text.partition(".")
    digits = whole + decimals
    if len(digits) > MOST_DIGITS:
        raise InvalidExpression("expression_number", found=text, high=MOST_DIGITS)
    return Number(int(digits), len(decimals))
