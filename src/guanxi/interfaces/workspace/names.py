"""Names in the reader's language: of a party with its other name below it, of a person at work."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from guanxi.domain.customers.models import Party
from guanxi.domain.people.models import User


@dataclass(frozen=True, slots=True)
class Names:
    """`second` is empty where only one name is on file."""

    first: str
    second: str

    def __str__(self) -> str:
        return self.first


def names_of(party: Party) -> Names:
    """The Chinese name first for a Chinese reader, else the English one."""
    first = in_language(party.name, party.name_en)
    return Names(first, party.name if first != party.name else party.name_en)


def in_language(name: str, name_en: str) -> str:
    """The one of two names that suits the reader; English readers get the other where there is no English."""
    return name if (get_language() or "").startswith("zh") else name_en or name


def name_of(user: User | None) -> str:
    """A colleague's name; empty for nobody."""
    return in_language(user.name, user.name_en) if user else ""


def names_by_id(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Colleagues' names by id."""
    people = User.objects.filter(pk__in={pk for pk in ids if pk is not None})
    return {person.pk: name_of(person) for person in people}
