"""Where a customer stood on a day, as known today and as known on a day (D12)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.rules import Conclusion, group_of
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.timeline.models import FormerState
from guanxi.processes.classification_run import classify_as_known, classify_customers, close_period
from guanxi.processes.import_undo import may_undo, undo_now
from tests import factories
from tests.processes.importing import Row, bring

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR, MARCH, APRIL = date(2024, 12, 31), date(2025, 3, 31), date(2025, 4, 30)
TODAY = None


def noon(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 12, tzinfo=SHANGHAI)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    return iter(tmp_path / f"{number}.csv" for number in range(1000))


@pytest.fixture
def backdated(files: Iterator[Path]) -> Customer:
    """Facts about one customer that came in late, and one that was wrong at first."""

    def came_in(at: datetime, of: str, **row: Any) -> None:
        bring(next(files), of, {"customer_number": "C1", **row}, at=at)

    shipment = {"source_id": "S1", "ordered_on": "2025-03-01", "revenue": "800"}
    call = {"signal_type": "call", "signal_on": "2025-01-05", "lawful_basis": "consent"}
    came_in(noon(1, 6), "customers", name="晨光纸业", registered_on="", **call)
    came_in(noon(4, 1), "roster", registered_on="2025-02-10")
    came_in(noon(5, 12), "shipments", delivered_on="2025-03-14", **shipment)
    came_in(noon(6, 9), "shipments", delivered_on="2025-04-02", **shipment)
    came_in(noon(6, 20), "signals", kind="badge_scan", seen_on="2024-12-20")
    return Customer.objects.everything(WHY).get(number="C1")


def concluded(customer: Customer, as_of: date, known_on: date | None) -> Conclusion | None:
    before = clock.end_of(known_on) if known_on else None
    facts = Facts(as_of, known_before=before, only=[customer.pk])
    found = facts.evidence(facts.customers())
    return group_of(found[customer.pk]) if found else None


@pytest.mark.parametrize(
    ("as_of", "known_on", "code", "day"),
    [
        # The scan of December came in on 20 June: before, nothing of that year was known.
        (NEW_YEAR, TODAY, "ordinary_by_signal", "2024-12-20"),
        (NEW_YEAR, date(2025, 6, 20), "ordinary_by_signal", "2024-12-20"),
        (NEW_YEAR, date(2025, 6, 19), None, None),
        (NEW_YEAR, MARCH, None, None),
        # At the end of March: a call; from April a roster entry; from 12 May a delivery of 14 March, which
        # from 9 June is known to have been on 2 April.
        (MARCH, TODAY, "basic_by_roster", "2025-02-10"),
        (MARCH, date(2025, 6, 9), "basic_by_roster", "2025-02-10"),
        (MARCH, date(2025, 6, 8), "actual_by_shipments", "2025-03-14"),
        (MARCH, date(2025, 5, 12), "actual_by_shipments", "2025-03-14"),
        (MARCH, date(2025, 5, 11), "basic_by_roster", "2025-02-10"),
        (MARCH, MARCH, "ordinary_by_signal", "2025-01-05"),
        (MARCH, date(2025, 1, 5), None, None),
        # At the end of April both days of delivery had passed.
        (APRIL, TODAY, "actual_by_shipments", "2025-04-02"),
        (APRIL, date(2025, 6, 8), "actual_by_shipments", "2025-03-14"),
        (APRIL, APRIL, "basic_by_roster", "2025-02-10"),
        (APRIL, MARCH, "ordinary_by_signal", "2025-01-05"),
    ],
)
def test_a_backdated_shipment_is_known_from_the_day_it_came_in(
    backdated: Customer, as_of: date, known_on: date | None, code: str | None, day: str | None
) -> None:
    found = concluded(backdated, as_of, known_on)
    assert (found.code if found else None) == code
    if found:
        named = {"actual_by_shipments": "last_on", "basic_by_roster": "registered_on"}
        assert found.as_json()["inputs"][named.get(found.code, "signal_on")] == day


def test_everybody_is_asked_as_one_is(backdated: Customer) -> None:
    conclusions = classify_as_known(as_of=MARCH, known_on=date(2025, 6, 8))
    (entry,) = conclusions.entries
    assert (entry.customer.number, entry.group) == ("C1", "actual")
    assert (conclusions.run.counts["group"]["actual"], entry.revenue_minor) == (1, 800_00)


def test_an_inquiry_stores_nothing(backdated: Customer) -> None:
    classify_customers(as_of=APRIL, by=None, at=noon(6, 30))
    inquiry = classify_as_known(as_of=APRIL, known_on=MARCH).run
    assert inquiry.pk is None
    assert ClassificationRun.objects.everything(WHY).count() == 1
    assert Customer.objects.everything(WHY).get(pk=backdated.pk).standing.entry.group == "actual"


def test_a_day_ends_at_the_operators_midnight(files: Iterator[Path]) -> None:
    customer = factories.customer("晨光", number="C1")
    late = datetime.combine(date(2025, 5, 12), time(23, 59), SHANGHAI)
    bring(next(files), "roster", {"customer_number": "C1"}, at=late)
    early = late + timedelta(minutes=1)
    bring(next(files), "roster", {"customer_number": "C1", "registered_on": "2023-01-02"}, at=early)
    registered = [
        found.inputs["registered_on"] if (found := concluded(customer, APRIL, date(2025, 5, day))) else None
        for day in (11, 12, 13)
    ]
    assert registered == [None, date(2024, 1, 2), date(2023, 1, 2)]


def test_what_was_undone_was_known_until_then(backdated: Customer, files: Iterator[Path]) -> None:
    corrected = ImportRun.objects.everything(WHY).get(started_at=noon(6, 9))
    undo_now(corrected, by=None, at=noon(6, 25))
    recorded = ImportRun.objects.everything(WHY).get(started_at=noon(5, 12))
    days = {
        day: found.inputs.get("last_on") if (found := concluded(backdated, APRIL, day)) else None
        for day in (date(2025, 6, 8), date(2025, 6, 24), date(2025, 6, 25), TODAY)
    }
    assert [str(day) for day in days.values()] == ["2025-03-14", "2025-04-02", "2025-03-14", "2025-03-14"]
    assert not may_undo(recorded, noon(6, 25))
    bring(next(files), "shipments", _delivered("S2", "2025-04-20"), at=noon(6, 26))
    undo_now(ImportRun.objects.everything(WHY).get(started_at=noon(6, 26)), by=None, at=noon(6, 28))
    counts = [
        found.inputs["count"]
        for day in (25, 26, 27, 28)
        if (found := concluded(backdated, APRIL, date(2025, 6, day)))
    ]
    assert counts == [1, 2, 2, 1]


def test_a_correction_of_what_no_conclusion_reads_is_not_kept(
    backdated: Customer, files: Iterator[Path]
) -> None:
    kept = FormerState.objects.everything(WHY).count()
    row = {**_delivered("S1", "2025-04-02"), "ordered_on": "2025-03-01", "revenue": "800"}
    assert bring(next(files), "shipments", {**row, "cargo": "纸"}, at=noon(6, 29)).applied == 1
    assert FormerState.objects.everything(WHY).count() == kept


def test_grace_follows_the_closes_that_had_been_made(files: Iterator[Path]) -> None:
    made = [factories.customer(f"客户{place}", number=f"K{place:03d}") for place in range(40)]
    for place, customer in enumerate(made):
        factories.shipment(customer, delivered_on=date(2025, 5, 1), revenue_minor=(40 - place) * 100_000)
    overtaking = {**_delivered("S9", "2025-09-01"), "customer_number": "K002", "revenue": "5000"}
    close_period(as_of=date(2025, 6, 30), by=None, at=noon(8, 20))
    bring(next(files), "shipments", overtaking, at=noon(8, 10))
    assert _tier_of("K001", known_on=date(2025, 8, 9)) == ("gold", "by_rank")
    assert _tier_of("K001", known_on=date(2025, 8, 10)) == ("iron", "by_rank")
    assert _tier_of("K001", known_on=date(2025, 8, 20)) == ("gold", "grace")


def _tier_of(number: str, *, known_on: date) -> tuple[str, str]:
    entries = classify_as_known(as_of=date(2025, 9, 30), known_on=known_on).entries
    found = next(entry for entry in entries if entry.customer.number == number)
    return found.tier, found.tier_evidence["inputs"]["kept"]


def _delivered(source_id: str, day: str) -> Row:
    return {"customer_number": "C1", "source_id": source_id, "delivered_on": day}
