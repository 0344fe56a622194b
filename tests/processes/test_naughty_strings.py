"""Every column of every kind keeps naughty strings to the letter or refuses them by name (G10, F24)."""

import re
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.fields import NUMERIC, Field, Reading
from guanxi.domain.intake.reasons import sentence
from guanxi.domain.intake.rows import Rejection
from guanxi.domain.intake.table import TableRequest, opened
from guanxi.processes.file_import import KINDS, ImportResult
from tests import factories
from tests.processes import naughty_columns as columns
from tests.processes.importing import USUAL, bring
from tests.processes.naughty_strings import EVERY, OURS, PUBLIC, not_fetched

pytestmark = pytest.mark.django_db
TEXTS = (Reading.TEXT, Reading.IDENTIFIER)
# Why a text may be refused: each code is a sentence that says what is wrong with it.
REFUSALS = {"nul_character", "undecodable", "too_long", "digits_lost", "contact_data", "required"}
XML_CANNOT_HOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OTHERS = [
    (kind, field) for kind in KINDS for field in sorted(columns.fields_of(kind, *set(Reading) - set(TEXTS)))
]
STORED = [(kind, field) for kind, fields in columns.STORED.items() for field in fields]


@pytest.fixture
def widened(tmp_path: Path) -> str:
    """A mapping with every column, and on file what sound rows name."""
    factories.customer("晨光", number="C1")
    bring(tmp_path / "f.csv", "audiences", {"name": str(USUAL["campaigns"]["audience"])})
    bring(tmp_path / "f.csv", "invoices", {"invoice_number": "INV-1", "customer_number": "C1"})
    return columns.widened_mapping(tmp_path)


def expected(text: str, declared: Field) -> str:
    """What stands on file for a cell: text as it is, a key in normal form C, nothing for mere space."""
    if declared.reading is Reading.IDENTIFIER:
        return unicodedata.normalize("NFC", text).strip()
    return text if text.strip() else ""


def is_refused(text: str, declared: Field) -> bool:
    """Whether a refusal of this text is due whatever else is true."""
    unstorable = "\x00" in text or any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)
    return unstorable or len(text) > declared.longest or (declared.required and not text.strip())


def refusals(result: ImportResult, heading: str) -> dict[int, Rejection]:
    """Row number → its refusal, which names the column and says why in both languages."""
    for refused in result.rejected_rows:
        assert refused.column == heading, refused
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert sentence(refused.code, refused.params)
    return {refused.number: refused for refused in result.rejected_rows}


def test_every_text_column_of_every_kind_is_tried() -> None:
    for kind in KINDS:
        tried = {field for of, field in columns.NAMING if of == kind} | columns.STORED.get(kind, {}).keys()
        assert tried == columns.fields_of(kind, *TEXTS), kind


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_list_is_among_the_strings(name: str) -> None:
    if PUBLIC[name] is None:
        pytest.skip(not_fetched(name))
    assert len(PUBLIC[name] or ()) == {"npm": 485, "pypi": 136}[name]
    assert set(PUBLIC[name] or ()) <= set(EVERY)


@pytest.mark.parametrize(("kind", "field"), STORED)
def test_a_column_keeps_every_text_or_refuses_it_by_name(
    tmp_path: Path, widened: str, kind: str, field: str
) -> None:
    fields = KINDS[kind][0].fields
    handle, heading = columns.HANDLES[kind], columns.heading_of(kind, field, widened)
    rows = columns.rows_with(kind, field, EVERY, widened)
    path = columns.written(tmp_path / "f.csv", kind, rows, widened)
    result = bring(path, kind, mapping=widened)
    refused, stored = refusals(result, heading), columns.on_file(kind, field)
    # A quoted cell of several lines is one row: the second row of the file is the first text.
    for number, (row, text) in enumerate(zip(rows, EVERY, strict=True), start=2):
        if number in refused:
            assert refused[number].code in REFUSALS, (repr(text), refused[number].code)
        else:
            assert not is_refused(text, fields[field]), repr(text)
            kept = stored.get(expected(row[handle], fields[handle]), "")
            instead = row.get(columns.WHEN_BLANK.get((kind, field), ""), "")
            assert kept == (expected(text, fields[field]) or instead), repr(text)
    again = bring(path, kind, mapping=widened)
    assert (again.applied, again.rejected) == (0, result.rejected)


@pytest.mark.parametrize(("kind", "field"), columns.NAMING)
def test_a_text_that_names_nothing_on_file_is_refused(
    tmp_path: Path, widened: str, kind: str, field: str
) -> None:
    rows = columns.rows_with(kind, field, EVERY, widened)
    path = columns.written(tmp_path / "f.csv", kind, rows, widened)
    refused = refusals(bring(path, kind, mapping=widened), columns.heading_of(kind, field, widened))
    for number, text in enumerate(EVERY, start=2):
        names_nobody = expected(text, KINDS[kind][0].fields[field])
        if names_nobody or KINDS[kind][0].fields[field].required:
            assert refused[number].code in REFUSALS | {columns.NAMING[kind, field]}, repr(text)
        else:
            assert number not in refused, repr(text)
    assert set(Customer._base_manager.exclude(number="C1").values_list("parent", flat=True)) <= {None}


@pytest.mark.parametrize(("kind", "field"), OTHERS)
def test_a_column_that_is_no_text_takes_what_it_reads_and_refuses_the_rest(
    tmp_path: Path, widened: str, kind: str, field: str
) -> None:
    rows = columns.rows_with(kind, field, EVERY, widened)
    path = columns.written(tmp_path / "f.csv", kind, rows, widened)
    heading, reading = columns.heading_of(kind, field, widened), KINDS[kind][0].fields[field].reading
    refused = {refusal.number: refusal for refusal in bring(path, kind, mapping=widened).rejected_rows}
    for number, text in enumerate(EVERY, start=2):
        if number not in refused:
            assert not text.strip() or is_understood(text, reading), repr(text)
        elif text.strip():
            assert refused[number].column == heading, repr(text)


def is_understood(text: str, reading: Reading) -> bool:
    """Whether the text may be read as something other than text."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if reading in NUMERIC:
        return re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) is not None
    if reading is Reading.FLAG:
        return plain.lower() in {"0", "1", "yes", "no", "true", "false", "是", "否"}
    # Several choices stand between semicolons, and none of them is none.
    return reading is Reading.CHOICES and not plain.strip(";")


def test_a_text_that_is_refused_is_listed_so_that_it_can_be_mended(tmp_path: Path, widened: str) -> None:
    rows = columns.rows_with("audiences", "region", OURS, widened)
    result = bring(columns.written(tmp_path / "f.csv", "audiences", rows, widened), "audiences")
    codes = {rejection.code for rejection in result.rejected_rows}
    assert codes == {"nul_character", "undecodable", "too_long", "contact_data"}


def test_a_workbook_keeps_every_text_that_it_can_hold(tmp_path: Path) -> None:
    texts = [text for text in EVERY if text.isprintable() or not XML_CANNOT_HOLD.search(text)]
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, text in enumerate(["name", *texts]):
            sheet.write_string(number, 0, text)
    with opened(path, TableRequest(frozenset({"name"}))) as file:
        found = {row.number: row.cells[0] for row in file.table.rows()}
    for number, text in enumerate(texts, start=2):
        assert found.get(number, "") == (text if text.strip() else ""), repr(text)
