"""Files for the import benchmark: shipments of 400 customers to 2,000 consignees, all from one seed."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random  # noqa: TID251 - the rows are made from a seed
from typing import Any

import xlsxwriter

CUSTOMERS = 400
CONSIGNEES = 2_000
# In the columns of the shipped mapping.
COLUMNS = (
    "source_id",
    "waybill_number",
    "customer_number",
    "ordered_on",
    "accepted_on",
    "promised_on",
    "picked_up_on",
    "delivered_on",
    "cancelled_on",
    "origin",
    "destination",
    "mode",
    "service",
    "cargo",
    "packages",
    "weight_kg",
    "revenue",
    "revenue_absent_reason",
    "currency",
    "direction",
    "consignee",
)


def write_customers(folder: Path, columns: Sequence[str]) -> None:
    """customers.csv with all columns of a mapping, most of them empty."""
    with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(
            {"customer_number": f"C{number}", "name": f"客户{number}有限公司", "registered_on": "2024-01-02"}
            for number in range(CUSTOMERS)
        )


def write_shipments(folder: Path, rows: int) -> None:
    """The same shipments as shipments.csv and shipments.xlsx."""
    with (folder / "shipments.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(shipments(rows))
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(folder / "shipments.xlsx", options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for number, cells in enumerate(shipments(rows), start=1):
            sheet.write_row(number, 0, cells)


def shipments(rows: int) -> Iterator[list[Any]]:
    """Cells in the order of COLUMNS: text, days and decimals; every seventh shipment is not delivered yet."""
    dice = Random(1)
    for number in range(rows):
        day = date(2024, 1, 1) + timedelta(number * 500 // rows)
        yield [
            f"T{number:08d}",
            f"W{number:08d}",
            f"C{dice.randrange(CUSTOMERS)}",
            day,
            day + timedelta(1),
            day + timedelta(8),
            day + timedelta(1),
            day + timedelta(dice.randrange(3, 12)) if number % 7 else "",
            "",
            "圃田",
            "城厢",
            "rail",
            "整车",
            "纸制品",
            dice.randrange(1, 400),
            Decimal(dice.randrange(10, 600_000)).scaleb(-1),
            Decimal(dice.randrange(10_000, 9_000_000)).scaleb(-2),
            "",
            "CNY",
            "",
            f"收货人{dice.randrange(CONSIGNEES)}有限公司",
        ]
