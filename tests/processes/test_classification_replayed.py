"""A house changes day by day in ways drawn by lot: what it answered each evening is what was known then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - every deed comes from a seed
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guanxi.domain.classification.conclusion import Conclusions, conclude
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.rules import Conclusion, group_of
from guanxi.domain.customers.entry import Details, edit
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import FormerState
from guanxi.processes.classification_run import classify_as_known
from guanxi.processes.import_undo import may_undo, undo_now
from tests.processes.importing import Row, bring

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    return iter(tmp_path / f"{number}.csv" for number in range(1000))


DAYS = 8
FIRST_DAY = date(2025, 6, 2)
ASKED_OF = (date(2025, 4, 15), date(2025, 6, 30))


class House:
    """Deeds drawn by lot: imports of every kind a conclusion reads, edits by hand and undoings."""

    def __init__(self, seed: int, files: Iterator[Path], manager: User) -> None:
        self._lot = Random(seed)
        self._files = files
        self._manager = manager

    def live(self, at: datetime) -> None:
        """One deed."""
        deeds = [self._customers, self._shipments, self._shipments, self._costs, self._evidence]
        self._lot.choice([*deeds, self._audience, self._edit, self._undo, self._undo])(at)

    def _bring(self, at: datetime, kind: str, rows: list[Row]) -> None:
        bring(next(self._files), kind, *rows, at=at)

    def _number(self) -> str:
        return f"C{self._lot.randrange(6)}"

    def _day(self) -> str:
        return (date(2025, 3, 1) + timedelta(days=self._lot.randrange(100))).isoformat()

    def _customers(self, at: datetime) -> None:
        rows = {
            number: {
                "customer_number": number,
                "name": number,
                "purpose": self._lot.choice(("commercial", "internal", "consumer")),
                "declared_buyer": self._lot.choice(("yes", "no")),
                "registered_on": self._lot.choice(("", self._day())),
                "signal_type": "call",
                "signal_on": self._day(),
                "lawful_basis": "consent",
            }
            for number in (self._number() for _ in range(4))
        }
        self._bring(at, "customers", list(rows.values()))

    def _shipments(self, at: datetime) -> None:
        rows = {
            source_id: {
                "source_id": source_id,
                "customer_number": self._number(),
                "ordered_on": self._day(),
                "delivered_on": self._lot.choice(("", self._day(), self._day())),
                "cancelled_on": self._lot.choice(("", "", self._day())),
                "direction": self._lot.choice(("forward", "forward", "reverse")),
                "revenue": self._lot.choice(("", str(self._lot.randrange(1, 90)))),
            }
            for source_id in (f"S{self._lot.randrange(9)}" for _ in range(5))
        }
        self._bring(at, "shipments", list(rows.values()))

    def _costs(self, at: datetime) -> None:
        rows = {
            key: {
                "activity_id": key,
                "customer_number": self._number(),
                "activity": "call",
                "rate": str(self._lot.randrange(1, 9)),
                "occurred_on": self._day(),
            }
            for key in (f"A{self._lot.randrange(4)}" for _ in range(2))
        }
        self._bring(at, "cost_activities", list(rows.values()))

    def _evidence(self, at: datetime) -> None:
        number = self._number()
        self._bring(at, "signals", [{"customer_number": number, "seen_on": self._day()}])
        self._bring(at, "roster", [{"customer_number": number, "registered_on": self._day()}])

    def _audience(self, at: datetime) -> None:
        self._bring(at, "audiences", [{"name": "造纸", "size_estimate": str(self._lot.randrange(1, 99))}])

    def _edit(self, at: datetime) -> None:
        customers = Customer.objects.everything(WHY).filter(number=self._number())
        for customer in customers.select_related("party", "parent"):
            purpose = self._lot.choice(("commercial", "internal"))
            details = replace(Details.of(customer), purpose=purpose, city=self._day())
            version = customer.version
            edit(customer, details, parent=None, version=version, by=self._manager, at=at)

    def _undo(self, at: datetime) -> None:
        runs = [run for run in ImportRun.objects.everything(WHY).order_by("pk") if may_undo(run, at)]
        if runs:
            undo_now(self._lot.choice(runs), by=None, at=at)


def _answer(conclusions: Conclusions) -> tuple[str, Any, list[Any]]:
    entries = [(entry.customer.number, entry.group, entry.tier) for entry in conclusions.entries]
    return conclusions.run.hash, conclusions.run.counts, entries


def _group(customer_id: int, known_on: date) -> Conclusion | None:
    facts = Facts(ASKED_OF[0], known_before=clock.end_of(known_on), only=[customer_id])
    return group_of(facts.evidence(facts.customers())[customer_id])


@pytest.mark.parametrize("seed", range(6))
def test_asking_as_known_gives_what_the_house_answered_then(
    seed: int, files: Iterator[Path], mei: User
) -> None:
    house = House(seed, files, mei)
    answered: dict[tuple[date, date], Any] = {}
    groups: dict[tuple[date, int], Conclusion | None] = {}
    for number in range(DAYS):
        today = FIRST_DAY + timedelta(days=number)
        house.live(datetime.combine(today, time(9), SHANGHAI))
        house.live(datetime.combine(today, time(18), SHANGHAI))
        for as_of in ASKED_OF:
            answered[as_of, today] = _answer(conclude(Facts(as_of), currency="CNY"))
        facts = Facts(ASKED_OF[0])
        evidence = facts.evidence(facts.customers())
        groups |= {(today, pk): group_of(found) for pk, found in evidence.items()}
    assert FormerState.objects.everything(WHY).exists()
    for (as_of, known_on), answer in answered.items():
        assert _answer(classify_as_known(as_of=as_of, known_on=known_on)) == answer, (as_of, known_on)
    for (known_on, pk), group in groups.items():
        assert _group(pk, known_on) == group, (known_on, pk)
