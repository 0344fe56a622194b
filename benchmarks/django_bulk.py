"""The peer of the import benchmark: shipments stored by Django's own bulk path, as a careful script would.

The cells it needs are turned into values without looking at them, known customers and firms stand in
dictionaries, and model objects go through bulk_create in transactions of 500 rows, payers and consignees too.
It checks nothing, compares nothing with what is on file, keeps no trace for an undo, no progress and no
verdict on a row, and tells no timeline.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def rows_of_csv(path: Path) -> Iterator[Row]:
    """By csv.DictReader."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def rows_of_workbook(path: Path) -> Iterator[Row]:
    """By openpyxl in its read-only mode."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    rows = book.active.iter_rows(values_only=True)
    header = next(rows)
    for cells in rows:
        yield dict(zip(header, cells, strict=True))
    book.close()


def store(rows: Iterator[Row], at: datetime) -> int:
    """Store every row; the number of shipments stored."""
    from django.db import transaction

    from guanxi.domain.customers.models import Customer, Party

    payers = {
        number: (pk, party_id)
        for number, pk, party_id in Customer._base_manager.values_list("number", "pk", "party_id")
    }
    firms = dict(Party._base_manager.values_list("name", "pk"))
    stored = 0
    while chunk := list(islice(rows, 500)):
        with transaction.atomic():
            names = dict.fromkeys(row["consignee"] for row in chunk if row["consignee"] not in firms)
            new = Party._base_manager.bulk_create([Party(name=name) for name in names])
            firms |= {party.name: party.pk for party in new}
            stored += _store_chunk(chunk, payers, firms, at)
    return stored


def _store_chunk(
    chunk: list[Row], payers: Mapping[str, tuple[int, int]], firms: Mapping[str, int], at: datetime
) -> int:
    from guanxi.domain.operations.models import Shipment, ShipmentParty

    shipments = Shipment._base_manager.bulk_create(
        [
            Shipment(
                source="django",
                source_id=row["source_id"],
                waybill_number=row["waybill_number"],
                customer_id=payers[row["customer_number"]][0],
                **{name: _day(row[name]) for name in _DAYS},
                **{name: row[name] or "" for name in _TEXTS},
                packages=int(row["packages"]),
                weight_g=int(Decimal(str(row["weight_kg"])) * 1000),
                revenue_minor=int(Decimal(str(row["revenue"])) * 100),
                currency=row["currency"],
                recorded_at=at,
            )
            for row in chunk
        ]
    )
    roles = []
    for shipment, row in zip(shipments, chunk, strict=True):
        payer, consignee = payers[row["customer_number"]][1], firms[row["consignee"]]
        roles.append(ShipmentParty(shipment=shipment, role="payer", party_id=payer))
        roles.append(ShipmentParty(shipment=shipment, role="consignee", party_id=consignee))
    ShipmentParty._base_manager.bulk_create(roles)
    return len(shipments)


_DAYS = ("ordered_on", "accepted_on", "promised_on", "picked_up_on", "delivered_on", "cancelled_on")
_TEXTS = ("origin", "destination", "mode", "service", "cargo")


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return date.fromisoformat(cell) if cell else None
