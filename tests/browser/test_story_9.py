"""Story 9, lapse: 丰谷食品 ships every 6 days, last on 21 May 2025, so it lapsed on 20 June."""

import pytest
from playwright.sync_api import expect

from tests.browser.stories import SCREENS, OpenPage, fits, path_of


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_fenggu_lapsed_on_20_june(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(path_of(open_page, "丰谷食品") + "value/", language=language, width=width)
    main = page.locator("main")
    expect(main).to_contain_text("2025-06-20")
    expect(main).to_contain_text("2025-05-21")
    expect(main).to_contain_text("6 days" if language == "en" else "6 天")
    assert fits(page)


def test_the_lapse_stands_in_the_timeline_of_the_customer(open_page: OpenPage) -> None:
    page = open_page(path_of(open_page, "丰谷食品") + "timeline/", language="en")
    expect(page.locator("main")).to_contain_text("Lapsed on 2025-06-20")
