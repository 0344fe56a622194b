"""The demo's files read back as anybody would read them, without the generator's own types."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]
YEAR = timedelta(365)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date:
    return date.fromisoformat(text)


def fen(amount: str) -> int:
    return int(Decimal(amount) * 100)


@dataclass(frozen=True)
class World:
    """`customers` by number; the rows of all other files as they stand, by the name of the file."""

    customers: dict[str, Row]
    files: dict[str, list[Row]]

    @property
    def shipments(self) -> list[Row]:
        return self.files["shipments"]

    def of(self, file: str, short_name: str) -> list[Row]:
        """The rows of a file that are about the customer whose name contains `short_name`."""
        number = self.customer(short_name)["customer_number"]
        return [row for row in self.files[file] if row["customer_number"] == number]

    def customer(self, short_name: str) -> Row:
        """The one customer whose name contains `short_name`."""
        (found,) = [row for row in self.customers.values() if short_name in row["name"]]
        return found

    def shipped_by(self, short_name: str) -> list[Row]:
        """Forward shipments that were not cancelled, by day of acceptance."""
        number = self.customer(short_name)["customer_number"]
        found = [row for row in self.carried() if row["customer_number"] == number]
        return sorted(found, key=lambda row: row["accepted_on"])

    def carried(self) -> Iterator[Row]:
        return (row for row in self.shipments if row["direction"] == "forward" and not row["cancelled_on"])

    def delivered(self) -> list[Row]:
        return [row for row in self.carried() if row["delivered_on"]]

    def ranking(self, as_of: date, *, by: str = "delivered_on", internal: bool = False) -> Counter[str]:
        """customer number → fen invoiced in the 365 days to `as_of`, of those who are ranked (D16, D20)."""
        revenue: Counter[str] = Counter()
        for row in self.shipments:
            is_ranked = internal or self.customers[row["customer_number"]]["purpose"] != "internal"
            if is_ranked and row["revenue"] and row[by] and as_of - YEAR < day(row[by]) <= as_of:
                revenue[row["customer_number"]] += fen(row["revenue"])
        return revenue

    def rank(self, short_name: str, as_of: date, *, by: str = "delivered_on") -> int:
        ranked = [number for number, _ in self.ranking(as_of, by=by).most_common()]
        return ranked.index(self.customer(short_name)["customer_number"]) + 1


def is_late(shipment: Row) -> bool:
    return day(shipment["delivered_on"]) > day(shipment["promised_on"])


def world_of(folder: Path) -> World:
    files = {path.stem: read(path) for path in sorted(folder.glob("*.csv"))}
    return World({row["customer_number"]: row for row in files.pop("customers")}, files)
