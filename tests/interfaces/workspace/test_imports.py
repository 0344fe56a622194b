"""The history of imports and what became of each, through the staff door."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.intake.models import ImportRun, RejectedRow, StagedRow, Upload
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.interfaces.workspace.imports.kinds import WORDS
from guanxi.processes.file_import import KINDS
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
COUNTS: dict[str, Any] = {"rows": 5, "applied": 3, "unchanged": 1, "rejected": 1}


@pytest.fixture
def operations(db: None) -> User:
    return factories.staff("欧阳运", Role.OPERATIONS)


def reject(run: ImportRun, **cells: str) -> None:
    RejectedRow._base_manager.create(
        run=run, row_number=7, column="ordered_on", reason="required", cells=cells
    )


def stage(upload: Upload, number: int, outcome: str, *cells: str, **fields: str) -> None:
    StagedRow._base_manager.create(upload=upload, number=number, outcome=outcome, cells=list(cells), **fields)


def rows_of(response: object) -> list[list[str]]:
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_newest_import_stands_first_with_who_and_how_many(
    signed_in: SignedIn, mei: User, operations: User
) -> None:
    factories.import_run(file_name="old.csv")
    late = factories.LONG_AGO + timedelta(days=1)
    factories.import_run(by=operations, file_name="运单.csv", started_at=late, **COUNTS)
    page = signed_in(mei).get("/imports/").content.decode()
    assert page.index("运单.csv") < page.index("old.csv")
    assert "欧阳运" in page
    assert "System" in page


def test_an_import_that_was_undone_says_so(signed_in: SignedIn, mei: User) -> None:
    gone = {"removed": 3, "restored": 2, "kept": 1}
    run = factories.import_run(undone_at=factories.LONG_AGO, undo_counts=gone, **COUNTS)
    client = signed_in(mei)
    assert "Undone" in client.get("/imports/").content.decode()
    page = client.get(f"/imports/runs/{run.pk}/").content.decode()
    assert "3 records removed, 2 restored, 1 left as they are." in page


def test_uploads_that_wait_for_somebody_are_offered_again(signed_in: SignedIn, mei: User) -> None:
    upload = factories.upload(by=mei, file_name="half.csv", state=Upload.State.SURVEYED)
    factories.upload(by=mei, file_name="whole.csv")
    page = signed_in(mei).get("/imports/").content.decode()
    assert f'href="/imports/{upload.pk}/"' in page
    assert "whole.csv" not in page


def test_before_the_first_import_the_page_says_how_to_begin(signed_in: SignedIn, mei: User) -> None:
    page = signed_in(mei).get("/imports/").content.decode()
    assert "Nothing imported yet" in page
    assert "/imports/new/" in page


def test_the_navigation_has_imports_only_for_those_who_may_see_them(
    signed_in: SignedIn, mei: User, service_agent: User
) -> None:
    assert 'href="/imports/"' in signed_in(mei).get("/").content.decode()
    assert 'href="/imports/"' not in signed_in(service_agent).get("/").content.decode()


def test_a_command_s_import_lists_its_rejected_rows_with_the_reason(signed_in: SignedIn, mei: User) -> None:
    run = factories.import_run(**COUNTS)
    reject(run, waybill_number="W1", ordered_on="")
    page = signed_in(mei).get(f"/imports/runs/{run.pk}/").content.decode()
    assert "This column must not be empty" in page
    assert f'href="/imports/runs/{run.pk}/?show=rejected"' in page


def test_each_count_of_an_upload_opens_its_rows(signed_in: SignedIn, mei: User) -> None:
    run = factories.import_run(**COUNTS)
    counts = {"create": 2, "update": 1, "unchanged": 1, "rejected": 1}
    upload = factories.upload(by=mei, run=run, counts=counts, survey={"header": ["waybill"]})
    for number, outcome in enumerate(("create", "create", "update", "unchanged", "rejected"), start=2):
        stage(upload, number, outcome, f"W-{outcome}", reason="required" if outcome == "rejected" else "")
    client = signed_in(mei)
    for outcome in counts:
        page = client.get(f"/imports/runs/{run.pk}/?show={outcome}").content.decode()
        assert f"?show={outcome}" in page
        assert f"W-{outcome}" in page
        assert [other for other in counts if other != outcome and f"W-{other}" in page] == []


def test_the_rejected_rows_come_as_a_file_to_mend_and_import_again(signed_in: SignedIn, mei: User) -> None:
    run = factories.import_run(file_name="六月.xlsx", **COUNTS)
    upload = factories.upload(by=mei, run=run, survey={"header": ["waybill", "day"]})
    stage(upload, 9, "rejected", "W9", "", column="day", reason="required")
    stage(upload, 3, "rejected", "=1+1", "x", column="day", reason="required")
    stage(upload, 4, "create", "W4", "2025-06-30")
    response = signed_in(mei).get(f"/imports/runs/{run.pk}/rejected/")
    header, *rows = rows_of(response)
    assert header == ["waybill", "day", "row", "column", "reason"]
    assert [row[:4] for row in rows] == [["'=1+1", "x", "3", "day"], ["W9", "", "9", "day"]]
    assert rows[0][4].endswith("[required]")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_refused_file_says_why(signed_in: SignedIn, mei: User) -> None:
    run = factories.import_run(state=ImportRun.State.REFUSED, refusal="pdf")
    page = signed_in(mei).get(f"/imports/runs/{run.pk}/").content.decode()
    assert "The file is a PDF." in page


def test_every_kind_of_file_has_its_words() -> None:
    assert set(KINDS) == set(WORDS)
