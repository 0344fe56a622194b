"""Pages full of naughty strings run no script, ask no stranger and fit a telephone (G10, T12).

With GUANXI_WHOLE=1 the page of every customer is opened and every string searched for: a thousand pages.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.processes.naughty_strings import BUSY, EVERY
from tests.running_house import House, a_house

FURNISH = """
from guanxi.interfaces.cli import house, keys
keys.write_settings_file()
house.open_house()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from tests.browser.naughty_house import furnish
furnish()
"""
# Whatever a string may call to show that it ran, and what the policy of the page refused.
WATCH = """
window.seen = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => window.seen.push(`${name}(${said})`);
document.addEventListener("securitypolicyviolation", refused =>
  window.seen.push(`${refused.violatedDirective} refused ${refused.blockedURI} ${refused.sample}`));
"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
IS_WHOLE = bool(os.environ.get("GUANXI_WHOLE"))
LOOKS = [(language, width) for language in ("en", "zh-hans") for width in (1280, 360)]
ROOMS = ("/", "/customers/", "/classification/", "/operator-log/", "/imports/", "/imports/new/")
FACES = ("", "shipments/", "timeline/", "contacts/", "edit/", "owner/", "contacts/new/", "sites/new/")
STEPS = ("file/", "columns/", "check/", "result/")
SEARCHED = [text for text in EVERY if re.search("[<>\"'`]|script:", text) and text.isprintable()]


@pytest.fixture(scope="module")
def naughty_house(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A second house, furnished before it opens. The first one is asked for because it looks for Chromium."""
    with a_house(tmp_path_factory.mktemp("naughty")) as naughty:
        furnished = subprocess.run(
            [sys.executable, "-c", FURNISH],
            env=naughty.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert furnished.returncode == 0, furnished.stderr[-2000:]
        naughty.start()
        yield naughty


class Reader:
    """Somebody who opens pages one after the other and notes what is wrong with each."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self.wrong: list[str] = []
        self.read = 0
        self._context = browser.new_context(base_url=house.address)
        self._context.add_init_script(WATCH)
        self.page = self._context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", self._look_at_address)
        self.page.goto(house.link)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(f"{house.address}/")

    def open(self, path: str, language: str, width: int) -> None:
        """Show the page and note everything wrong about it."""
        self._context.add_cookies([{"name": "guanxi_language", "value": language, "url": self.house.address}])
        self.page.set_viewport_size({"width": width, "height": 900})
        answer = self.page.goto(path, wait_until="load")
        self.read += 1
        if answer is None or answer.status >= 400:
            self._note(f"answered {answer and answer.status}")
        for seen in self.page.evaluate("window.seen"):
            self._note(seen)
        if (overflow := self.page.evaluate(TOO_WIDE)) > 0:
            self._note(f"{overflow} pixels too wide at {width}")

    def links(self, pattern: str) -> list[str]:
        """Paths of this page's links that match as a whole, each once."""
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        return list(dict.fromkeys(path for path in found if re.fullmatch(pattern, path)))

    def close(self) -> None:
        self._context.close()

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._note(said.text)

    def _look_at_address(self, request: Request) -> None:
        if not request.url.startswith((self.house.address, "data:")):
            self._note(f"asks {request.url}")

    def _note(self, what: str) -> None:
        address = urlsplit(self.page.url)
        self.wrong.append(f"{address.path}?{address.query}: {what[:200]}")


@pytest.fixture
def reader(naughty_house: House, browser: Browser) -> Iterator[Reader]:
    reader = Reader(naughty_house, browser)
    yield reader
    reader.close()


def test_pages_full_of_naughty_strings_run_no_script_and_stay_whole(reader: Reader) -> None:
    looks = cycle(LOOKS)
    customers = all_customers(reader)
    reader.open("/imports/", "en", 1280)
    uploads, runs = reader.links(r"/imports/\d+/"), reader.links(r"/imports/runs/\d+/")
    busy = customers[-BUSY:]
    thorough = [*ROOMS, *(busy[0] + face for face in FACES)]
    fleeting = [*(path + face for path in busy for face in FACES[:4]), *runs]
    steps = [path + step for path in uploads for step in STEPS]
    searched = SEARCHED if IS_WHOLE else SEARCHED[::20]
    for path in thorough:
        for look in LOOKS:
            reader.open(path, *look)
    for path in steps:
        for look in LOOKS[1:3]:
            reader.open(path, *look)
    for path in [*fleeting, *(customers if IS_WHOLE else ())]:
        reader.open(path, *next(looks))
    for text in searched:
        reader.open(f"/customers/?q={quote(text)}", *next(looks))
    assert len(uploads) >= 3
    found = "\n".join(reader.wrong[:20])
    assert not reader.wrong, f"{len(reader.wrong)} findings on {reader.read} pages:\n{found}"


def all_customers(reader: Reader) -> list[str]:
    """The paths of all customers, newest first, by turning every page of the list on a telephone."""
    found: dict[str, None] = {}
    following = ["?"]
    while following:
        reader.open(f"/customers/{following[0]}", "en", 360)
        links = reader.links(r"/customers/\d+/(\?.*)?")
        found |= dict.fromkeys(link.partition("?")[0] for link in links)
        following = reader.links(r"\?.*after=.*")
    assert len(found) > len(EVERY)
    return list(found)
