"""Files in our own columns, written with only what a test cares about, and their import."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guanxi.domain.intake.mapping import load_mapping
from guanxi.processes.file_import import KINDS, ImportResult, import_file

AT = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)
Row = dict[str, Any]
USUAL: dict[str, Row] = {
    "shipments": {"ordered_on": "2025-06-01", "currency": "CNY", "revenue": "1000"},
    "customers": {"registered_on": "2024-01-02"},
    "audiences": {
        "segment": "纸制品",
        "size_estimate": "1200",
        "source": "名录",
        "estimated_on": "2025-01-15",
    },
    "campaigns": {
        "audience": "造纸",
        "started_on": "2025-02-20",
        "ended_on": "2025-02-22",
        "responses": "320",
        "cost": "48000.00",
        "currency": "CNY",
        "register_within_days": "90",
        "ship_within_days": "180",
        "evidence": "扫码记录",
    },
    "signals": {"kind": "inquiry", "seen_on": "2025-05-02", "lawful_basis": "consent"},
    "roster": {"registered_on": "2024-01-02"},
    "invoices": {"issued_on": "2025-06-01", "amount": "1000", "currency": "CNY"},
    "payments": {"paid_on": "2025-06-20", "amount": "1000", "currency": "CNY"},
    "cost_rates": {"valid_from": "2025-01-01", "currency": "CNY"},
    "cost_activities": {"occurred_on": "2025-06-10", "quantity": "1", "currency": "CNY"},
    "credit_grades": {"graded_on": "2025-03-31", "grade": "AA"},
    "interactions": {
        "direction": "outbound",
        "channel": "phone",
        "purpose": "care",
        "at": "2025-06-10 09:30",
        "author": "李伟",
    },
}


def columns_of(kind: str) -> list[str]:
    return [str(rule.source) for rule in load_mapping("guanxi", KINDS[kind][0]).fields.values()]


def write(path: Path, kind: str, rows: Iterable[Row]) -> Path:
    """Rows of the kind over what is usual; a shipment's waybill is its source id unless it says otherwise."""
    with path.open("w", encoding="utf-8", newline="", errors="surrogateescape") as stream:
        writer = csv.DictWriter(stream, columns_of(kind), restval="")
        writer.writeheader()
        for row in rows:
            own = {"waybill_number": row["source_id"]} if kind == "shipments" else {}
            writer.writerow({**USUAL[kind], **own, **row})
    return path


def bring(path: Path, kind: str, *rows: Row, mapping: str = "guanxi", **options: Any) -> ImportResult:
    """Write the rows to `path`, if there are any, and import the file."""
    if rows:
        write(path, kind, rows)
    return import_file(path, kind=kind, mapping=mapping, **{"by": None, "at": AT, **options})


def counts(result: ImportResult) -> tuple[int, int, int]:
    """(applied, unchanged, rejected)"""
    assert result.rows == result.applied + result.unchanged + result.rejected
    return result.applied, result.unchanged, result.rejected


def rejections(result: ImportResult) -> list[tuple[int, str, str]]:
    """(row number, column, code) of each rejected row."""
    return [(row.number, row.column, row.code) for row in result.rejected_rows]
