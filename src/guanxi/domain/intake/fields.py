"""What a kind of file can hold: declared by the room that owns the records, read by intake."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any


class Reading(Enum):
    """How a cell is understood."""

    TEXT = auto()
    IDENTIFIER = auto()
    DAY = auto()
    INSTANT = auto()
    MONEY = auto()
    CURRENCY = auto()
    QUANTITY = auto()
    COUNT = auto()
    CHOICE = auto()
    CHOICES = auto()
    FLAG = auto()
    EMAIL = auto()


TEXTUAL = frozenset({Reading.TEXT, Reading.IDENTIFIER, Reading.CURRENCY, Reading.CHOICE, Reading.EMAIL})
NUMERIC = frozenset({Reading.MONEY, Reading.QUANTITY, Reading.COUNT})
CREATE_AND_UPDATE, ONLY_CREATE, ONLY_UPDATE = "create_and_update", "only_create", "only_update"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a row.

    `longest` counts characters; `largest` and `decimals` bound a quantity, which is stored as an integer of
    10^-decimals, and turned away beyond them if it `is_exact`; `reasons` are the codes that may say why the
    value is absent; `personal` cells are not kept when their row is rejected; `refuses_contact_data`
    turns away telephone numbers and addresses (D13).
    """

    reading: Reading
    required: bool = False
    longest: int = 200
    largest: int = 0
    decimals: int = 0
    is_exact: bool = False
    choices: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    default: Any = None
    personal: bool = False
    refuses_contact_data: bool = False

    @property
    def absent_value(self) -> Any:
        """What stands for an empty cell."""
        if self.default is not None:
            return self.default
        if self.reading is Reading.CHOICES:
            return []
        return "" if self.reading in TEXTUAL else None


@dataclass(frozen=True, slots=True)
class Reference:
    """A row may name another one: `field` holds its key; `on_file` gives (key, key it names) of records."""

    field: str
    on_file: Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its fields, the fields that identify a row, and a mapping's options (first = default).

    Money is in the currency that the field `currency` holds. Where the `key` alone does not identify a row,
    it does together with `key_with`. Rows of a kind with a `reference` may name one another.
    """

    name: str
    fields: dict[str, Field]
    key: str
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reference: Reference | None = None
    key_with: tuple[str, ...] = ()

    @property
    def all_options(self) -> dict[str, tuple[str, ...]]:
        """The options of this kind and those of every kind."""
        return self.options | {"write": (CREATE_AND_UPDATE, ONLY_CREATE, ONLY_UPDATE)}

    def key_of(self, values: dict[str, Any]) -> str:
        """What identifies a row with these values."""
        key: str = values[self.key]
        if not self.key_with:
            return key
        return "\x1f".join([key, *(str(values.get(name, "")) for name in self.key_with)])
