"""Every text column keeps naughty strings to the letter or refuses them by name (G10, F24)."""

import csv
import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.db.models import Model

from guanxi.domain.audiences.models import Audience
from guanxi.domain.customers.models import Contact, Customer, Site
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.rows import Rejection
from guanxi.domain.intake.table import TableRequest, opened
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.processes.file_import import KINDS
from tests import factories
from tests.processes.importing import USUAL, Row, bring, columns_of
from tests.processes.naughty_strings import OURS

pytestmark = pytest.mark.django_db
# Why a text may be refused: each code is a sentence that says what is wrong with it.
REFUSALS = {"nul_character", "undecodable", "too_long", "digits_lost", "contact_data", "required"}
XML_CANNOT_HOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# kind → column → the model that holds it, the path to the row's key, the path to the text.
STORED: dict[str, dict[str, tuple[type[Model], str, str]]] = {
    "shipments": {
        **{
            name: (Shipment, "source_id", name)
            for name in ("source_id", "waybill_number", "origin", "destination", "service", "cargo")
        },
        "consignee": (ShipmentParty, "shipment__source_id", "party__name"),
    },
    "customers": {
        "customer_number": (Customer, "number", "number"),
        **{
            name: (Customer, "number", f"party__{name}")
            for name in ("name", "name_en", "uscc", "city", "address")
        },
        "contact_name": (Contact, "customer__number", "name"),
        "contact_phone": (Contact, "customer__number", "phone"),
        "site_name": (Site, "customer__number", "name"),
    },
    "audiences": {
        name: (Audience, "name", name) for name in ("name", "name_en", "segment", "region", "source")
    },
}
KEYS = {"shipments": "source_id", "customers": "customer_number", "audiences": "name"}


def usual(kind: str, key: str) -> Row:
    own = {
        "shipments": {"source_id": key, "waybill_number": "W1", "customer_number": "C1"},
        "customers": {"customer_number": key, "name": "公司", "contact_name": "韩一帆"},
        "audiences": {"name": key},
    }
    return {**USUAL[kind], **own[kind]}


def written(path: Path, kind: str, rows: list[Row]) -> Path:
    """Marked as UTF-8, so that only the cell that is no text is refused and not the file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns_of(kind), restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "surrogatepass"))
    return path


def on_file(kind: str, column: str) -> dict[str, str]:
    """Row key → the text that is stored."""
    model, key, value = STORED[kind][column]
    role = {"role": "consignee"} if model is ShipmentParty else {}
    return dict(model._base_manager.filter(**role).values_list(key, value))


def expected(text: str, declared: Field) -> str:
    """What stands on file for a cell: text as it is, a key in normal form C, nothing for mere space."""
    if declared.reading is Reading.IDENTIFIER:
        return unicodedata.normalize("NFC", text).strip()
    return text if text.strip() else ""


def is_refused(text: str, declared: Field) -> bool:
    """Whether a refusal of this text is due whatever else is true."""
    unstorable = "\x00" in text or any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)
    return unstorable or len(text) > declared.longest or (declared.required and not text.strip())


@pytest.fixture
def acme() -> Customer:
    return factories.customer("晨光", number="C1")


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind, columns in STORED.items() for column in columns]
)
def test_a_column_keeps_every_text_or_refuses_it_by_name(
    tmp_path: Path, acme: Customer, kind: str, column: str
) -> None:
    declared = KINDS[kind][0].fields[column]
    rows = [{**usual(kind, f"行{number}"), column: text} for number, text in enumerate(OURS)]
    path = written(tmp_path / "f.csv", kind, rows)
    result = bring(path, kind)
    refused = {rejection.number: rejection for rejection in result.rejected_rows}
    stored = on_file(kind, column)
    # A quoted cell of several lines is one row: the second row of the file is the first text.
    for number, (row, text) in enumerate(zip(rows, OURS, strict=True), start=2):
        key = expected(row[KEYS[kind]], KINDS[kind][0].fields[KEYS[kind]])
        if number in refused:
            check_refusal(refused[number], column, text)
        else:
            assert not is_refused(text, declared), repr(text)
            assert stored.get(key, "") == expected(text, declared), repr(text)
    again = bring(path, kind)
    assert (again.applied, again.rejected) == (0, result.rejected)


def check_refusal(refused: Rejection, column: str, text: str) -> None:
    assert refused.code in REFUSALS, (repr(text), refused.code)
    assert refused.column == column


def test_a_text_that_is_refused_is_listed_so_that_it_can_be_mended(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {**usual("audiences", f"行{n}"), "region": text} for n, text in enumerate(OURS)
    ]
    result = bring(written(tmp_path / "f.csv", "audiences", rows), "audiences")
    codes = {rejection.code for rejection in result.rejected_rows}
    assert codes == {"nul_character", "undecodable", "too_long", "contact_data"}


def test_a_workbook_keeps_every_text_that_it_can_hold(tmp_path: Path) -> None:
    texts = [text for text in OURS if text.isprintable() or not XML_CANNOT_HOLD.search(text)]
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, text in enumerate(["name", *texts]):
            sheet.write_string(number, 0, text)
    with opened(path, TableRequest(frozenset({"name"}))) as file:
        found = {row.number: row.cells[0] for row in file.table.rows()}
    for number, text in enumerate(texts, start=2):
        assert found.get(number, "") == (text if text.strip() else ""), repr(text)
