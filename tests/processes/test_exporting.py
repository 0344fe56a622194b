"""What leaves the house: within the actor's sight, equal to what came in, and on record."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from guanxi.domain.customers.models import Customer
from guanxi.domain.exports import pruning
from guanxi.domain.exports.models import Export
from guanxi.domain.exports.vocabulary import What
from guanxi.domain.ground.export import Format
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes import exporting
from guanxi.processes.demo import write_demo_files
from guanxi.processes.exporting import make_later, order_export
from guanxi.processes.file_import import import_file
from tests import factories
from tests.processes.importing import AT, bring, counts

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.HOME = tmp_path / "home"
    with translation.override("en"):
        yield settings.HOME


def ordered(by: User, what: What = What.CUSTOMERS, format: Format = Format.XLSX, **parameters: Any) -> Export:
    return order_export(what, format, parameters, by=by, at=AT)


def sheet_of(export: Export) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(export.path.rename(export.path.with_suffix(".xlsx"))).worksheets[1]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def some_customers(mei: User, tmp_path: Path) -> list[str]:
    """200 customers of the demo, as the demo's file has them."""
    from guanxi.processes.demo import demo_staff

    for person in demo_staff():
        User.objects.create_staff(person.email, name=person.name, role=person.role, created_at=AT)
    write_demo_files(tmp_path / "demo")
    lines = (tmp_path / "demo" / "customers.csv").read_text("utf-8").splitlines(keepends=True)
    part = tmp_path / "customers.csv"
    part.write_text("".join(lines[:201]), encoding="utf-8")
    done = import_file(part, kind="customers", mapping="guanxi", by=mei, at=AT)
    assert counts(done) == (200, 0, 0)
    return lines[:201]


@pytest.mark.parametrize("format", [Format.CSV, Format.XLSX])
def test_200_exported_customers_come_in_again_and_change_nothing(
    some_customers: list[str], mei: User, tmp_path: Path, format: Format
) -> None:
    export = ordered(mei, format=format)
    file = tmp_path / export.file_name
    file.write_bytes(export.path.read_bytes())

    again = import_file(file, kind="customers", mapping="guanxi", by=mei, at=AT)

    assert (export.state, export.rows, export.file_name) == (
        "ready",
        200,
        f"customers-20250630.{format.value}",
    )
    assert counts(again) == (0, 200, 0)
    assert (again.missing, again.unused) == ([], [])


def test_exported_customers_are_the_lines_that_came_in(some_customers: list[str], mei: User) -> None:
    found = list(csv.DictReader(ordered(mei, format=Format.CSV).path.open(encoding="utf-8-sig")))
    brought = list(csv.DictReader(some_customers))

    for line in brought:
        # A lawful basis is that of a signal; without one there is nothing to keep it with.
        line["lawful_basis"] = line["lawful_basis"] if line["signal_type"] else ""
    assert found == brought


@pytest.mark.parametrize("format", [Format.CSV, Format.XLSX])
def test_exported_shipments_come_in_again_and_change_nothing(
    chenguang: Customer, mei: User, tmp_path: Path, format: Format
) -> None:
    def row(**cells: str) -> dict[str, str]:
        return {"customer_number": chenguang.number} | cells

    rows = [
        row(source_id="1", weight_kg="41690.5", packages="12", mode="rail"),
        row(source_id="002", revenue="", delivered_on="2025-06-08"),
        row(source_id="3", currency="JPY", revenue="1000", consignee="宏图"),
        row(source_id="4", direction="reverse", cargo="=1+1 卷纸"),
    ]
    assert counts(bring(tmp_path / "in.csv", "shipments", *rows, by=mei)) == (4, 0, 0)
    if format is Format.CSV:
        # A guarded cell is told apart from its original; a workbook needs no guard.
        bring(tmp_path / "in.csv", "shipments", rows[3] | {"cargo": "卷纸"}, by=mei)
    export = ordered(mei, What.SHIPMENTS, format, source="guanxi")
    file = tmp_path / export.file_name
    file.write_bytes(export.path.read_bytes())

    again = import_file(file, kind="shipments", mapping="guanxi", by=mei, at=AT)

    assert export.rows == 4
    assert counts(again) == (0, 4, 0)


def test_an_export_holds_what_the_actor_may_see_and_no_more(
    chenguang: Customer, nanhai: Customer, fang: User, mei: User
) -> None:
    assert [row[0] for row in sheet_of(ordered(fang))[1:]] == [chenguang.number]
    assert [row[0] for row in sheet_of(ordered(mei))[1:]] == [chenguang.number, nanhai.number]


def test_telephone_and_mail_of_contacts_go_out_by_a_right_of_their_own(
    fang: User, li: User, mei: User, compliance: User
) -> None:
    for owner, name in ((fang, "甲"), (li, "乙")):
        contact = factories.contact(factories.customer(name, owner=owner), "陈总")
        contact.phone, contact.email = "0371 5550", "c@x.example"
        contact.save()

    def contacts(by: User) -> list[tuple[Any, ...]]:
        header, *rows = sheet_of(ordered(by))
        places = [header.index(n) for n in ("name", "contact_phone", "contact_email") if n in header]
        return [tuple(row[place] for place in places) for row in rows]

    assert contacts(mei) == [("甲", "0371 5550", "c@x.example"), ("乙", "0371 5550", "c@x.example")]
    assert contacts(fang) == [("甲", "0371 5550", "c@x.example"), ("乙", None, None)]
    assert contacts(compliance) == [("甲",), ("乙",)]


def test_sealed_facts_are_in_no_export(fang: User) -> None:
    contact = factories.contact(factories.customer("甲", owner=fang), "陈总")
    factories.sealed_fact(contact, "plays the erhu", by=fang)

    for preset in ("import", "shown"):
        assert "erhu" not in ordered(fang, format=Format.CSV, preset=preset).path.read_text("utf-8-sig")


def test_filters_narrow_an_export_and_are_told_in_words(mei: User, li: User) -> None:
    factories.customer("甲", owner=li, purpose="consumer")
    factories.customer("乙", owner=li)
    asked = {"purpose": ["consumer"], "owner": [str(li.pk), "none"]}
    export = ordered(mei, preset="shown", all=asked, text="甲", today="2025-06-30")

    assert [row[1] for row in sheet_of(export)[1:]] == ["甲"]
    assert export.filters == f"Purpose: Consumer; Owner: {li.name}, Nobody; Search text: 甲"


def test_whoever_may_not_export_orders_nothing(chenguang: Customer, li: User, service_agent: User) -> None:
    for actor in (li, service_agent):
        with pytest.raises(PermissionDenied):
            ordered(actor)
    assert not Export.objects.everything(WHY).exists()


def test_an_export_is_in_the_operators_log_with_filters_rows_and_hash(chenguang: Customer, mei: User) -> None:
    export = ordered(mei, text="晨光")
    export.note_download(by=mei, at=AT)

    made, downloaded = Event.objects.everything(WHY).of_the_operator().order_by("pk")
    assert (made.kind, downloaded.kind) == ("exports.made", "exports.downloaded")
    assert made.actor_id == mei.pk
    assert made.sentence == (
        "Customers exported as Excel workbook (.xlsx); Search text: 晨光; rows: 1; file " + export.sha256
    )


def test_a_file_lies_under_a_random_name_for_the_house_alone(
    chenguang: Customer, mei: User, home: Path
) -> None:
    first, second = ordered(mei), ordered(mei)

    assert {path.name for path in (home / "exports").iterdir()} == {first.stored_as, second.stored_as}
    assert first.stored_as != second.stored_as
    assert (home / "exports").stat().st_mode & 0o777 == 0o700
    assert first.path.stat().st_mode & 0o777 == 0o600


class TestLargeExports:
    @pytest.fixture(autouse=True)
    def large(self, monkeypatch: pytest.MonkeyPatch, settings: Any, chenguang: Customer) -> None:
        monkeypatch.setattr(exporting, "AT_ONCE", 0)

    def test_a_large_export_is_written_by_a_job(self, mei: User) -> None:
        export = ordered(mei)
        assert (export.state, export.expected) == ("ordered", 1)

        make_later.call(export.pk)
        export.refresh_from_db()

        assert (export.state, export.rows) == ("ready", 1)

    def test_rights_are_read_when_the_job_runs(self, mei: User) -> None:
        export = ordered(mei)
        User.objects.filter(pk=mei.pk).update(role=Role.SALES)

        make_later.call(export.pk)
        export.refresh_from_db()

        assert (export.state, export.failure_sentence) == ("failed", "You may no longer export this.")
        assert export.stored_as == ""

    def test_a_job_that_runs_twice_leaves_one_file(self, mei: User, home: Path) -> None:
        export = ordered(mei)
        make_later.call(export.pk)
        make_later.call(export.pk)

        assert len(list((home / "exports").iterdir())) == 1
        assert Event.objects.everything(WHY).filter(kind="exports.made").count() == 1

    def test_the_slower_of_two_attempts_takes_its_file_away(self, mei: User, home: Path) -> None:
        export = ordered(mei)
        stale = Export.objects.everything(WHY).get(pk=export.pk)
        exporting.make_export(export, by=mei, at=AT)
        exporting.make_export(stale, by=mei, at=AT)

        assert [path.name for path in (home / "exports").iterdir()] == [export.stored_as]


def test_old_files_are_forgotten_and_their_record_stays(chenguang: Customer, mei: User, home: Path) -> None:
    export = ordered(mei)
    assert pruning.prune(at=AT + pruning.KEPT) == 0
    assert pruning.prune(at=AT + pruning.KEPT + timedelta(seconds=1)) == 1

    export.refresh_from_db()
    assert (export.state, export.rows, len(export.sha256)) == ("gone", 1, 64)
    assert list((home / "exports").iterdir()) == []


def test_a_file_no_export_knows_is_swept_once_it_is_old(mei: User, home: Path) -> None:
    from guanxi.domain.exports import storage

    stray = storage.folder() / "stray"
    stray.write_bytes(b"half")
    written = datetime.fromtimestamp(stray.stat().st_mtime, UTC)
    pruning.prune(at=written)
    assert stray.exists()
    pruning.prune(at=written + pruning.KEPT + timedelta(seconds=1))
    assert not stray.exists()
