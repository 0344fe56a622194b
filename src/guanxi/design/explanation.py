"""Why a computed value is what it is, in a shape that every popover can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Input:
    """A fact the rule read: its value as shown, the day it is of, and where to look at it."""

    label: "StrOrPromise"
    value: "StrOrPromise"
    on: date | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Previous:
    """The value before this one and the last day it held."""

    value: "StrOrPromise"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that proves the value."""

    label: "StrOrPromise"
    href: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`rule` is one sentence in the reader's language; `policy` names the version that held."""

    title: "StrOrPromise"
    rule: "StrOrPromise"
    inputs: Sequence[Input] = ()
    previous: Previous | None = None
    policy: "StrOrPromise" = ""
    as_of: date | None = None
    evidence: Sequence[Evidence] = ()
