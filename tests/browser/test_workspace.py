"""The rooms as their users see them: both languages, both themes, desk and phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OUTPUT

OpenPage = Callable[..., Page]
ROOMS = {
    "work": "/",
    "customers": "/customers/",
    "classification": "/classification/",
    "log": "/operator-log/",
}
CHINESE = re.compile(r"[一-鿿]")


def customer_path(open_page: OpenPage, name: str) -> str:
    page = open_page(f"/customers/?q={name}", language="zh-hans")
    link = page.locator("main table a", has_text=name).first
    href = link.get_attribute("href")
    assert href
    return href


def picture(page: Page, name: str) -> Path:
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_fits_its_screen_in_each_language(
    room: str, language: str, width: int, open_page: OpenPage
) -> None:
    page = open_page(ROOMS[room], language=language, width=width)
    expect(page.locator("html")).to_have_attribute("lang", re.compile(language.split("-", maxsplit=1)[0]))
    expect(page.locator("main h1").first).to_be_visible()
    title = page.locator("main h1").first.inner_text()
    assert bool(CHINESE.search(title)) is (language != "en")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{overflow} pixels too wide: {picture(page, f'{room}-{language}-{width}')}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_customers_page_fits_its_screen(language: str, width: int, theme: str, open_page: OpenPage) -> None:
    page = open_page(customer_path(open_page, "晨光纸业"), language=language, width=width, theme=theme)
    expect(page.locator("main h1").first).to_contain_text("晨光" if language != "en" else "Chenguang")
    picture(page, f"customer-{language}-{width}-{theme}")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_group_explains_itself(open_page: OpenPage) -> None:
    page = open_page(customer_path(open_page, "丰谷食品"), language="en")
    why = page.locator("main .explained button, main button.explained, main [popovertarget]").first
    why.click()
    popover = page.locator("[popover]:popover-open")
    expect(popover).to_be_visible()
    expect(popover).to_contain_text("shipment")
    page.keyboard.press("Escape")
    expect(popover).to_be_hidden()


def test_two_chinese_characters_find_a_customer(open_page: OpenPage) -> None:
    page = open_page("/customers/?q=晨光", language="zh-hans")
    expect(page.locator("main table tbody tr")).not_to_have_count(0)
    expect(page.locator("main table tbody")).to_contain_text("晨光纸业")


@pytest.mark.parametrize(("tier", "count"), [("platinum", 2), ("gold", None), ("iron", None)])
def test_a_number_of_the_run_opens_its_list(tier: str, count: int | None, open_page: OpenPage) -> None:
    page = open_page("/classification/")
    link = page.locator(f"main a[href*='tier={tier}']").first
    shown = int(re.sub(r"\D", "", link.inner_text()))
    if count is not None:
        assert shown == count
    link.click()
    expect(page.locator("main table tbody tr")).to_have_count(min(shown, 50))


def test_a_completed_task_leaves_the_list_and_enters_the_timeline(open_page: OpenPage) -> None:
    title = "核对6月导入文件的运单数"
    page = open_page("/")
    row = page.locator(".task-row", has_text=title)
    expect(row).to_be_visible()
    row.get_by_role("button", name="Done").click()
    expect(row).to_have_count(0)
    log = open_page("/operator-log/")
    expect(log.locator("main")).to_contain_text(f"Task done: {title}")


def test_the_language_switch_stays(open_page: OpenPage) -> None:
    page = open_page("/", language="en")
    page.get_by_role("button", name="中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("zh"))
    page.goto("/customers/")
    expect(page.locator("main h1").first).to_contain_text("客户")
