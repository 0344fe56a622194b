"""On whose behalf rows come in, from where, and under which choices of the mapping."""

from dataclasses import dataclass, field
from datetime import datetime

from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.intake.trace import Trace


@dataclass(frozen=True, slots=True)
class Errand:
    """`fields` are those the file provides: what it does not provide is left as it is on file.

    Whoever stores, changes or removes a record says so to the `trace`, so that the import can be undone.
    Of a trial every chunk is rolled back before the next begins: what it would have brought must be
    remembered by whoever needs it.
    """

    run: ImportRun
    source: str
    options: dict[str, str]
    fields: frozenset[str]
    by: Actor | None
    at: datetime
    is_trial: bool = False
    trace: Trace = field(init=False)

    def __post_init__(self) -> None:
        # The one way to give a frozen record a part made of its other parts.
        object.__setattr__(self, "trace", Trace(self.at))
