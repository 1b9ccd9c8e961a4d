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
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.commands import HUBTRAIL

PATIENCE = 30_000  # milliseconds; the first visit imports pandas and Altair
expect.set_options(timeout=PATIENCE)  # a busy machine draws late
# Streamlit's page looks for its server below the screen's own path first.
LOOKED_FOR = re.compile(r"/_stcore/(health|host-config)$")


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
        expect(self.page.get_by_text("Read up to")).to_be_visible(timeout=PATIENCE)
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        return self.page

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
