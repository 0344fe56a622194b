"""What a list can be asked for: fields declared once for filter, order, columns, export and editing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db.models import Q

from guanxi.domain.ground import clock
from guanxi.domain.ground.money import UnableToReadMoney, minor_units
from guanxi.domain.views.rules import NONE, Condition, Filter, UnableToRead, range_of, span_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Found for no row: what a term that cannot be read asks for.
NOTHING = Q(pk__in=())


class Kind(StrEnum):
    """How terms of a field are read: codes, people, days, amounts in the major unit, numbers, text."""

    CHOICE = "choice"
    PERSON = "person"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reading:
    """What terms are read against: the operator's day and currency (ISO 4217)."""

    today: date
    currency: str


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order that an index answers: a column and the type of its values.

    `reversed`: the column falls while the field rises, as a rank does with revenue.
    """

    column: str
    kind: type
    nullable: bool = False
    reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a subject. `column` leads to it from the subject's model.

    `choices` are its codes with their words. `without` words the term "none", for which `empty` is the
    condition. `special` are terms with a condition of their own. `is_instant`: the column holds moments,
    the terms mean days of the operator. Amounts beside a `currency_column` are compared, and added, only
    within the operator's own currency. `edits` names the deed that changes it in place.
    """

    key: str
    label: "StrOrPromise"
    kind: Kind
    column: str
    choices: tuple[tuple[str, "StrOrPromise"], ...] = ()
    without: "StrOrPromise" = ""
    empty: Q | None = None
    special: Mapping[str, Callable[[date], Q]] = field(default_factory=dict)
    is_instant: bool = False
    is_filter: bool = True
    is_column: bool = True
    order: Ordering | None = None
    sums: bool = False
    currency_column: str = ""
    edits: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether its values stand in line at the right."""
        return self.kind in {Kind.MONEY, Kind.NUMBER, Kind.DAY}

    @property
    def is_chosen_from(self) -> bool:
        return self.kind in {Kind.CHOICE, Kind.PERSON}

    def matching(self, term: str, reading: Reading) -> Q:
        """The rows a term asks for. Raises UnableToRead."""
        if term == NONE and self.empty is not None:
            return self.empty
        if term in self.special:
            return self.special[term](reading.today)
        return _READERS[self.kind](self, term, reading)


@dataclass(frozen=True, slots=True)
class Problem:
    """A condition that no field of the subject, or no value of the field, answers to."""

    field: str
    term: str
    code: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list is of; `columns` are the keys shown where nobody chose."""

    name: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]

    def get(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def condition(self, asked: Filter, reading: Reading) -> Q:
        """The rows within a filter, its text aside. What cannot be read finds nothing, never everything."""
        parts = [self._one(condition, reading) for condition in asked.conditions]
        parts += [reduce(or_, [self._one(one, reading) for one in group]) for group in asked.groups if group]
        return reduce(and_, parts, Q())

    def problems(self, asked: Filter, reading: Reading) -> Iterator[Problem]:
        """What of a filter cannot be read, to be told by name."""
        for condition in (*asked.conditions, *(one for group in asked.groups for one in group)):
            own = self.get(condition.field)
            if own is None or not own.is_filter:
                yield Problem(condition.field, "", "no_field")
                continue
            for term in (*condition.wanted, *condition.refused):
                try:
                    own.matching(term, reading)
                except UnableToRead as unable:
                    yield Problem(condition.field, term, unable.code)

    def _one(self, condition: Condition, reading: Reading) -> Q:
        own = self.get(condition.field)
        if own is None or not own.is_filter:
            return NOTHING
        try:
            wanted = [own.matching(term, reading) for term in condition.wanted]
            refused = [~own.matching(term, reading) for term in condition.refused]
        except UnableToRead:
            return NOTHING
        return reduce(and_, refused, reduce(or_, wanted) if wanted else Q())


def _code(own: Field, term: str, _reading: Reading) -> Q:
    if term not in dict(own.choices):
        raise UnableToRead("no_choice", term)
    return Q(**{own.column: term})


def _person(own: Field, term: str, _reading: Reading) -> Q:
    if not (term.isascii() and term.isdecimal() and len(term) < 16):
        raise UnableToRead("no_choice", term)
    return Q(**{own.column: int(term)})


def _day(own: Field, term: str, reading: Reading) -> Q:
    span = span_of(term, today=reading.today)
    if own.is_instant:
        return _between(own, _start(span.first), _end(span.last), closed=False)
    return _between(own, span.first, span.last)


def _start(day: date | None) -> datetime | None:
    return clock.end_of(day - timedelta(days=1)) if day else None


def _end(day: date | None) -> datetime | None:
    return clock.end_of(day) if day else None


def _money(own: Field, term: str, reading: Reading) -> Q:
    found = range_of(term)
    try:
        ends = [
            None if amount is None else minor_units(amount, reading.currency)
            for amount in (found.least, found.most)
        ]
    except UnableToReadMoney:
        raise UnableToRead("no_amount", term) from None
    same = Q(**{own.currency_column: reading.currency}) if own.currency_column else Q()
    return same & _between(own, *ends)


def _number(own: Field, term: str, _reading: Reading) -> Q:
    found = range_of(term)
    return _between(own, found.least, found.most)


def _text(own: Field, term: str, _reading: Reading) -> Q:
    return Q(**{f"{own.column}__icontains": term})


def _between(own: Field, least: object, most: object, *, closed: bool = True) -> Q:
    found = Q()
    if least is not None:
        found &= Q(**{f"{own.column}__gte": least})
    if most is not None:
        found &= Q(**{f"{own.column}__{'lte' if closed else 'lt'}": most})
    return found


_READERS: Mapping[Kind, Callable[[Field, str, Reading], Q]] = {
    Kind.CHOICE: _code,
    Kind.PERSON: _person,
    Kind.DAY: _day,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}
