"""A party's name in the reader's language, and its other name below it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from guanxi.domain.customers.models import Party


@dataclass(frozen=True, slots=True)
class Names:
    """`second` is empty where only one name is on file."""

    first: str
    second: str

    def __str__(self) -> str:
        return self.first


def names_of(party: Party) -> Names:
    """The Chinese name first for a Chinese reader, else the English one."""
    if not party.name_en:
        return Names(party.name, "")
    if (get_language() or "").startswith("zh"):
        return Names(party.name, party.name_en)
    return Names(party.name_en, party.name)
