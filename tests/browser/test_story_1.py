"""Story 1, from under water to known: 1,200 / 320 / 288 / 36 / 9, and ¥166.67 for each ordinary customer."""

import pytest
from playwright.sync_api import expect

from tests.browser.stories import SCREENS, OpenPage, fits, number_in


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_the_fair_brought_288_of_320_up_and_9_of_them_ship(
    open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page("/audiences/", language=language, width=width)
    counts = page.locator(".funnel .funnel__count")
    assert [number_in(count) for count in counts.all()] == [1_200, 320, 288, 36, 9]
    shares = page.locator(".funnel .funnel__share").all_inner_texts()
    for share, figure in zip(shares, ("26.7%", "90%", "12.5%", "3.1%"), strict=True):
        assert figure in share
    costs = page.locator(".funnel .funnel__cost").all_inner_texts()
    for cost, figure in zip(costs, ("166.67", "1,333.33", "5,333.33"), strict=True):
        assert figure in cost
    assert "48,000.00" in page.locator(".campaign").inner_text()
    assert fits(page)


def test_a_cost_explains_itself(open_page: OpenPage) -> None:
    page = open_page("/audiences/", language="en")
    page.locator(".funnel__cost button").first.click()
    reason = page.locator("[popover]:popover-open")
    expect(reason).to_contain_text("48,000.00")
    expect(reason).to_contain_text("288")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("step", "shown"), [(3, 36), (4, 9)])
def test_a_number_opens_its_customers(open_page: OpenPage, width: int, step: int, shown: int) -> None:
    page = open_page("/audiences/", language="zh-hans", width=width)
    page.locator(".funnel .funnel__count").nth(step).click()
    expect(page.locator("main table tbody tr")).to_have_count(shown)
    expect(page.locator("main table")).to_contain_text("晨光纸业")
    assert fits(page)
