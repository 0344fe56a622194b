"""A cell is mended where it stands: the row changes in its place, and the counts with it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.intake.models import StagedRow, Upload
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.processes import staged_import
from guanxi.processes.upload_jobs import check_later
from tests import factories
from tests.processes.importing import AT
from tests.processes.uploading import checked, committed, fresh, outcomes, run_jobs, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moment")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def upload(mei: User, tmp_path: Path, settings: Any) -> Upload:
    settings.HOME = tmp_path / "home"
    factories.customer("晨光纸业", number="C1")
    return checked(
        tmp_path,
        "shipments",
        mei,
        {"source_id": "S1", "customer_number": "C1"},
        {"source_id": "S2", "customer_number": "X"},
        {"source_id": "S3", "customer_number": "C1", "currency": "RMB"},
    )


@pytest.fixture
def client_of_mei(signed_in: Any, mei: User) -> Client:
    client: Client = signed_in(mei)
    return client


def mend(client: Client, upload: Upload, number: int, column: str, value: str) -> Any:
    sent = {"number": number, "column": column, "value": value, "first": "2,18"}
    return client.post(f"/imports/{upload.pk}/mend/", sent, headers=HTMX)


def test_the_row_is_swapped_in_its_place_and_looks_again_until_it_is_checked(
    client_of_mei: Client, upload: Upload
) -> None:
    answer = mend(client_of_mei, upload, 3, "customer_number", "C1").content.decode()
    assert '<tr id="row-3"' in answer
    assert f'hx-get="/imports/{upload.pk}/rows/3/?first=2,18"' in answer
    assert 'id="outcomes"' not in answer

    run_jobs()
    settled = client_of_mei.get(f"/imports/{upload.pk}/rows/3/?first=2,18", headers=HTMX).content.decode()
    assert "hx-get" not in settled
    assert 'id="outcomes" hx-swap-oob="true"' in settled
    assert "Import 2 rows" in settled
    assert "Row 3: New" in settled


def test_a_fragment_keeps_the_columns_in_the_order_of_the_page(client_of_mei: Client, upload: Upload) -> None:
    page = client_of_mei.get(f"/imports/{upload.pk}/check/")
    first, header = page.context["first"], page.context["header"]
    mend(client_of_mei, upload, 3, "customer_number", "C1")
    line = client_of_mei.get(f"/imports/{upload.pk}/rows/3/?first={first}", headers=HTMX).context["line"]
    assert [cell.column for cell in line.cells] == header
    assert set(header[:2]) == {"customer_number", "currency"}


def test_the_next_cell_can_be_mended_before_the_last_one_is_checked(
    client_of_mei: Client, upload: Upload
) -> None:
    mend(client_of_mei, upload, 3, "customer_number", "C1")
    mend(client_of_mei, upload, 4, "currency", "CNY")
    assert StagedRow.objects.everything("a test counts").filter(mended=True).count() == 2
    run_jobs()
    assert fresh(upload).counts["create"] == 3


def test_a_check_that_is_overtaken_by_a_mended_cell_writes_no_outcome(
    client_of_mei: Client, upload: Upload, mei: User
) -> None:
    staged_import.map_columns(upload, upload.mapping, by=mei, at=AT)
    old = fresh(upload)
    mend(client_of_mei, upload, 3, "customer_number", "C1")
    check_later.call(mei.pk, old.pk, old.revision, AT.isoformat(), False)
    assert {fate for _, fate, _, _ in outcomes(upload)} == {""}
    run_jobs()
    assert fresh(upload).counts["create"] == 2


def test_what_cannot_be_mended_any_more_leads_on(client_of_mei: Client, upload: Upload, mei: User) -> None:
    committed(upload, mei)
    answer = mend(client_of_mei, upload, 3, "customer_number", "C1")
    assert answer.headers["HX-Redirect"] == f"/imports/{upload.pk}/"
    assert client_of_mei.get(f"/imports/{upload.pk}/rows/3/").status_code == 302


def test_the_download_of_rejected_rows_stands_in_the_operators_log(
    client_of_mei: Client, upload: Upload, mei: User
) -> None:
    run = run_of(committed(upload, mei))
    response: Any = client_of_mei.get(f"/imports/runs/{run.pk}/rejected/")
    assert b"unknown_customer" in b"".join(response.streaming_content)
    event = Event.objects.everything("a test looks").of_the_operator().newest_first()[0]
    assert (event.kind, event.actor_id, event.subject_id) == ("imports.rejected_downloaded", mei.pk, run.pk)
    assert event.payload["data"] == {"file": "file.csv", "count": 2}


def test_no_rejected_row_is_no_alarm(client_of_mei: Client) -> None:
    run = factories.import_run(rows=1, applied=1)
    counts = client_of_mei.get(f"/imports/runs/{run.pk}/").context["counts"]
    assert [(count.outcome, count.tone) for count in counts] == [
        ("applied", "good"),
        ("unchanged", "plain"),
        ("rejected", "plain"),
    ]
