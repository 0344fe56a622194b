"""The whole wizard on a phone's width, by nothing but the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_workspace import picture

OpenPage = Callable[..., Page]
PATIENCE = 30_000
MOST_STOPS = 150
HEADER = ("source_id", "waybill_number", "customer_number", "ordered_on", "mode", "currency")
IN_FOCUS = "wanted => document.activeElement !== null && document.activeElement.matches(wanted)"


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until what is wanted has the focus, as somebody without a mouse does."""
    for _stop in range(MOST_STOPS):
        if page.evaluate(IN_FOCUS, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def begins_at_its_step(page: Page) -> None:
    page.wait_for_function(IN_FOCUS, arg=".wizard-step[aria-current=step]", timeout=PATIENCE)


def fits(page: Page) -> None:
    """No page is wider than its screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def rows(known: str, word: str) -> str:
    """Two shipments by rail: once as we say it in Chinese, once in a `word` of somebody else."""
    lines = [
        HEADER,
        ("K1", "KW1", known, "2025-06-01", "铁路", "CNY"),
        ("K2", "KW2", known, "2025-02-31", word, "CNY"),
    ]
    return "\n".join("\t".join(line) for line in lines)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_file_comes_in_by_keyboard_alone(open_page: OpenPage, language: str) -> None:
    known = open_page("/customers/").locator("main table .code").first.inner_text()
    page = open_page("/imports/new/", language=language, width=360)
    begins_at_its_step(page)
    tab_to(page, "input[name=kind]")
    for _kind in range(12):
        if page.evaluate(IN_FOCUS, "[value=shipments]:checked"):
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, ".paste summary")
    page.keyboard.press("Enter")
    tab_to(page, "textarea[name=pasted]")
    # What the first file taught is known to the second.
    own = "E" if language == "en" else "Z"
    page.keyboard.insert_text(rows(known, f"火车皮{own}").replace("K", f"K{own}"))
    picture(page, f"import-new-360-{language}")
    tab_to(page, ".form__actions button")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/file/$"), timeout=PATIENCE)
    begins_at_its_step(page)
    fits(page)
    tab_to(page, "a[href$='/columns/'].button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/columns/$"))
    assign_by_keyboard(page, language)
    mend_by_keyboard(page, language)

    tab_to(page, "#commit button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/runs/\d+/"), timeout=PATIENCE)
    begins_at_its_step(page)
    fits(page)
    picture(page, f"import-result-360-{language}")


def assign_by_keyboard(page: Page, language: str) -> None:
    """A word that is ours in Chinese is proposed; another is answered with the arrow keys."""
    begins_at_its_step(page)
    fits(page)
    words = page.locator(".words select")
    expect(words).to_have_count(2)
    expect(words.nth(0)).to_have_value("rail")
    expect(words.nth(1)).to_have_value("-reject")
    tab_to(page, "[name='word-4-1']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(words.nth(1)).to_have_value("rail")
    picture(page, f"import-columns-360-{language}")
    tab_to(page, ".form__actions button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/check/$"), timeout=PATIENCE)


def mend_by_keyboard(page: Page, language: str) -> None:
    """The row changes in its place: the page stays, and so does the keyboard."""
    begins_at_its_step(page)
    fits(page)
    picture(page, f"import-check-360-{language}")
    page.evaluate("window.isTheSamePage = true")
    tab_to(page, "input.mend__value")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("2025-02-30")
    page.keyboard.press("Enter")
    expect(page.locator("input.mend__value[value='2025-02-30']")).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("2025-02-28")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome--danger .outcome__count")).to_have_text("0", timeout=PATIENCE)
    expect(page.locator(".outcome--good .outcome__count")).to_have_text("2")
    expect(page.locator("#mend-3")).to_be_focused()
    expect(page.locator("#mended-said")).not_to_be_empty()
    assert page.evaluate("window.isTheSamePage")


def test_the_rooms_stand_on_one_line_of_a_phone(open_page: OpenPage) -> None:
    for language in ("en", "zh-hans"):
        page = open_page("/imports/", language=language, width=360)
        heights = page.locator(".sidebar__short:visible").evaluate_all(
            "names => names.map(name => [name.offsetHeight, name.scrollWidth <= name.clientWidth])"
        )
        assert len(heights) >= 5
        assert len({height for height, _ in heights}) == 1
        assert all(is_whole for _, is_whole in heights)
        picture(page, f"imports-360-{language}")
