"""The palette over every page: opened by keys, led by arrows, closed by Esc, whole on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en", 1280, "light"), ("zh-hans", 1280, "dark"), ("zh-hans", 360, "light")],
)
def test_a_customer_is_found_by_initials_and_opened_from_the_keyboard(
    open_page: OpenPage, language: str, width: int, theme: str
) -> None:
    page = open_page("/customers/new/", language=language, width=width, theme=theme)
    page.keyboard.press("Control+k")
    field = page.locator("dialog.palette [role=combobox]")
    expect(field).to_be_focused()
    expect(page.locator("dialog.palette [role=option]").first).to_have_attribute("aria-selected", "true")
    field.fill("zygg")  # 中原钢构
    expect(page.locator(".palette mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("dialog.palette [aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")
    page.wait_for_url(
        lambda address: address.split("/customers/")[-1].rstrip("/").isdigit(), wait_until="commit"
    )


def test_a_slash_goes_to_the_lists_own_field_and_elsewhere_opens_the_palette(open_page: OpenPage) -> None:
    page = open_page("/customers/")
    page.keyboard.press("/")
    expect(page.locator("main input[type=search]")).to_be_focused()
    page.goto("/customers/new/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("dialog.palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()


def test_a_question_mark_shows_the_keys(open_page: OpenPage) -> None:
    page = open_page("/imports/")
    page.keyboard.press("?")
    expect(page.locator(".palette__help")).to_contain_text("Ctrl")


def test_the_theme_is_switched_from_the_palette_without_leaving_the_page(open_page: OpenPage) -> None:
    page = open_page("/customers/new/")
    page.keyboard.press("Control+k")
    page.locator("dialog.palette [role=combobox]").fill("theme dark")
    expect(page.locator(".palette mark").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("dialog.palette")).to_be_hidden()
    assert page.url.endswith("/customers/new/")
