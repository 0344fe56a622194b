"""A demo operator in a running house, and a Chromium in which its administrator has signed in."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from tests.running_house import House, a_house

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-quic",
]
OUTPUT = Path(__file__).parent / "output"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if CHROMIUM is None:
        message = "Chromium is not installed (Debian: apt-get install chromium)"
        if "browser" in os.environ.get("GUANXI_TESTS_MAY_NOT_SKIP", ""):
            pytest.fail(message)
        pytest.skip(message)
    with a_house(tmp_path_factory.mktemp("browser")) as house:
        house.start()
        yield house


@pytest.fixture(scope="session")
def browser(house: House) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in_state(house: House, browser: Browser) -> Path:
    """The cookies of the administrator, who comes by the one-time link as a newcomer does."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(house.link)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{house.address}/")
    state = house.home / "signed-in.json"
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture
def open_page(house: House, browser: Browser, signed_in_state: Path) -> Iterator[Callable[..., Page]]:
    """Open a path of the workspace; script errors and refused content fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        # A busy machine has no time for the animation between two pages, which Chromium reports.
        if "ViewTransition" not in error.message:
            complaints.append(str(error))

    def open_path(path: str, *, language: str = "en", width: int = 1280, theme: str = "light") -> Page:
        context = browser.new_context(
            storage_state=signed_in_state,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            base_url=house.address,
        )
        cookie = {"name": "guanxi_language", "value": language, "url": house.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", note_error)
        page.goto(path)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert complaints == []
