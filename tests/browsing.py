"""A real browser on a real dashboard: served, visited, and everything that went wrong noted."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

from tests.commands import HUBTRAIL

PATIENCE = 30_000  # milliseconds; the first visit imports pandas and Altair
expect.set_options(timeout=PATIENCE)  # a busy machine draws late
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "collection", "sql")
# Streamlit's page looks for its server below the screen's own path first.
LOOKED_FOR = re.compile(r"/_stcore/(health|host-config)$")
CHART = '[data-testid="stVegaLiteChart"]'
DRAWN = f"""() =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('{CHART}')].every(
        chart => chart.querySelector('svg.marks') || !chart.checkVisibility())"""
MARKS = ", ".join(
    f'[aria-roledescription="{kind}"]' for kind in ("bar", "rect mark", "circle", "text mark")
)
NO_VALUE = re.compile(r"\W*(nan|nat|None|undefined|null)\W*|.*\b(NaN|NaT|undefined)\b.*")
TEXTS = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest('script, style, noscript'))
            texts.push(walk.currentNode.data.trim())
    return texts
}"""
WIDER = """() => Math.max(...['html', '[data-testid="stMain"]'].map(name => {
    const box = document.querySelector(name)
    return box.scrollWidth - box.clientWidth
}))"""


@contextmanager
def launched() -> Iterator[Browser]:
    """Debian's Chromium; without it the test is skipped, in CI it fails."""
    chromium = shutil.which("chromium")
    if chromium is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("Chromium is not installed: tests/browser.sh installs it where it may.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(folder: Path, host: str = "127.0.0.1", **settings: str) -> Iterator[str]:
    """The address of a dashboard of the warehouse in `folder`, with those settings besides."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {f"HUBTRAIL_{name.upper()}": value for name, value in settings.items()}
    server = subprocess.Popen(
        [*HUBTRAIL, "dashboard", "--host", host, "--port", str(port)],
        cwd=folder,
        env={**os.environ, "HUBTRAIL_DATA": str(folder), **given},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


class Visit:
    """A page, and everything that went wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        """Listen to the page before it goes anywhere."""
        self.page, self.address = page, address
        self.wrong: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self._heard(said.type, said.text, said.location["url"]))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._asked)

    def open(self, path: str) -> Page:
        """Go there and wait until the screen is drawn; gives the page back."""
        self.page.goto(f"{self.address}/{path}")
        return self.drawn()

    def drawn(self) -> Page:
        """Wait until the whole screen is there."""
        expect(self.page.get_by_text("Read up to")).to_be_visible()
        self.page.wait_for_function(DRAWN)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        return self.page

    def marks(self, place: int) -> Locator:
        """The bars, cells, dots and numbers of a chart, by its place on the drawn screen."""
        return self.page.locator(CHART).nth(place).locator(MARKS)

    def without_marks(self) -> list[str]:
        """The questions of the charts on the drawn screen in which nothing is drawn."""
        charts = self.page.locator(CHART).all()
        return [
            f"{one.get_attribute('aria-label')}" for one in charts if not one.locator(MARKS).count()
        ]

    def no_values(self) -> list[str]:
        """The texts on the drawn screen that stand where a value is missing, such as NaN."""
        texts: list[str] = self.page.evaluate(TEXTS)
        return [text for text in texts if NO_VALUE.fullmatch(text)]

    def too_wide(self) -> int:
        """By how many pixels the drawn screen is wider than the window."""
        wider: int = self.page.evaluate(WIDER)
        return wider

    def _heard(self, kind: str, text: str, url: str) -> None:
        if kind == "error" and not LOOKED_FOR.search(url):
            self.wrong.append(f"console: {text} {url}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.wrong.append(f"request to {request.url}")
        if address.port == 9:
            self.wrong.append(f"a name was believed to be a picture: {request.url}")


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    """The address, once the server answers there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(f"{address}/_stcore/health") as answer:
            if answer.status == 200:
                return address
        time.sleep(0.2)
    pytest.fail("Streamlit did not start within a minute.")
