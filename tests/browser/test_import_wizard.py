"""A file comes in by the pages: messy, mended, imported, undone, and imported again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_workspace import picture

OpenPage = Callable[..., Page]
# The machine looks at a job within a second, and a small file takes it no time.
PATIENCE = 30_000
HEADER = "运单号,客户编号,下单日期,签收日期,发站,到站,件数,收入,币种"
ROWS = (
    'MS-1,{known},30/06/2025,02/07/2025,武汉,杜伊斯堡,12,"1,250.50",CNY',
    "MS-2,{known},13/06/2025,31/02/2025,武汉,汉堡,3,900,CNY",
    'MS-3,C-不存在,14/06/2025,16/06/2025,成都,罗兹,5,"2,000.00",CNY',
    "MS-4,{known},16/06/2025,19/06/2025,西安,汉堡,1,100,CNY",
)


@pytest.fixture
def messy(tmp_path: Path, open_page: OpenPage) -> Path:
    """Four shipments in GBK: a day that never was, and a customer that nobody knows."""
    page = open_page("/customers/")
    known = page.locator("main table .code").first.inner_text()
    path = tmp_path / "六月运单.csv"
    text = "\r\n".join([HEADER, *(row.format(known=known) for row in ROWS)])
    path.write_bytes(text.encode("gb18030"))
    return path


def at_step(page: Page, name: str) -> None:
    expect(page.locator(".wizard-step[aria-current=step]")).to_contain_text(name, timeout=PATIENCE)


def bring(page: Page, file: Path) -> None:
    page.locator("input[name=kind][value=shipments]").check()
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/file/$"), timeout=PATIENCE)


def field_of(page: Page, column: str) -> Locator:
    return page.get_by_label(column, exact=True)


def assign(page: Page) -> None:
    chosen = {
        "运单号": ["waybill_number"],
        "客户编号": ["customer_number"],
        "下单日期": ["ordered_on"],
        "签收日期": ["delivered_on"],
        "发站": ["origin"],
        "到站": ["destination"],
        "件数": ["packages"],
        "收入": ["revenue"],
        "币种": ["currency"],
    }
    for column, (name,) in chosen.items():
        field_of(page, column).select_option(name)
    page.get_by_label("How are the days of “签收日期” written?").select_option("%d/%m/%Y")


def count_of(page: Page, outcome: str) -> Locator:
    return page.locator(".outcome", has_text=outcome).locator(".outcome__count")


def test_a_messy_file_is_mended_imported_undone_and_imported_again(open_page: OpenPage, messy: Path) -> None:
    page = open_page("/imports/")
    page.get_by_role("link", name="Import a file").first.click()
    bring(page, messy)
    at_step(page, "File")
    expect(page.locator("main")).to_contain_text("Simplified Chinese")
    expect(page.locator(".preview__table")).to_contain_text("杜伊斯堡")
    picture(page, "import-file")

    page.get_by_role("link", name="Continue to the columns").click()
    assign(page)
    page.get_by_role("button", name="Check the rows").click()
    page.wait_for_url(re.compile(r"/check/$"), timeout=PATIENCE)
    expect(count_of(page, "New")).to_have_text("2")
    expect(count_of(page, "Rejected")).to_have_text("2")

    expect(page.locator(".cell--bad input[value='31/02/2025']")).to_be_visible()
    picture(page, "import-check")
    page.locator("input[value='31/02/2025']").fill("28/06/2025")
    page.locator(".mend", has=page.locator("[value='31/02/2025']")).get_by_role("button").click()
    page.wait_for_url(re.compile(r"/check/"), timeout=PATIENCE)
    expect(count_of(page, "New")).to_have_text("3", timeout=PATIENCE)
    expect(count_of(page, "Rejected")).to_have_text("1")

    page.get_by_role("button", name="Import 3 rows").click()
    page.wait_for_url(re.compile(r"/runs/\d+/"), timeout=PATIENCE)
    expect(page.locator(".key-figure", has_text="Created")).to_contain_text("3")
    picture(page, "import-result")
    result = page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="Rejected rows as a file").click()
    assert "C-不存在" in download.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo 3 rows").click()
    undone(page, result)
    again(page, messy)


def undone(page: Page, address: str) -> None:
    for _attempt in range(30):
        page.goto(address)
        if page.get_by_text("Undone on").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("The import was not undone.")


def again(page: Page, messy: Path) -> None:
    """The same settings: the columns are assigned already."""
    page.get_by_role("link", name="Import another with the same settings").click()
    page.locator("input[name=file]").set_input_files(messy)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/file/$"), timeout=PATIENCE)
    page.get_by_role("link", name="Continue to the columns").click()
    expect(field_of(page, "运单号")).to_have_value("waybill_number")
    page.get_by_role("button", name="Check the rows").click()
    page.wait_for_url(re.compile(r"/check/$"), timeout=PATIENCE)
    expect(count_of(page, "New")).to_have_text("2")
    expect(count_of(page, "Rejected")).to_have_text("2")
    page.get_by_role("button", name="Import 2 rows").click()
    page.wait_for_url(re.compile(r"/runs/\d+/"), timeout=PATIENCE)
    expect(page.locator(".key-figure", has_text="Created")).to_contain_text("2")
