"""Two rows of one file with one identifier and different content are shown with what both of them say."""

from pathlib import Path

import pytest
from django.utils import translation

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake import conflicts, limits, reasons
from guanxi.domain.intake.models import RejectedRow
from tests import factories
from tests.processes.importing import Row, bring, counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Customer:
    return factories.customer("晨光", number="C1")


def shipment(source_id: str, **fields: str) -> Row:
    return {"source_id": source_id, "customer_number": "C1", **fields}


def differences() -> dict[int, str]:
    """row number → what differs, as kept in the database."""
    kept = RejectedRow.objects.everything("a test looks").filter(reason="differs_from_row")
    return {row.row_number: row.details["differences"] for row in kept}


@pytest.mark.parametrize("chunk_rows", [2, 500])
def test_the_differing_columns_are_named_with_both_values(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch, chunk_rows: int
) -> None:
    monkeypatch.setattr(limits, "CHUNK_ROWS", chunk_rows)
    first = shipment("1", cargo="纸", delivered_on="2025-06-09")
    again = shipment("1", cargo="纸浆", revenue="1000.00", delivered_on="")
    result = bring(tmp_path / "f.csv", "shipments", first, shipment("2"), shipment("3"), again, shipment("4"))
    assert counts(result) == (4, 0, 1)
    # 1000.00 says what 1000 says.
    assert differences() == {5: "delivered_on: 2025-06-09 ≠ –; cargo: 纸 ≠ 纸浆"}


def test_the_sentence_tells_both_contents() -> None:
    with translation.override("en"):
        told = reasons.sentence("differs_from_row", {"row": 2, "differences": "cargo: 纸 ≠ 纸浆"})
        assert "Row 2 has the same identifier" in told
        assert "cargo: 纸 ≠ 纸浆" in told
        # A reason kept before differences were told still reads as a sentence.
        assert "…" in reasons.sentence("differs_from_row", {"row": 2})


def test_what_is_personal_differs_without_being_shown(tmp_path: Path) -> None:
    one = {"customer_number": "C7", "name": "乙", "contact_name": "王敏", "contact_phone": "13912345678"}
    result = bring(tmp_path / "f.csv", "customers", one, {**one, "contact_phone": "13800000000"})
    assert counts(result) == (1, 0, 1)
    assert differences() == {3: "contact_phone: … ≠ …"}


def test_beyond_a_bound_conflicts_name_the_first_row_only(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "_MOST_COMPARED", 1)
    monkeypatch.setattr(limits, "CHUNK_ROWS", 1)
    rows = [shipment("1"), shipment("1", cargo="纸"), shipment("1", cargo="煤")]
    result = bring(tmp_path / "f.csv", "shipments", *rows)
    assert counts(result) == (1, 0, 2)
    assert [row.params for row in result.rejected_rows] == [
        {"row": 2, "differences": "cargo: – ≠ 纸"},
        {"row": 2},
    ]


def test_a_long_text_is_shortened(tmp_path: Path, acme: Customer) -> None:
    rows = [shipment("1", cargo="纸 " * 90), shipment("1", cargo="煤")]
    bring(tmp_path / "f.csv", "shipments", *rows)
    (told,) = differences().values()
    assert told.endswith("… ≠ 煤")
    assert len(told) < 120
