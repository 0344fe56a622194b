"""What a correction changed, as a reader sees it: amounts as money, codes as words, fields by name."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation

from guanxi.domain.timeline.models import Event
from guanxi.interfaces.workspace.history import told
from tests import factories
from tests.processes.importing import Row, bring

pytestmark = pytest.mark.django_db
FILES: list[tuple[str, Row, Row]] = [
    (
        "shipments",
        {"source_id": "S1", "revenue": "1234.5", "mode": "rail", "weight_kg": "1500"},
        {"source_id": "S1", "revenue": "1300", "mode": "road", "weight_kg": "1500.25"},
    ),
    ("invoices", {"invoice_number": "R1", "amount": "1000"}, {"invoice_number": "R1", "amount": "900.05"}),
    (
        "cost_activities",
        {"activity_id": "A1", "activity": "call", "rate": "2", "quantity": "1.5"},
        {"activity_id": "A1", "activity": "call", "rate": "2.000125", "quantity": "2"},
    ),
    ("credit_grades", {"grade": "AA"}, {"grade": "B"}),
    ("signals", {"lawful_basis": "consent"}, {"lawful_basis": "contract"}),
]
EXPECTED = {
    "shipments": {
        ("Revenue", "CN¥1,234.50", "CN¥1,300.00"),
        ("Mode", "Rail", "Road"),
        ("Weight", "1500 kg", "1500.25 kg"),
    },
    "invoices": {("Amount", "CN¥1,000.00", "CN¥900.05")},
    "cost_activities": {
        ("Cost", "CN¥3.00", "CN¥4.00"),
        ("Rate", "2", "2.000125"),
        ("Quantity", "1.5", "2"),
    },
    "credit_grades": {("Credit grade", "AA", "B")},
    "signals": {("Lawful basis", "Consent", "Contract")},
}


def corrected(tmp_path: Path, kind: str, *rows: Row, moment: datetime) -> Event:
    """The event of the second import, which corrects what the first brought in."""
    factories.customer("晨光", number="C1")
    for place, row in enumerate(rows):
        bring(tmp_path / f"{place}.csv", kind, {"customer_number": "C1", **row}, at=moment)
    events = Event.objects.everything("a test looks").filter(customer_id__isnull=False)
    return events.order_by("-pk")[0]


@pytest.mark.parametrize(("kind", "first", "second"), FILES, ids=[kind for kind, *_ in FILES])
def test_a_correction_reads_as_its_reader_writes(
    tmp_path: Path, moment: datetime, kind: str, first: Row, second: Row
) -> None:
    event = corrected(tmp_path, kind, first, second, moment=moment)
    with translation.override("en"):
        (entry,) = told([event])
    shown = {(change.field, change.before, change.after) for change in entry.changes}
    assert shown == EXPECTED[kind]


def test_amounts_and_words_are_in_chinese_for_a_chinese_reader(tmp_path: Path, moment: datetime) -> None:
    kind, first, second = FILES[0]
    event = corrected(tmp_path, kind, first, second, moment=moment)
    with translation.override("zh-hans"):
        (entry,) = told([event])
    shown = {(change.field, change.before, change.after) for change in entry.changes}
    assert ("收入", "¥1,234.50", "¥1,300.00") in shown
    assert ("运输方式", "铁路", "公路") in shown


def test_each_amount_is_in_the_currency_it_had(tmp_path: Path, moment: datetime) -> None:
    rows = ({"source_id": "S1", "revenue": "1000"}, {"source_id": "S1", "revenue": "1000", "currency": "JPY"})
    event = corrected(tmp_path, "shipments", *rows, moment=moment)
    with translation.override("en"):
        (entry,) = told([event])
    shown = {change.field: (change.before, change.after) for change in entry.changes}
    assert shown == {"Revenue": ("CN¥1,000.00", "¥1,000"), "Currency": ("CNY", "JPY")}


def test_an_amount_of_unknown_currency_stays_as_it_was_kept() -> None:
    event = Event(
        kind="shipments.corrected",
        subject_kind="operations.shipment",
        payload={"data": {"waybill": "S1", "file": "f"}, "before": {"revenue_minor": 5}, "after": {}},
    )
    (entry,) = told([event])
    assert entry.changes[0].before == "5"
