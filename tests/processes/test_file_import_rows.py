"""Every row of a file is accounted for: applied, unchanged, or rejected by name."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.intake import limits
from guanxi.domain.intake.models import ImportRun, RejectedRow
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import Row, bring, counts, rejections, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Customer:
    return factories.customer("郑州晨光纸业有限公司", number="C1", uscc="91410100MA0000GX0K")


def events(kind: str) -> list[Event]:
    return list(Event.objects.everything("the test looks").filter(kind=kind).order_by("pk"))


def row(source_id: str = "1", **cells: str) -> Row:
    return {"source_id": source_id, "customer_number": "C1", **cells}


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"customer_number": "C9"}, "customer_number", "unknown_customer"),
        ({"customer_number": ""}, "customer_number", "required"),
        ({"source_id": "1.23E+17"}, "source_id", "digits_lost"),
        ({"source_id": "x" * 121}, "source_id", "too_long"),
        ({"cargo": "a\x00b"}, "cargo", "nul_character"),
        ({"cargo": "a\udce9b"}, "cargo", "undecodable"),
        ({"ordered_on": "03/04/2026"}, "ordered_on", "not_a_day"),
        ({"delivered_on": "2100-01-01"}, "delivered_on", "day_out_of_range"),
        ({"revenue": "NaN"}, "revenue", "not_a_number"),
        ({"revenue": "1e999"}, "revenue", "scientific_number"),
        ({"revenue": "1" + "0" * 19}, "revenue", "out_of_range"),
        ({"revenue": "1,000"}, "revenue", "number_with_marks"),
        ({"revenue_absent_reason": "not_given"}, "revenue_absent_reason", "revenue_and_reason"),
        ({"currency": "RMB"}, "currency", "unknown_currency"),
        ({"packages": "1.5"}, "packages", "not_whole"),
        ({"packages": str(limits.LARGEST_COUNT + 1)}, "packages", "out_of_range"),
        ({"weight_kg": "-1"}, "weight_kg", "out_of_range"),
        ({"mode": "donkey"}, "mode", "not_a_choice"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_column_and_reason(
    tmp_path: Path, acme: Customer, cells: Row, column: str, code: str
) -> None:
    # The byte of a surrogate can only come in with a file whose mark says UTF-8.
    path = write(tmp_path / "f.csv", "shipments", [row("ok"), {**row("bad"), "waybill_number": "W", **cells}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    result = bring(path, "shipments")
    assert counts(result) == (1, 0, 1)
    assert rejections(result) == [(3, column, code)]
    kept = RejectedRow.objects.everything("the test looks").get()
    assert (kept.run_id, kept.row_number, kept.column, kept.reason) == (result.run_id, 3, column, code)
    assert "%(" not in kept.sentence


@pytest.mark.parametrize(
    ("field", "largest"), [("packages", limits.LARGEST_COUNT), ("weight_kg", limits.LARGEST_WEIGHT_G // 1000)]
)
def test_the_largest_quantities_are_taken(tmp_path: Path, acme: Customer, field: str, largest: int) -> None:
    assert counts(bring(tmp_path / "f.csv", "shipments", row("1", **{field: str(largest)}))) == (1, 0, 0)


def test_rejected_rows_leave_nothing_behind(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "f.csv", "shipments", row("1", customer_number="C9", consignee="谁也不是"))
    assert not Party.objects.everything("the test looks").filter(name="谁也不是").exists()


def test_rows_cut_short_or_grown_are_rejected(tmp_path: Path, acme: Customer) -> None:
    path = write(tmp_path / "f.csv", "shipments", [row("1"), row("2")])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",surplus", lines[2] + ",,", lines[2][:9]]))
    result = bring(path, "shipments")
    assert rejections(result) == [(2, "", "cells_surplus"), (4, "", "cells_missing")]
    assert result.applied == 1


def test_a_twin_in_the_file_is_unchanged_and_a_contradiction_names_the_first(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row("1"), row("1"), row("1", cargo="other"), row("2"), row("1", cargo="third")]
    for chunk_rows in (500, 2):
        Shipment.objects.everything("afresh").filter(pk__in=_without_roles()).delete()
        monkeypatch.setattr(limits, "CHUNK_ROWS", chunk_rows)
        result = bring(tmp_path / "f.csv", "shipments", *rows)
        assert counts(result) == (2, 1, 2)
        assert [(r.number, r.column, r.code, r.params) for r in result.rejected_rows] == [
            (4, "source_id", "differs_from_row", {"row": 2, "differences": "cargo: – ≠ other"}),
            (6, "source_id", "differs_from_row", {"row": 2, "differences": "cargo: – ≠ third"}),
        ]


def _without_roles() -> list[int]:
    ShipmentParty.objects.everything("afresh").delete()
    return list(Shipment.objects.everything("afresh").values_list("pk", flat=True))


def test_after_a_rejected_row_its_twin_may_be_taken(tmp_path: Path, acme: Customer) -> None:
    result = bring(tmp_path / "f.csv", "shipments", row("1", customer_number="C9"), row("1"))
    assert (counts(result), rejections(result)) == ((1, 0, 1), [(2, "customer_number", "unknown_customer")])


def test_each_customer_is_told_once_what_an_import_recorded(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.customer("另一家", number="C2")
    monkeypatch.setattr(limits, "CHUNK_ROWS", 2)
    rows = [row(str(day), ordered_on=f"2025-06-0{day}") for day in range(1, 8)]
    result = bring(tmp_path / "f.csv", "shipments", *rows, row("8", customer_number="C2"))
    told = {event.customer_id: event for event in events("shipments.imported")}
    assert told.keys() == {acme.pk, other.pk}
    assert told[acme.pk].sentence == "7 shipments recorded from f.csv, 2025-06-01 to 2025-06-07"
    (finished,) = events("imports.finished")
    assert finished.chain == "operator"
    assert finished.sentence == "f.csv imported: 8 applied, 0 unchanged, 0 rejected"
    assert finished.subject_id == result.run_id
    assert first_broken_link() is None


def test_a_dry_run_reports_the_same_and_keeps_nothing(tmp_path: Path, acme: Customer) -> None:
    rows = [row("1"), row("1"), row("2", customer_number="C9"), row("3", consignee="新公司")]
    dry = bring(tmp_path / "f.csv", "shipments", *rows, dry_run=True)
    assert dry.run_id is None
    for model in (Shipment, ShipmentParty, ImportRun, RejectedRow):
        assert not model.objects.everything("the test looks").exists()
    assert not Party.objects.everything("the test looks").filter(name="新公司").exists()
    assert not events("imports.finished")
    real = bring(tmp_path / "f.csv", "shipments")
    assert (counts(dry), rejections(dry)) == (counts(real), rejections(real)) == ((2, 1, 1), rejections(real))


def test_columns_the_file_lacks_refuse_it_by_name_and_the_refusal_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("source_id,waybill_number\n1,2\n")
    with pytest.raises(FileRefused) as refused:
        bring(path, "shipments")
    assert refused.value.code == "missing_columns"
    run = ImportRun.objects.everything("the test looks").get()
    assert (run.state, run.refusal, run.rows) == ("refused", "missing_columns", 0)
    assert "customer_number" in run.refusal_sentence


def test_a_chunk_takes_as_many_queries_for_many_rows_as_for_few(tmp_path: Path, acme: Customer) -> None:
    def queries(count: int, start: int) -> int:
        rows = [row(str(start + n), consignee=f"公司{start + n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            bring(tmp_path / f"{start}.csv", "shipments", *rows)
        return len([q for q in captured if not q["sql"].startswith("INSERT")])

    # The first shipment moves the customer's group; after it every file is like the other.
    queries(1, 5000)
    assert queries(400, 1000) == queries(10, 0)


def progress_of(calls: list[tuple[int, int]]) -> Any:
    return lambda done, total: calls.append((done, total))


def test_progress_counts_towards_the_number_of_rows(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHUNK_ROWS", 2)
    calls: list[tuple[int, int]] = []
    bring(tmp_path / "f.csv", "shipments", *map(row, "12345"), on_progress=progress_of(calls))
    assert calls == [(2, 5), (4, 5), (5, 5)]


def test_the_number_of_rows_holds_at_its_edge(
    tmp_path: Path, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    assert counts(bring(tmp_path / "f.csv", "shipments", *map(row, "123"))) == (3, 0, 0)
    with pytest.raises(FileRefused, match="too_many_rows"):
        bring(tmp_path / "g.csv", "shipments", *map(row, "4567"))
    assert Shipment.objects.everything("the test looks").count() == 3
