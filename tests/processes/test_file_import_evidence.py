"""Signals and roster entries by file: the evidence on which groups rest (D11, D13)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guanxi.domain.audiences.models import Signal
from guanxi.domain.customers.models import Customer, RosterEntry
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import Row, bring, counts, rejections

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Customer:
    return factories.customer("郑州晨光纸业有限公司", number="C1")


def every(model: Any) -> Any:
    return model.objects.everything("the test looks")


def events(kind: str) -> list[Event]:
    return list(every(Event).filter(kind=kind).order_by("pk"))


def row(**cells: str) -> Row:
    return {"customer_number": "C1", **cells}


def test_signals_are_recorded_once_each_with_their_campaign(tmp_path: Path, acme: Customer) -> None:
    rows = [row(), row(campaign="2025春季展"), row(seen_on="2025-05-03"), row(kind="Badge scan")]
    assert counts(bring(tmp_path / "s.csv", "signals", *rows, row())) == (4, 1, 0)
    assert counts(bring(tmp_path / "s.csv", "signals")) == (0, 5, 0)
    found = set(every(Signal).values_list("kind", "seen_on", "campaign", "lawful_basis"))
    assert ("inquiry", date(2025, 5, 2), "2025春季展", "consent") in found
    assert ("badge_scan", date(2025, 5, 2), "", "consent") in found
    told = events("audiences.signal_seen")
    assert (len(told), {event.customer_id for event in told}) == (4, {acme.pk})
    assert first_broken_link() is None


def test_another_lawful_basis_of_the_same_signal_is_a_correction(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "s.csv", "signals", row())
    assert counts(bring(tmp_path / "t.csv", "signals", row(lawful_basis="contract"))) == (1, 0, 0)
    assert events("audiences.signal_seen")[-1].changes == [("lawful_basis", "consent", "contract")]


def test_a_signal_of_a_customer_file_is_the_same_signal(tmp_path: Path) -> None:
    signal = {"signal_type": "inquiry", "signal_on": "2025-05-02", "lawful_basis": "consent"}
    bring(tmp_path / "c.csv", "customers", {"customer_number": "C1", "name": "晨光纸业", **signal})
    assert counts(bring(tmp_path / "s.csv", "signals", row())) == (0, 1, 0)


def test_bad_and_conflicting_signals_are_rejected_by_name(tmp_path: Path, acme: Customer) -> None:
    rows = [
        row(),
        row(lawful_basis="contract"),
        row(seen_on="2025-05-03", lawful_basis=""),
        row(customer_number="C9"),
        row(kind="rumour"),
    ]
    result = bring(tmp_path / "s.csv", "signals", *rows)
    assert rejections(result) == [
        (3, "customer_number", "differs_from_row"),
        (4, "lawful_basis", "no_lawful_basis"),
        (5, "customer_number", "unknown_customer"),
        (6, "kind", "not_a_choice"),
    ]
    assert next(iter(result.rejected_rows)).params == {
        "row": 2,
        "differences": "lawful_basis: consent ≠ contract",
    }


def test_customers_are_entered_in_the_roster_and_their_day_corrected(tmp_path: Path, acme: Customer) -> None:
    assert counts(bring(tmp_path / "r.csv", "roster", row())) == (1, 0, 0)
    assert counts(bring(tmp_path / "r.csv", "roster")) == (0, 1, 0)
    assert counts(bring(tmp_path / "t.csv", "roster", row(registered_on="2024-02-01"))) == (1, 0, 0)
    assert every(RosterEntry).get().registered_on == date(2024, 2, 1)
    assert [event.customer_id for event in events("customers.registered")] == [acme.pk]
    (event,) = events("customers.updated")
    assert event.changes == [("registered_on", "2024-01-02", "2024-02-01")]


def test_bad_and_conflicting_roster_rows_are_rejected_by_name(tmp_path: Path, acme: Customer) -> None:
    rows = [row(), row(registered_on="2024-01-03"), row(customer_number="C9"), row(registered_on="")]
    result = bring(tmp_path / "r.csv", "roster", *rows)
    assert rejections(result) == [
        (3, "customer_number", "differs_from_row"),
        (4, "customer_number", "unknown_customer"),
        (5, "registered_on", "required"),
    ]


def test_an_imported_roster_moves_a_customer_to_the_basic_group(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "s.csv", "signals", row())
    groups = []
    for kind in ("", "roster"):
        if kind:
            bring(tmp_path / "r.csv", kind, row())
        entry = factories.run(date(2025, 6, 30)).entries.everything("the test looks").get(customer=acme)
        groups.append(entry.group)
    assert groups == ["ordinary", "basic"]
