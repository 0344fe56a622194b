"""The file that is imported: every fate a row can have, spread over all chunks, the same on each run."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

from tests.processes.importing import Row, columns_of

# More than are told in one transaction.
CUSTOMERS = 1_200
# Every so many shipments are on file before: unchanged, corrected or given to another customer by the file.
_EVERY = 13
_FIRST_DAY = date(2025, 1, 1)
_FIRMS = 2_300
_TWIN_DISTANCE = 700


def earlier_shipments(rows: int) -> Iterator[Row]:
    """The shipments on file before the import of so many rows."""
    for number in range(0, rows, _EVERY):
        row = _shipment(number)
        if number % 3 == 1:
            row |= {"revenue": "1", "consignee": f"旧收货人{number % 7}"}
        elif number % 3 == 2:
            row |= {"customer_number": _customer(number + 1)}
        yield row


def shipments(rows: int) -> Iterator[Row]:
    """New, corrected, unchanged and rejected ones, twins that agree and twins that do not."""
    for number in range(rows):
        row = _shipment(number)
        if number % 97 == 0:
            row |= {"source_id": f"X{number}", "customer_number": "C-unknown"}
        elif number % 101 == 0:
            row |= {"source_id": f"D{number}", "ordered_on": "2025-02-30"}
        elif number > _TWIN_DISTANCE and number % 103 == 0:
            row = _shipment(number - _TWIN_DISTANCE)
        elif number > _TWIN_DISTANCE and number % 107 == 0:
            row = _shipment(number - _TWIN_DISTANCE) | {"cargo": "差异"}
        yield row


def content(rows: list[Row]) -> bytes:
    """The file."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns_of("shipments"), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def customers() -> list[str]:
    return [_customer(number) for number in range(CUSTOMERS)]


def _customer(number: int) -> str:
    return f"C{number * 7 % CUSTOMERS:05d}"


def _shipment(number: int) -> Row:
    day = _FIRST_DAY + timedelta(days=number % 150)
    return {
        "source_id": f"S{number:06d}",
        "waybill_number": f"W{number:06d}",
        "customer_number": _customer(number),
        "ordered_on": day,
        "promised_on": day + timedelta(days=4),
        "delivered_on": day + timedelta(days=3 + number % 3) if number % 5 else "",
        "origin": "上海",
        "destination": ("成都", "Hamburg", "広島")[number % 3],
        "mode": ("rail", "road", "air")[number % 3],
        "cargo": "纸卷",
        "packages": number % 40 + 1,
        "weight_kg": f"{number % 900}.{number % 1000:03d}",
        "revenue": "" if number % 17 == 0 else number * 13,
        "currency": "CNY",
        "consignee": f"收货公司{number % _FIRMS}" if number % 4 else "",
    }
