"""The five steps of an import as somebody takes them in the browser."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# A machine that runs a whole suite beside it takes its time over ten thousand rows.
PATIENCE = 120_000


def to_file(page: Page, kind: str, file: Path) -> None:
    """From anywhere to the first step, where the file is shown as it was read."""
    page.goto("/imports/new/")
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/file/$"), timeout=PATIENCE)


def to_columns(page: Page) -> None:
    page.get_by_role("link", name="Continue to the columns").click()
    page.wait_for_url(re.compile(r"/columns/$"), timeout=PATIENCE)


def assign(page: Page, headings: Mapping[str, str]) -> None:
    """Field → the column that fills it; whether it was recognised does not matter."""
    for field, heading in headings.items():
        page.get_by_label(heading, exact=True).select_option(field)


def to_check(page: Page) -> None:
    page.get_by_role("button", name="Check the rows").click()
    page.wait_for_url(re.compile(r"/check/"), timeout=PATIENCE)


def to_result(page: Page, rows: int) -> str:
    """Import what the check found sound; the address of the result."""
    page.get_by_role("button", name=_rows("Import", rows)).click()
    page.wait_for_url(re.compile(r"/runs/\d+/"), timeout=PATIENCE)
    return page.url


def expect_outcomes(page: Page, **counts: int) -> None:
    """The chips of the check, by their first word: new, changed, unchanged, rejected."""
    for outcome, count in counts.items():
        label = page.locator(".outcome__label", has_text=re.compile(f"^{outcome.capitalize()}$"))
        chip = page.locator(".outcome", has=label)
        expect(chip.locator(".outcome__count")).to_have_text(f"{count:,}", timeout=PATIENCE)


def expect_figures(page: Page, **figures: int) -> None:
    """The key figures of a result, by their words: created, updated, unchanged, rejected."""
    for word, count in figures.items():
        figure = page.locator(".key-figure", has_text=word.capitalize())
        expect(figure).to_contain_text(f"{count:,}")


def mend(page: Page, wrong: str, right: str) -> None:
    """Write the one cell of this page anew that reads `wrong`."""
    form: Locator = page.locator(".mend", has=page.locator(f"[value='{wrong}']"))
    form.locator(".mend__value").fill(right)
    form.get_by_role("button").click()


def replace(page: Page, column: str, old: str, new: str) -> None:
    """Write `new` in every cell of the column that reads `old`."""
    form = page.locator("form[action$='/replace/']")
    form.locator("[name=column]").select_option(column)
    form.locator("[name=old]").fill(old)
    form.locator("[name=new]").fill(new)
    form.get_by_role("button", name="Replace").click()


def undo(page: Page, result: str, rows: int) -> None:
    """Take the import back and wait until its result says so."""
    page.goto(result)
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("dialog").get_by_role("button", name=_rows("Undo", rows)).click()
    for _second in range(PATIENCE // 1_000):
        page.goto(result)
        if page.get_by_text("Undone on").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("The import was not undone.")


def _rows(deed: str, count: int) -> re.Pattern[str]:
    """The words of a button, however it groups the digits."""
    return re.compile(rf"^{deed} ({count}|{count:,}) rows$")
