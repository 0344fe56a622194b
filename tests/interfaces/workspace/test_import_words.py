"""Words of a file that are not ours are asked about, with their counts, and kept with the mapping."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.words import LONGEST_WORD, MOST_WORDS, WordCount
from guanxi.domain.people.models import User
from guanxi.processes.upload_jobs import check_later, survey_later
from tests.conftest import MOMENT

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
HEADER = "运单号,客户编号,下单日期,方式,币种"
COLUMNS = {
    "column-0": "waybill_number",
    "column-1": "customer_number",
    "column-2": "ordered_on",
    "column-3": "mode",
    "column-4": "currency",
    "shared-source_id": "运单号",
    "source": "tms",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def the_upload() -> Upload:
    return Upload.objects.everything("to look at the outcome").newest_first()[0]


def surveyed(client: Client, number: str, *modes: str, kind: str = "shipments") -> Upload:
    rows = [f"W{place},{number},2025-06-01,{mode},CNY" for place, mode in enumerate(modes)]
    file = SimpleUploadedFile("六月.csv", "\n".join([HEADER, *rows]).encode())
    client.post("/imports/new/", {"kind": kind, "file": file})
    upload = the_upload()
    survey_later.call(upload.actor_id, upload.pk, upload.revision)
    return the_upload()


def checked() -> Upload:
    upload = the_upload()
    check_later.call(upload.actor_id, upload.pk, upload.revision, MOMENT.isoformat(), False)
    return the_upload()


def test_words_are_counted_over_the_whole_file_and_columns_of_too_many_are_let_go() -> None:
    words = WordCount(4)
    for number in range(MOST_WORDS + 1):
        words.look_at(["铁路 " if number % 3 else "汽运", f"W{number}", "x" * (LONGEST_WORD + 1)])
    assert words.found() == {"0": [["铁路", 40], ["汽运", 21]]}


def test_words_that_are_not_ours_are_listed_with_their_counts_and_guesses(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = surveyed(client, chenguang.number, "铁路", "铁路", "rail", "Road", "火车皮")
    first = client.post(f"/imports/{upload.pk}/columns/", COLUMNS)
    assert first.status_code == 422
    assert set(first.context["form"].errors) == {"column-3"}
    asked = first.context["form"].columns[3].words
    assert [(one.word, one.count, one.field.value()) for one in asked] == [
        ("铁路", 2, "rail"),
        ("火车皮", 1, "-reject"),
    ]

    sent = COLUMNS | {"word-3-0": "rail", "word-3-1": "-empty"}
    assert client.post(f"/imports/{upload.pk}/columns/", sent).status_code == 302
    values = the_upload().mapping["shipments"]["fields"]["mode"]["values"]
    assert (values["铁路"], values["火车皮"], values["Road"], values["ocean"]) == (
        "rail",
        "",
        "road",
        "ocean",
    )
    assert checked().counts["create"] == 5


def test_a_word_that_is_left_out_rejects_its_rows_and_a_word_not_offered_is_no_answer(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = surveyed(client, chenguang.number, "rail", "火车皮")
    wrong = client.post(f"/imports/{upload.pk}/columns/", COLUMNS | {"word-3-0": "teleport"})
    assert set(wrong.context["form"].errors) == {"word-3-0"}
    client.post(f"/imports/{upload.pk}/columns/", COLUMNS | {"word-3-0": "-reject"})
    assert "火车皮" not in the_upload().mapping["shipments"]["fields"]["mode"]["values"]
    counts = checked().counts
    assert (counts["create"], counts["rejected"]) == (1, 1)


def test_answers_are_kept_with_the_mapping_for_the_next_file(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    upload = surveyed(client, chenguang.number, "火车皮", "蓝色")
    client.post(f"/imports/{upload.pk}/columns/", COLUMNS | {"word-3-0": "rail", "word-3-1": "-empty"})
    checked()
    client.post(f"/imports/{upload.pk}/columns/save/", {"name": "老系统"})
    again = surveyed(client, chenguang.number, "火车皮", "蓝色", "马车")
    page = client.get(f"/imports/{again.pk}/columns/")
    saved = page.context["saved"][0][0]
    form = client.get(f"/imports/{again.pk}/columns/?saved={saved}").context["form"]
    assert [one.field.value() for one in form.columns[3].words] == ["rail", "-empty", "-reject"]


@pytest.mark.django_db
def test_several_words_in_one_cell_are_asked_about_one_by_one(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    text = "客户编号,客户名称,角色\nC1,甲,老板；payer\nC2,乙,老板\n"
    client.post("/imports/new/", {"kind": "customers", "file": SimpleUploadedFile("a.csv", text.encode())})
    upload = the_upload()
    survey_later.call(upload.actor_id, upload.pk, upload.revision)
    sent = {"column-0": "customer_number", "column-1": "name", "column-2": "contact_roles", "source": "x"}
    page = client.post(f"/imports/{upload.pk}/columns/", sent)
    assert [(one.word, one.count) for one in page.context["form"].columns[2].words] == [("老板", 2)]


def test_a_mapping_that_comes_with_the_product_is_offered_where_it_fits_and_kept_whole(
    signed_in: SignedIn, mei: User, scms_head: bytes
) -> None:
    client = signed_in(mei)
    file = SimpleUploadedFile("scms.csv", scms_head)
    client.post("/imports/new/", {"kind": "shipments", "file": file})
    upload = the_upload()
    survey_later.call(upload.actor_id, upload.pk, upload.revision)
    address = f"/imports/{upload.pk}/columns/"
    page = client.get(address)
    assert ("scms", "SCMS delivery history") in page.context["saved"]
    assert "guanxi" not in dict(page.context["saved"])

    form = client.get(f"{address}?saved=scms").context["form"]
    sent = {bound.name: bound.value() or "" for bound in form}
    response = client.post(f"{address}?saved=scms", sent)
    assert response.status_code == 302, response.context["form"].errors
    assert checked().counts["rejected"] == 0
    rules = the_upload().mapping["shipments"]["fields"]
    assert (rules["destination"], rules["customer_name"]) == ({"from": "Country"}, {"from": "Country"})
    assert rules["ordered_on"]["format"] == ["%m/%d/%y", "20%m-%d-%y"]


@pytest.fixture
def scms_head() -> bytes:
    """The first two hundred rows of the published file."""
    folder = Path(os.environ.get("GUANXI_DATA", Path(__file__).resolve().parents[4] / "shared/data"))
    path = folder / "scms_delivery_history.csv"
    if not path.is_file():
        pytest.skip("the SCMS delivery history is not here (GUANXI_DATA)")
    return b"".join(path.read_bytes().splitlines(keepends=True)[:201])
