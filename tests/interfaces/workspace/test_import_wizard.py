"""The five steps from a file to its result, through the staff door; the jobs run when the test says so."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.models import ImportTrace, SavedMapping, StagedRow, Upload
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.processes.upload_jobs import check_later, commit_later, survey_later
from tests import factories
from tests.conftest import MOMENT

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
HEADER = "运单号,客户编号,下单日期,收入,币种"
COLUMNS = {
    "column-0": "waybill_number",
    "column-1": "customer_number",
    "column-2": "ordered_on",
    "column-3": "revenue",
    "column-4": "currency",
    "numbers-3": "comma_thousands",
    "shared-source_id": "运单号",
    "source": "tms",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def text_of(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows]).encode("gb18030")


def the_upload() -> Upload:
    return Upload.objects.everything("to look at the outcome").newest_first()[0]


def bring(client: Client, data: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("六月.csv", data)
    response: Any = client.post("/imports/new/", {"kind": "shipments", "file": file} | fields)
    return response


def survey() -> Upload:
    upload = the_upload()
    survey_later.call(upload.actor_id, upload.pk, upload.revision)
    return the_upload()


def check(*, only_open: bool = False) -> Upload:
    upload = the_upload()
    check_later.call(upload.actor_id, upload.pk, upload.revision, MOMENT.isoformat(), only_open)
    return the_upload()


def checked(client: Client, *rows: str, **changes: str) -> Upload:
    """An upload of these rows that has been mapped and checked."""
    bring(client, text_of(*rows))
    upload = survey()
    response = client.post(f"/imports/{upload.pk}/columns/", COLUMNS | changes)
    assert response.status_code == 302, response.context["form"].errors
    return check()


def shipments() -> int:
    return Shipment.objects.everything("to look at the outcome").count()


def test_a_file_is_shown_as_it_was_read(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    response = bring(client, text_of('W1,C1,30/06/2025,"1,250.50",CNY'))
    assert response.headers["Location"] == f"/imports/{the_upload().pk}/"
    upload = survey()
    page = client.get(f"/imports/{upload.pk}/", follow=True).content.decode()
    assert "Simplified Chinese (GBK, GB18030)" in page
    assert "运单号" in page
    assert "1,250.50" in page


def test_rows_can_be_pasted_and_one_of_the_two_is_asked_for(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    assert client.post("/imports/new/", {"kind": "roster"}).status_code == 422
    pasted = "customer_number\tregistered_on\nC1\t2025-06-30"
    assert client.post("/imports/new/", {"kind": "roster", "pasted": pasted}).status_code == 302
    assert survey().survey["header"] == ["customer_number", "registered_on"]


def test_a_file_that_is_no_table_is_told_apart_with_the_way_out(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    bring(client, b"%PDF-1.7 ...")
    upload = survey()
    page = client.get(f"/imports/{upload.pk}/", follow=True).content.decode()
    assert "The file is a PDF." in page
    assert "/columns/" not in page


def test_while_the_machine_is_at_work_every_step_waits(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    bring(client, text_of("W1,C1,30/06/2025,1,CNY"))
    upload = the_upload()
    for step in ("file", "columns", "check"):
        response = client.get(f"/imports/{upload.pk}/{step}/", follow=True)
        assert response.redirect_chain[-1][0] == f"/imports/{upload.pk}/progress/"
    assert '<meta http-equiv="refresh"' in response.content.decode()
    fragment = client.get(f"/imports/{upload.pk}/progress/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    survey()
    done = client.get(f"/imports/{upload.pk}/progress/", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"/imports/{upload.pk}/"


def test_required_fields_and_open_questions_are_asked_for(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    bring(client, text_of('W1,C1,03/04/2025,"1,250",CNY'))
    upload = survey()
    sent = COLUMNS | {"column-1": "", "numbers-3": "", "column-4": "revenue"}
    response = client.post(f"/imports/{upload.pk}/columns/", sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"__all__", "days-2", "numbers-3", "column-4"}
    assert "30/06/2025 (dd/mm/yyyy)" in response.content.decode()


def test_a_mended_cell_turns_a_rejected_row_into_a_new_one(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client, number = signed_in(mei), chenguang.number
    days = ("30/06/2025", "31/02/2025", "29/06/2025")
    rows = [f"W{place},{number},{day},900,CNY" for place, day in enumerate(days, start=1)]
    upload = checked(client, *rows, **{"days-2": "%d/%m/%Y"})
    assert (upload.counts["create"], upload.counts["rejected"]) == (2, 1)
    page = client.get(f"/imports/{upload.pk}/check/").content.decode()
    assert 'value="31/02/2025"' in page
    assert "W1" not in page
    mended = {"number": 3, "column": "下单日期", "value": "28/02/2025"}
    client.post(f"/imports/{upload.pk}/mend/", mended)
    assert check(only_open=True).counts["create"] == 3
    assert StagedRow.objects.everything("to look at the outcome").get(number=3).mended


def test_one_text_is_replaced_in_a_whole_column(signed_in: SignedIn, mei: User, chenguang: Customer) -> None:
    client = signed_in(mei)
    upload = checked(client, "W1,晨光,30/06/2025,900,CNY", "W2,晨光,29/06/2025,900,CNY")
    sent = {"column": "客户编号", "old": "晨光", "new": chenguang.number}
    response = client.post(f"/imports/{upload.pk}/replace/", sent, follow=True)
    assert "Replaced in 2 rows." in response.content.decode()
    assert check(only_open=True).counts["create"] == 2


def test_nothing_is_written_before_the_commit_and_a_second_click_changes_nothing(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = checked(client, f"W1,{chenguang.number},30/06/2025,900,CNY")
    assert shipments() == 0
    client.post(f"/imports/{upload.pk}/commit/")
    client.post(f"/imports/{upload.pk}/commit/")
    upload = the_upload()
    commit_later.call(upload.actor_id, upload.pk, upload.revision, MOMENT.isoformat())
    assert shipments() == 1
    page = client.get(f"/imports/{upload.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/imports/runs/{the_upload().run_id}/"


def test_the_next_file_alike_is_assigned_as_the_last_one(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = checked(client, f"W1,{chenguang.number},30/06/2025,900,CNY", source="sender")
    client.post(f"/imports/{upload.pk}/commit/")
    upload = the_upload()
    commit_later.call(upload.actor_id, upload.pk, upload.revision, MOMENT.isoformat())
    bring(client, text_of(f"W9,{chenguang.number},30/06/2025,900,CNY"))
    form = client.get(f"/imports/{survey().pk}/columns/").context["form"]
    assert form["source"].value() == "sender"
    assert form["shared-source_id"].value() == "运单号"


def test_a_mapping_is_saved_and_offered_for_its_kind(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = checked(client, f"W1,{chenguang.number},30/06/2025,900,CNY")
    client.post(f"/imports/{upload.pk}/columns/save/", {"name": "我们的 TMS"})
    saved = SavedMapping.objects.everything("to look at the outcome").get()
    assert saved.columns == upload.mapping
    bring(client, text_of("W9,C1,30/06/2025,900,CNY"))
    page = client.get(f"/imports/{survey().pk}/columns/?saved={saved.pk}")
    assert "我们的 TMS" in page.content.decode()
    assert page.context["form"]["column-0"].value() == "waybill_number"


@pytest.mark.parametrize("kind", ["shipments", "customers", "interactions"])
def test_a_template_of_each_kind_can_be_filled_in(signed_in: SignedIn, mei: User, kind: str) -> None:
    response = signed_in(mei).get(f"/imports/template/?kind={kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="guanxi-{kind}.csv"'
    assert len(io.StringIO(response.content.decode("utf-8-sig")).read().split(",")) > 5


def test_only_those_who_may_undo_are_offered_it(signed_in: SignedIn, mei: User) -> None:
    operations = factories.staff("欧阳运", "operations")
    run = factories.import_run(by=mei, started_at=MOMENT, finished_at=MOMENT)
    ImportTrace._base_manager.create(run=run, model="operations.Shipment")
    assert "Undo this import" in signed_in(mei).get(f"/imports/runs/{run.pk}/").content.decode()
    assert "Undo this import" not in signed_in(operations).get(f"/imports/runs/{run.pk}/").content.decode()
    assert signed_in(operations).post(f"/imports/runs/{run.pk}/undo/").status_code == 403
