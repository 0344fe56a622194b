"""One pass over a file that answers everything the readers of its columns have to know beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Probe:
    """What one column asks: SQL per row (`values`, then `derived` from those) and aggregates over them.

    The names of values and derived values stand in the statement: no two probes of a scan may share one.
    """

    values: dict[str, str]
    derived: dict[str, str]
    aggregates: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """The aggregates of one probe by name."""

    values: Mapping[str, Any]

    def number(self, name: str) -> int:
        """A count or maximum; nothing counted is zero."""
        return int(self.values[name] or 0)

    def text(self, name: str) -> str | None:
        """An example, or None where no row gave one."""
        value = self.values[name]
        return None if value is None else str(value)


def scan(connection: "DuckDBPyConnection", probes: Sequence[Probe]) -> list[Answers]:
    """Run all probes over the view `source` in one statement. Raises duckdb.Error for unreadable rows."""
    values = _listed(probe.values for probe in probes)
    derived = _listed(probe.derived for probe in probes)
    aggregates = ", ".join(sql for probe in probes for sql in probe.aggregates.values())
    rows = f"SELECT *, {derived} FROM (SELECT {values} FROM source)"  # noqa: S608
    [row] = connection.execute(f"SELECT {aggregates} FROM ({rows})").fetchall()  # noqa: S608
    found = iter(row)
    return [Answers({name: next(found) for name in probe.aggregates}) for probe in probes]


def _listed(groups: Iterable[Mapping[str, str]]) -> str:
    return ", ".join(f"{sql} AS {name}" for group in groups for name, sql in group.items())
