"""One pass over a file: values computed in layers, and what the readers of columns ask beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Each layer names SQL over the view `source` and the layers before it. The engine computes a layer once a
# row, whereas an expression repeated inside others, above all inside CASE, is computed wherever it stands.
Layers = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Probe:
    """What one column asks: aggregates, by name, over layers whose names no other probe of the scan uses."""

    layers: Layers
    aggregates: Mapping[str, str]


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


def stacked(groups: Sequence[Layers]) -> str:
    """SQL of the rows of `source` with all layers of all groups, as something to select from."""
    rows = "source"
    for layer in zip_longest(*groups, fillvalue={}):
        values = [f"{sql} AS {name}" for part in layer for name, sql in part.items()]
        rows = f"(SELECT *, {', '.join(values)} FROM {rows})"  # noqa: S608
    return rows


def scan(connection: "DuckDBPyConnection", probes: Mapping[str, Probe]) -> dict[str, Answers]:
    """Run all probes in one statement and answer each by name. Raises duckdb.Error for unreadable rows."""
    if not probes:
        return {}
    aggregates = ", ".join(sql for probe in probes.values() for sql in probe.aggregates.values())
    rows = stacked([probe.layers for probe in probes.values()])
    [row] = connection.execute(f"SELECT {aggregates} FROM {rows}").fetchall()  # noqa: S608
    found = iter(row)
    return {role: Answers({name: next(found) for name in probe.aggregates}) for role, probe in probes.items()}
