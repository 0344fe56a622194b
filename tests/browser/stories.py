"""What the tests of the user stories share: screens in both languages, and customers by name."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
SCREENS = [("zh-hans", 1280), ("zh-hans", 360), ("en", 1280), ("en", 360)]


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than its screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def number_in(place: Locator) -> int:
    """The one whole number that a place shows."""
    return int(re.sub(r"\D", "", place.inner_text()))


def path_of(open_page: OpenPage, name: str) -> str:
    """The path of the record of the customer with this name."""
    page = open_page(f"/customers/?q={name}", language="zh-hans")
    link = page.locator("main table a", has_text=name).first
    expect(link).to_be_visible()
    href = link.get_attribute("href") or ""
    return href.partition("?")[0]
