"""Which kinds of file somebody may bring in follows from the rights on what they hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.rights import ACTIONS, importable_kinds
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.interfaces.workspace.imports.kinds import WORDS
from guanxi.processes.file_import import KINDS
from guanxi.processes.upload_jobs import survey_later
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
MONEY = {"invoices", "payments", "cost_rates", "cost_activities", "credit_grades"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def finance() -> User:
    return factories.staff("财务小周", Role.FINANCE)


@pytest.fixture
def operations() -> User:
    return factories.staff("运营小赵", Role.OPERATIONS)


def bring(client: Client, kind: str) -> Any:
    return client.post("/imports/new/", {"kind": kind, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})


def uploads() -> int:
    return Upload.objects.everything("a test counts").count()


def test_every_kind_has_its_right_and_its_words() -> None:
    assert set(ACTIONS) == set(KINDS) == set(WORDS)


@pytest.mark.django_db
def test_finance_is_offered_the_files_of_money_and_operations_all_others(
    signed_in: SignedIn, finance: User, operations: User
) -> None:
    assert set(importable_kinds(finance)) == MONEY
    assert set(importable_kinds(operations)) == set(KINDS) - MONEY
    page = signed_in(finance).get("/imports/new/").content.decode()
    assert 'value="invoices"' in page
    assert 'value="customers"' not in page


@pytest.mark.django_db
def test_a_strangers_kind_is_refused_and_nothing_is_kept(
    signed_in: SignedIn, finance: User, operations: User
) -> None:
    assert bring(signed_in(finance), "customers").status_code == 422
    assert bring(signed_in(operations), "credit_grades").status_code == 422
    assert signed_in(finance).get("/imports/template/?kind=customers").status_code == 302
    assert uploads() == 0
    assert bring(signed_in(finance), "invoices").status_code == 302
    assert uploads() == 1


@pytest.mark.django_db
def test_files_of_money_are_hidden_from_operations_and_seen_by_a_manager(
    signed_in: SignedIn, finance: User, operations: User, mei: User
) -> None:
    upload = factories.upload(by=finance, kind="cost_rates", state=Upload.State.SURVEYED)
    run = factories.import_run(by=finance, kind="cost_rates", file_name="费率.csv")
    assert signed_in(operations).get(f"/imports/{upload.pk}/").status_code == 404
    assert signed_in(operations).get(f"/imports/runs/{run.pk}/").status_code == 404
    assert "费率.csv" not in signed_in(operations).get("/imports/").content.decode()
    assert signed_in(mei).get(f"/imports/runs/{run.pk}/").status_code == 200
    assert "费率.csv" in signed_in(finance).get("/imports/").content.decode()


@pytest.mark.django_db
def test_who_has_lost_the_right_of_a_kind_can_order_nothing_and_no_job_goes_on(
    signed_in: SignedIn, finance: User
) -> None:
    client = signed_in(finance)
    bring(client, "invoices")
    upload = Upload.objects.everything("a test looks").get()
    User.objects.filter(pk=finance.pk).update(role=Role.OPERATIONS)
    survey_later.call(finance.pk, upload.pk, upload.revision)
    upload.refresh_from_db()
    assert (upload.state, upload.refusal["code"]) == (Upload.State.FAILED, "no_right")
    assert client.post(f"/imports/{upload.pk}/again/").status_code in {403, 404}
    upload.refresh_from_db()
    assert upload.state == Upload.State.FAILED


@pytest.mark.django_db
def test_a_file_is_discarded_by_the_page_after_asking(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    upload = factories.upload(by=mei, state=Upload.State.FAILED)
    page = client.get(f"/imports/{upload.pk}/progress/").content.decode()
    assert f"/imports/{upload.pk}/discard/" in page
    assert f"/imports/{upload.pk}/again/" in page
    assert "Nothing of it was imported" in client.get(f"/imports/{upload.pk}/discard/").content.decode()
    assert uploads() == 1
    assert client.post(f"/imports/{upload.pk}/discard/").headers["Location"] == "/imports/"
    assert uploads() == 0


@pytest.mark.django_db
def test_settings_of_an_earlier_file_hold_for_the_next_one_at_once(signed_in: SignedIn, mei: User) -> None:
    chosen = {"encoding": "gb18030", "header_row": 2}
    earlier = factories.upload(by=mei, kind="roster", request=chosen)
    file = SimpleUploadedFile("a.csv", "名册\n客户编号,登记日\nC1,2025-01-05\n".encode("gbk"))
    client = signed_in(mei)
    client.post(f"/imports/new/?like={earlier.pk}", {"kind": "roster", "file": file})
    upload = Upload.objects.everything("a test looks").newest_first()[0]
    assert upload.request == chosen
    survey_later.call(mei.pk, upload.pk, upload.revision)
    upload.refresh_from_db()
    assert upload.survey["header"] == ["客户编号", "登记日"]
