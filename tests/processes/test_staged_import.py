"""A file through the five steps: received, looked at, mapped, checked and mended, brought in."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.db import connection, transaction

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake import storage
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.unusable_mapping import UnusableMapping
from guanxi.domain.people.models import User
from guanxi.processes import staged_import
from tests import factories
from tests.processes.importing import AT, Row, write
from tests.processes.uploading import (
    checked,
    committed,
    fresh,
    outcomes,
    own_mapping,
    received,
    run_jobs,
    run_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def customers() -> set[str]:
    return set(Customer.objects.everything("a test counts").values_list("number", flat=True))


def test_a_file_is_kept_under_a_random_name_that_only_the_house_reads(mei: User) -> None:
    upload = received(b"a,b\n1,2\n", "customers", mei, name="../../etc/客户.csv")

    path = storage.folder() / upload.stored_as
    assert (upload.file_name, upload.size) == ("客户.csv", 8)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.name.isalnum()


def test_an_empty_or_too_large_file_leaves_nothing_behind(mei: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("guanxi.domain.intake.limits.LARGEST_FILE_BYTES", 4)

    for content, code in ((b"", "empty"), (b"12345", "too_large")):
        with pytest.raises(FileRefused) as refused:
            received(content, "customers", mei)
        assert refused.value.code == code
    assert list(storage.folder().iterdir()) == []
    assert not Upload.objects.everything("a test counts").exists()


def test_the_survey_shows_a_gbk_file_below_a_title_as_it_is_meant(mei: User) -> None:
    text = "华东区客户;;\n客户编号;客户名称;城市\nC1;晨光纸业有限公司;上海\nC2;南海家具有限公司;佛山\n"

    survey = received(text.encode("gbk"), "customers", mei).survey

    assert (survey["encoding"], survey["delimiter"], survey["header_row"]) == ("gb18030", ";", 2)
    assert survey["header"] == ["客户编号", "客户名称", "城市"]
    assert survey["rows"][1] == ["C2", "南海家具有限公司", "佛山"]
    assert survey["total"] == 2


def test_a_header_merged_over_two_rows_keeps_its_names(mei: User, tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("客户")
    book.add_worksheet("说明")
    sheet.merge_range("A1:A2", "客户编号")
    sheet.merge_range("B1:C1", "地址")
    sheet.write_row("B2", ["城市", "街道"])
    sheet.write_row("A3", ["C1", "上海", "人民路1号"])
    book.close()

    survey = received(path.read_bytes(), "customers", mei).survey

    assert survey["sheets"] == ["客户", "说明"]
    assert survey["header"] == ["客户编号", "地址 城市", "地址 街道"]
    assert survey["rows"] == [["C1", "上海", "人民路1号"]]


def test_a_file_that_is_none_is_refused_and_another_encoding_may_be_tried(mei: User) -> None:
    upload = received("客户编号,名称\nC1,é\n".encode("big5", "replace") + b"\xff\xff\n", "customers", mei)

    assert upload.state == Upload.State.REFUSED
    assert upload.refusal_sentence

    staged_import.resurvey(upload, {"encoding": "cp1252"}, by=mei, at=AT)
    run_jobs()
    assert fresh(upload).survey["encoding"] == "cp1252"


def test_columns_are_proposed_by_name_label_or_an_earlier_mapping(mei: User) -> None:
    upload = received("客户编号,公司名称,Betreuer\nC1,晨光,a@b.cn\n".encode(), "customers", mei)
    found = {one.name: one for one in staged_import.proposal(upload)}
    assert (found["customer_number"].column, found["customer_number"].samples) == ("客户编号", ["C1"])
    assert found["name"].column == "公司名称"
    assert (found["owner_email"].column, found["owner_email"].why) == (None, "")

    mapping = {
        "source": "erp",
        "customers": {
            "fields": {
                "customer_number": {"from": "客户编号"},
                "name": {"from": "公司名称"},
                "owner_email": {"from": "Betreuer"},
            }
        },
    }
    staged_import.map_columns(upload, mapping, by=mei, at=AT)
    staged_import.save_mapping(upload, "华东", by=mei, at=AT)
    found = {one.name: one for one in staged_import.proposal(upload)}
    assert (found["owner_email"].column, found["owner_email"].why) == ("Betreuer", "saved")


def test_the_check_says_of_every_row_what_would_become_of_it_and_keeps_nothing(
    mei: User, tmp_path: Path
) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(
        tmp_path,
        "customers",
        mei,
        {"customer_number": "C1", "name": "晨光纸业集团"},
        {"customer_number": "C2", "name": "新客户", "parent_number": "C3"},
        {"customer_number": "C3", "name": "上级"},
        {"customer_number": "C4", "name": ""},
    )

    assert upload.state == Upload.State.CHECKED
    assert outcomes(upload) == [
        (2, "update", "", ""),
        (3, "create", "", ""),
        (4, "create", "", ""),
        (5, "rejected", "name", "required"),
    ]
    assert upload.counts == {"create": 2, "update": 1, "unchanged": 0, "rejected": 1}
    assert customers() == {"C1"}


def test_a_mapping_that_does_not_fit_the_file_leads_back_to_the_columns(mei: User) -> None:
    upload = received(b"customer_number,name\nC1,A\n", "customers", mei)
    with pytest.raises(UnusableMapping):
        staged_import.map_columns(upload, {"source": "x", "customers": {"fields": {}}}, by=mei, at=AT)

    fields = {"customer_number": {"from": "customer_number"}, "name": {"from": "Nome"}}
    staged_import.map_columns(upload, {"source": "x", "customers": {"fields": fields}}, by=mei, at=AT)
    run_jobs()

    assert (fresh(upload).state, fresh(upload).refusal["code"]) == ("surveyed", "missing_columns")


def test_a_mended_cell_is_checked_again_and_a_replacement_reaches_every_row(
    mei: User, tmp_path: Path
) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(
        tmp_path,
        "shipments",
        mei,
        {"source_id": "S1", "customer_number": "C1"},
        {"source_id": "S2", "customer_number": "X", "currency": "RMB"},
        {"source_id": "S3", "customer_number": "C1", "currency": "RMB"},
    )
    assert [row[1] for row in outcomes(upload)] == ["create", "rejected", "rejected"]

    assert staged_import.replace_all(upload, "currency", "RMB", "CNY", by=mei, at=AT) == 2
    run_jobs()
    assert outcomes(fresh(upload))[1:] == [
        (3, "rejected", "customer_number", "unknown_customer"),
        (4, "create", "", ""),
    ]
    staged_import.mend(fresh(upload), 3, "customer_number", "C1", by=mei, at=AT)
    run_jobs()

    assert fresh(upload).counts["rejected"] == 0
    assert staged_import.rows(upload, errors_only=False).filter(mended=True).count() == 2
    done = committed(fresh(upload), mei)
    assert (done.state, run_of(done).applied, run_of(done).rejected) == ("done", 3, 0)


def test_a_mended_row_is_judged_beside_its_twin(mei: User, tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    upload = checked(
        tmp_path,
        "shipments",
        mei,
        {"source_id": "S1", "customer_number": "C1", "revenue": "5"},
        {"source_id": "", "waybill_number": "W", "customer_number": "C1", "revenue": "6"},
    )
    staged_import.mend(upload, 3, "source_id", "S1", by=mei, at=AT)
    run_jobs()

    assert outcomes(upload)[1] == (3, "rejected", "source_id", "differs_from_row")


def test_bytes_that_cannot_be_stored_come_back_as_they_were(mei: User) -> None:
    content = b"customer_number,name\nC1," + b"a\x00b\n"
    upload = received(content, "customers", mei)
    staged_import.map_columns(
        upload, own_mapping("customers", only=("customer_number", "name")), by=mei, at=AT
    )
    run_jobs()

    assert outcomes(upload) == [(2, "rejected", "name", "nul_character")]
    assert staged_import.rows(upload, errors_only=True)[0].cells == ["C1", "a\\x00b"]


def parent_of(number: str) -> str | None:
    found = Customer.objects.everything("a test looks").select_related("parent").get(number=number)
    return found.parent.number if found.parent else None


def test_a_check_of_customers_holds_the_database_for_one_chunk_and_judges_as_the_import_does(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    """Parents in earlier, later and the same chunk, moves below a new parent, circles, no parent at all."""
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 2)
    top, moved, placed = (factories.customer(f"集团{n}", number=f"K{n}") for n in range(3))
    Customer.objects.everything("a test").filter(pk=placed.pk).update(parent=top)
    rows = [
        ("N1", "K0"),
        ("N2", "N1"),
        ("K1", "N2"),
        ("N3", "N6"),
        ("K0", "N2"),
        ("K2", "N1"),
        ("N4", "N5"),
        ("N5", "N4"),
        ("N6", ""),
        ("N7", "nobody"),
        ("N8", "K1"),
        ("K2", "N1"),
    ]
    chunks: list[int] = []
    rollback = transaction.set_rollback

    def count(value: bool) -> None:
        chunks.append(1)
        rollback(value)

    monkeypatch.setattr(transaction, "set_rollback", count)
    upload = checked(
        tmp_path,
        "customers",
        mei,
        *({"customer_number": number, "name": f"集团{number}", "parent_number": up} for number, up in rows),
    )
    foreseen = outcomes(upload)
    assert len(chunks) >= len(rows) / 2
    assert parent_of("K1") is None

    assert committed(upload, mei).state == Upload.State.DONE
    assert outcomes(upload) == foreseen
    reasons = {rows[number - 2][0]: reason for number, fate, _, reason in foreseen if fate == "rejected"}
    assert reasons == {
        "K0": "parent_circle",
        "N4": "parent_circle",
        "N5": "parent_circle",
        "N7": "unknown_parent",
    }
    assert [parent_of(number) for number in ("N1", "N3", "K1", "K2")] == ["K0", "N6", "N2", "N1"]
    assert moved.number == "K1"


def test_another_writer_passes_between_two_chunks_of_a_check(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 1)
    held: list[bool] = []
    answer = Upload.answer

    def look(upload: Upload, **changes: Any) -> bool:
        if "done" in changes.get("counts", {}):
            # The test itself stands in one transaction.
            held.append(len(connection.savepoint_ids) > 0)
        return answer(upload, **changes)

    monkeypatch.setattr(Upload, "answer", look)
    rows = [{"customer_number": f"C{number}", "name": "甲"} for number in range(3)]
    upload = received_and_mapped(tmp_path, mei, rows)
    held.clear()
    run_jobs()
    assert fresh(upload).counts["create"] == 3
    assert held[-3:] == [False, False, False]


def received_and_mapped(folder: Path, by: User, rows: list[Row]) -> Upload:
    upload = received(write(folder / "customers.csv", "customers", rows).read_bytes(), "customers", by)
    staged_import.map_columns(upload, own_mapping("customers"), by=by, at=AT)
    return upload
