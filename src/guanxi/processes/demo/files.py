"""The demo operator's world as files: what `guanxi import` brings in."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi.domain.ground.export import FOR_PROGRAMS, write_delimited
from guanxi.processes.demo.audiences import AUDIENCES
from guanxi.processes.demo.book import accounts
from guanxi.processes.demo.campaigns import CAMPAIGNS
from guanxi.processes.demo.contacts import contact_rows
from guanxi.processes.demo.costs import cost_rows, rate_rows
from guanxi.processes.demo.customers import customers
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.grades import grade_rows
from guanxi.processes.demo.receivables import receivables
from guanxi.processes.demo.shipments import shipment_rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SEED = 20250630


@dataclass(frozen=True)
class DemoFile:
    """`kind` is the kind of its rows as the import calls it; `rows` does not count the header."""

    path: Path
    kind: str
    rows: int


def write_demo_files(folder: Path, *, seed: int = SEED) -> list[DemoFile]:
    """Write the files into `folder`, which is made if it is missing; they are to be imported in this order.

    UTF-8 without byte order mark, LF, a header line; columns are the fields of the row types. The same seed
    gives the same bytes on every machine. A parent's line stands before those of its children. Raises OSError
    when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{name}.csv", kind, rows) for name, kind, rows in _world(Dice(str(seed)))]


def _world(dice: Dice) -> Iterator[tuple[str, str, Sequence["DataclassInstance"]]]:
    """(name of the file, kind of its rows, rows)."""
    found = customers(accounts(dice.apart("book")), dice.apart("customers"))
    shipped = shipment_rows(found, dice.apart("shipments"))
    invoices, payments = receivables(found, shipped, dice.apart("receivables"))
    yield "audiences", "audiences", AUDIENCES
    yield "campaigns", "campaigns", CAMPAIGNS
    yield "customers", "customers", [customer.row for customer in found]
    for turn, rows in enumerate(contact_rows(found, dice.apart("contacts")), start=1):
        yield f"contacts_{turn}", "customers", rows
    yield "credit_grades", "credit_grades", grade_rows(found, dice.apart("grades"))
    yield "shipments", "shipments", shipped
    yield "invoices", "invoices", invoices
    yield "payments", "payments", payments
    yield "cost_rates", "cost_rates", rate_rows()
    yield "cost_activities", "cost_activities", cost_rows(found, shipped, dice.apart("costs"))


def _write(path: Path, kind: str, rows: Sequence["DataclassInstance"]) -> DemoFile:
    header = [field.name for field in fields(rows[0])]
    write_delimited(path, header, map(astuple, rows), FOR_PROGRAMS)
    return DemoFile(path, kind, len(rows))
