"""Story 7, quarter close: 2/8/30/160, 38 %, a platinum customer refused as backbone, and one in grace."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stories import SCREENS, OpenPage, fits, path_of


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_the_close_cuts_200_customers_into_2_8_30_160(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page("/classification/", language=language, width=width)
    cuts = page.locator("main table tbody tr", has_text=re.compile(r"\d–\d"))
    text = " ".join(cuts.all_inner_texts())
    for first, last in ((1, 2), (3, 10), (11, 40), (41, 200)):
        assert f"{first}–{last}" in text
    assert fits(page)


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_zhongyuan_is_refused_as_backbone_by_credit_and_overdue(
    open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page("/classification/backbone/?state=refused", language=language, width=width)
    row = page.locator("main table tbody tr", has_text="Zhongyuan Steel")
    failed = row.locator(".measures__one--failed")
    expect(failed).to_have_count(2)
    expect(failed.nth(0)).to_contain_text("C")
    expect(failed.nth(1)).to_contain_text("47")
    expect(row).to_contain_text("10,200,000.00")
    assert fits(page)


@pytest.mark.parametrize(("language", "grace"), [("en", "grace"), ("zh-hans", "宽限")])
def test_shuwei_at_rank_12_is_gold_in_grace(open_page: OpenPage, language: str, grace: str) -> None:
    page = open_page(path_of(open_page, "蜀味食品") + "standing/", language=language)
    main = page.locator("main")
    expect(main.locator(".badge--gold").first).to_be_visible()
    expect(main).to_contain_text("12")
    expect(main).to_contain_text(grace)


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_shuwei_leaves_217900_yuan_after_44900_for_serving_it(
    open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(path_of(open_page, "蜀味食品") + "value/", language=language, width=width)
    for figure in ("1,200,000.00", "36,000.00", "900,000.00", "44,900.00", "217,900.00", "18.7%"):
        expect(page.locator("main")).to_contain_text(figure)
    assert fits(page)


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_platinum_gets_228000_of_600000_yuan(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page("/budget/", language=language, width=width)
    next_quarter = page.locator("main a", has_text="2025-07-01").first
    page.goto(page.url.partition("?")[0] + (next_quarter.get_attribute("href") or ""))
    expect(page.locator("main")).to_contain_text("600,000.00")
    expect(page.locator("main")).to_contain_text("228,000.00")
    assert fits(page)
