"""What is written out: typed tables, and where their figures come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.domain.ground.money import Money

Value = str | int | Decimal | Money | date | None
Row = Sequence[Value]


class Kind(Enum):
    """What the cells of a column are. An unknown value is None in every kind, and an empty cell."""

    TEXT = auto()  # str
    IDENTIFIER = auto()  # str; digits stay as they are, leading zeros too
    NUMBER = auto()  # int or Decimal
    MONEY = auto()  # Money
    DAY = auto()  # date
    SHARE = auto()  # int, parts per million


@dataclass(frozen=True, slots=True)
class Column:
    """`width` counts characters; 0 leaves it to the kind and the label."""

    label: str
    kind: Kind = Kind.TEXT
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is what its file is called inside an archive; `rows` are walked once, in order."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, as SVG; formats without pictures leave it out."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from (D134). `n` counts what the report is about; what is empty is not told."""

    produced_at: datetime
    produced_by: str
    n: int
    as_of: date | None = None
    window_days: int | None = None
    policy: str = ""
    filters: str = ""
    currency: str = ""
    hash: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """(what, value) in the reader's language."""
        days = self.window_days
        window = "" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        moment = timezone.localtime(self.produced_at)
        told = [
            (_("As of"), self.as_of.isoformat() if self.as_of else ""),
            (_("Window"), window),
            (_("Policy"), self.policy),
            (_("Filters"), self.filters),
            (_("Rows"), f"{self.n:,}"),
            (_("Currency"), self.currency),
            (_("Hash of the facts"), self.hash),
            (_("Produced at"), f"{moment:%Y-%m-%d %H:%M %Z}"),
            (_("Produced by"), self.produced_by or _("System")),
        ]
        return [(label, value) for label, value in told if value]


@dataclass(frozen=True, slots=True)
class Report:
    """`name` is the file's name without ending."""

    name: str
    title: str
    provenance: Provenance
    tables: Sequence[Table]
    subtitle: str = ""
    charts: Sequence[Chart] = ()
