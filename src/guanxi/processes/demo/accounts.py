"""What a customer of the demo is before it has a name: its standing, its rhythm, its money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from guanxi.processes.demo.identities import Identity
from guanxi.processes.demo.lanes import Lane


class Standing(Enum):
    """Why the customer is on file; the groups and tiers that follow are concluded elsewhere (D11, D16)."""

    RANKED = auto()
    INTERNAL = auto()
    LAPSED = auto()
    ROSTER = auto()
    ORDINARY = auto()


class Attempt(Enum):
    """What became of the only order of a customer without a completed shipment."""

    CANCELLED = auto()
    UNDERWAY = auto()


@dataclass(frozen=True)
class Budget:
    """Shipments accepted from `first` to `last` whose invoiced revenue sums to exactly `revenue_fen`.

    `days` names the days of a standing order, which is ordered, accepted and picked up on the same day;
    without it the shipments follow the season.
    """

    first: date
    last: date
    shipments: int
    revenue_fen: int
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Account:
    """One customer to be; `identity` None means that a name is invented for it.

    `known_on` is the day of registration, or of the first signal while `registered` is false.
    `lane` fixes the only lane used; `overruns` says for single days of a standing order by how many days the
    promise was broken; `parent` is the name of the company above it.
    """

    standing: Standing
    known_on: date
    budgets: tuple[Budget, ...] = ()
    identity: Identity | None = None
    met_at_fair: bool = False
    uscc: str | None = None
    is_person: bool = False
    registered: bool = True
    declared_buyer: bool = False
    is_key_account: bool = False
    source: str = ""
    attempt: Attempt | None = None
    parent: str = ""
    lane: Lane | None = None
    overruns: Mapping[date, int] = field(default_factory=dict)

    @property
    def ticket_fen(self) -> int:
        """Revenue of a usual shipment, 0 without one."""
        shipments = sum(budget.shipments for budget in self.budgets)
        return sum(budget.revenue_fen for budget in self.budgets) // shipments if shipments else 0
