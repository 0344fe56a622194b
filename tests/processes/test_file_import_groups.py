"""Groups of companies by file: parents before or after their children, and never in a circle (D9)."""

from pathlib import Path

import pytest

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake import limits
from guanxi.domain.timeline.models import Event
from tests.processes.importing import Row, bring, counts, rejections

pytestmark = pytest.mark.django_db


def customer(number: str) -> Customer:
    found: Customer = Customer.objects.everything("the test looks").get(number=number)
    return found


def told(number: str) -> list[str]:
    events = Event.objects.everything("the test looks").filter(customer_id=customer(number).pk)
    return [event.kind for event in events.order_by("position")]


def row(number: str = "C1", **cells: str) -> Row:
    return {"customer_number": number, "name": f"公司{number}", **cells}


@pytest.mark.parametrize("chunk_rows", [500, 1, 2])
def test_parents_may_come_later_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk_rows: int
) -> None:
    monkeypatch.setattr(limits, "CHUNK_ROWS", chunk_rows)
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row("C1", parent_number="C2"),
        row("C2", parent_number="C4"),
        row("C3", parent_number="C2"),
        row("C4"),
    )
    assert counts(result) == (4, 0, 0)
    assert [customer(f"C{n}").parent for n in (1, 2, 3)] == [customer(f"C{n}") for n in (2, 4, 2)]
    assert told("C1") == [
        "customers.created",
        "customers.parent_changed",
        "customers.registered",
        "classification.group_changed",
    ]
    assert counts(bring(tmp_path / "f.csv", "customers")) == (0, 4, 0)


def test_circles_in_the_file_and_those_who_hang_on_them_are_rejected(tmp_path: Path) -> None:
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row("C1", parent_number="C2"),
        row("C2", parent_number="C3"),
        row("C3", parent_number="C1"),
        row("C4", parent_number="C1"),
        row("C5", parent_number="C6"),
        row("C6", registered_on=""),
    )
    assert rejections(result) == [
        (2, "parent_number", "parent_circle"),
        (3, "parent_number", "parent_circle"),
        (4, "parent_number", "parent_circle"),
        (5, "parent_number", "unknown_parent"),
        (6, "parent_number", "unknown_parent"),
        (7, "customer_number", "no_evidence"),
    ]
    assert not Customer.objects.everything("the test looks").exists()


def test_a_circle_through_customers_on_file_is_rejected_at_its_last_row(tmp_path: Path) -> None:
    bring(
        tmp_path / "f.csv",
        "customers",
        row("C1"),
        row("C2", parent_number="C1"),
        row("C3", parent_number="C2"),
    )
    result = bring(
        tmp_path / "g.csv",
        "customers",
        row("C1", parent_number="C3"),
        row("C2", parent_number=""),
        row("C3", parent_number="C2"),
    )
    assert rejections(result) == [(2, "parent_number", "parent_circle")]
    assert customer("C2").parent is None
    swapped = bring(
        tmp_path / "h.csv", "customers", row("C1", parent_number="C2"), row("C2", parent_number="C1")
    )
    assert rejections(swapped) == [(3, "parent_number", "parent_circle")]
    assert customer("C1").parent == customer("C2")
