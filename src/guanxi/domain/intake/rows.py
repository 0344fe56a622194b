"""A row on its way in, what becomes of it, and what a room must offer to take rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from guanxi.domain.intake.rules.cells import Cell


class Outcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    # The row names another row that is not there yet; it may still come in the same file.
    WAITING = "waiting"


@dataclass(slots=True)
class ReadRow:
    """A row whose every cell was understood. `values` holds the mapped fields, `absences` their reasons."""

    number: int
    key: str
    values: dict[str, Any]
    absences: dict[str, str]
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a room made of a row: `field_name` and `code` say why not, `waits_for` names another row's key."""

    outcome: Outcome
    field_name: str = ""
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    waits_for: str = ""
    warnings: tuple[str, ...] = ()
    is_new: bool = False


CREATED = Verdict(Outcome.APPLIED, is_new=True)
CORRECTED = Verdict(Outcome.APPLIED)
UNCHANGED = Verdict(Outcome.UNCHANGED)


def verdict_on(key: str, posted: Mapping[str, bool]) -> Verdict:
    """What was done for a row; `posted` says by key whether its record is new or corrected."""
    if key not in posted:
        return UNCHANGED
    return CREATED if posted[key] else CORRECTED


def rejected(field_name: str, code: str, **params: Any) -> Verdict:
    """The row cannot be taken, because of this field."""
    return Verdict(Outcome.REJECTED, field_name, code, params)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row was not applied: its number, the column as the file names it, and a reason."""

    number: int
    column: str
    code: str
    params: dict[str, Any]
    cells: list[str]


@dataclass(frozen=True, slots=True)
class KeptRejection:
    """A rejection as it may be stored, with its cells by column."""

    rejection: Rejection
    params: dict[str, Any]
    cells: dict[str, str]


class RowWriter(Protocol):
    """A room's deed for one kind of file."""

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Store rows with distinct keys inside the caller's transaction; one verdict each, in order."""
        ...

    def forget(self) -> None:
        """Drop whatever was remembered from a transaction that was rolled back."""
        ...

    def settle(self) -> None:
        """Record, once, what concerns the import as a whole; may run again after an interruption."""
        ...
