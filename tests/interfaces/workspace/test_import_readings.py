"""A file whose bytes can be read in several ways is shown in each of them, and a person chooses (F21)."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanxi.domain.intake.models import Upload
from guanxi.domain.people.models import User
from tests.processes.uploading import run_jobs

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
SHORT_GBK = "id,name\r\n1,plain\r\n2,郑州\r\n3,plain\r\n".encode("gbk")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def brought(client: Client, data: bytes, name: str = "facts.csv") -> tuple[Upload, str]:
    """The upload after it was looked at, and its page."""
    client.post("/imports/new/", {"kind": "customers", "file": SimpleUploadedFile(name, data)})
    run_jobs()
    return newest(client)


def newest(client: Client) -> tuple[Upload, str]:
    upload = Upload.objects.everything("to look at the outcome").newest_first()[0]
    return upload, client.get(f"/imports/{upload.pk}/file/").content.decode()


def test_the_readings_are_offered_with_rows_and_one_click_decides(mei: User, signed_in: SignedIn) -> None:
    client = signed_in(mei)
    upload, page = brought(client, SHORT_GBK)
    assert upload.state == Upload.State.REFUSED
    assert "郑州" in page
    assert "Simplified Chinese" in page
    offered = upload.refusal["params"]["encodings"].split()
    assert len(offered) > 1
    assert page.count('name="encoding" value=') >= len(offered)
    client.post(f"/imports/{upload.pk}/file/", {"reading": "chosen", "encoding": "gb18030"})
    run_jobs()
    upload, page = newest(client)
    assert upload.state == Upload.State.SURVEYED
    assert upload.survey["rows"][1] == ["2", "郑州"]
    assert "Which reading is right?" not in page


def test_the_rows_shown_are_those_on_which_the_readings_differ(mei: User, signed_in: SignedIn) -> None:
    plain = "".join(f"{number},plain {number}\r\n" for number in range(40))
    _, page = brought(signed_in(mei), f"id,name\r\n{plain}41,郑州\r\n".encode("gbk"))
    assert "郑州" in page
    assert "plain 39" not in page


def test_a_reading_that_is_chosen_leaves_the_other_choices(mei: User, signed_in: SignedIn) -> None:
    client = signed_in(mei)
    upload, _ = brought(client, SHORT_GBK.replace(b",", b"|"))
    client.post(f"/imports/{upload.pk}/file/", {"delimiter": "|", "encoding": "", "header_row": "1"})
    run_jobs()
    client.post(f"/imports/{upload.pk}/file/", {"reading": "chosen", "encoding": "gb18030"})
    run_jobs()
    upload, _ = newest(client)
    assert upload.request == {"delimiter": "|", "header_row": 1, "encoding": "gb18030"}


def test_a_proven_encoding_is_not_asked_about(mei: User, signed_in: SignedIn) -> None:
    names = "".join(f"C{number},郑州晨光纸业有限公司第{number}分公司\r\n" for number in range(9))
    upload, page = brought(signed_in(mei), f"客户编号,客户名称\r\n{names}".encode("gbk"))
    assert upload.state == Upload.State.SURVEYED
    assert "Which reading is right?" not in page
    assert "Simplified Chinese" in page


def test_the_page_says_what_was_done_with_merged_cells(mei: User, signed_in: SignedIn) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range("A1:C1", "六月台账")
        sheet.write_row("A2", ["客户", "编号", "城市"])
        sheet.merge_range("A3:A5", "晨光")
        sheet.write_column("B3", ["1", "2", "3"])
    _, page = brought(signed_in(mei), stream.getvalue(), "ledger.xlsx")
    facts = " ".join(page.split())
    assert "<dt>Merged cells filled down</dt><dd>2</dd>" in facts
    assert "<dt>Row with the column names</dt><dd>2</dd>" in facts


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "六月.xlsx",
            ("old or password-protected", "旧版或加密"),
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "六月.xls", ("is a web page", "网页")),
        (b"PK\x03\x04" + b"cut off" * 20, "六月.xlsx", ("damaged or was cut off", "已损坏")),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is_in_both_languages(
    mei: User, signed_in: SignedIn, content: bytes, name: str, sentence: tuple[str, str]
) -> None:
    client = signed_in(mei)
    upload, page = brought(client, content, name)
    assert upload.state == Upload.State.REFUSED
    assert sentence[0] in page
    assert not upload.survey
    chinese = client.get(f"/imports/{upload.pk}/file/", headers={"accept-language": "zh-hans"})
    assert sentence[1] in chinese.content.decode()
