"""Lines of results, worded for the reader, with the parts that were met."""

from collections.abc import Iterator
from dataclasses import dataclass

from guanxi.domain.customers.rules.matched_parts import matched_parts


@dataclass(frozen=True, slots=True)
class Fragment:
    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One result. A preference is posted (`name`, `value`), everything else is a link."""

    icon: str
    label: list[Fragment]
    href: str
    second: list[Fragment]
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Results of one kind; `more_href` leads to the list of all of them, if there are more."""

    key: str
    label: str
    lines: list[Line]
    more_href: str = ""


def fragments(shown: str, text: str) -> list[Fragment]:
    """`shown` in parts; those that the text met are to be marked."""
    return list(_parts(shown, text))


def _parts(shown: str, text: str) -> Iterator[Fragment]:
    reached = 0
    for first, behind in matched_parts(shown, text):
        if first > reached:
            yield Fragment(shown[reached:first], is_met=False)
        yield Fragment(shown[first:behind], is_met=True)
        reached = behind
    if reached < len(shown):
        yield Fragment(shown[reached:], is_met=False)
