"""The demo operator's world as files: what `guanxi import` brings in."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi.domain.ground.export import FOR_PROGRAMS, write_delimited
from guanxi.processes.demo.audiences import AUDIENCES
from guanxi.processes.demo.book import accounts
from guanxi.processes.demo.customers import customers
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.shipments import shipment_rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SEED = 20250630


@dataclass(frozen=True)
class DemoFile:
    path: Path
    rows: int


@dataclass(frozen=True)
class DemoFiles:
    """The three files in the order in which they are to be imported."""

    audiences: DemoFile
    customers: DemoFile
    shipments: DemoFile


def write_demo_files(folder: Path, *, seed: int = SEED) -> DemoFiles:
    """Write audiences.csv, customers.csv and shipments.csv into `folder`, which is made if it is missing.

    UTF-8 without byte order mark, LF, a header line; columns are the fields of AudienceRow, CustomerRow and
    ShipmentRow. The same seed gives the same bytes on every machine. A parent's line stands before those of
    its children. Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dice = Dice(str(seed))
    found = customers(accounts(dice.apart("book")), dice.apart("customers"))
    return DemoFiles(
        audiences=_write(folder / "audiences.csv", AUDIENCES),
        customers=_write(folder / "customers.csv", [customer.row for customer in found]),
        shipments=_write(folder / "shipments.csv", shipment_rows(found, dice.apart("shipments"))),
    )


def _write(path: Path, rows: Sequence["DataclassInstance"]) -> DemoFile:
    header = [field.name for field in fields(rows[0])]
    write_delimited(path, header, map(astuple, rows), FOR_PROGRAMS)
    return DemoFile(path, len(rows))
