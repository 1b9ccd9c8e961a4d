"""The door, with a real proxy before a real dashboard, and a browser before the proxy."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.access import PROOF
from tests import screens, warehouses
from tests.browsing import PATIENCE, launched, served
from tests.knocking import Visitor
from tests.signing_in import DATA

SECRET = "not-a-secret-proxy-not-a-secret-proxy"
HEADER = "X-Forwarded-Email"
KINDS: tuple[Literal["link", "button"], ...] = ("link", "button")
RULES = {
    "proxy_header": HEADER,
    "proxy_secret": SECRET,
    "viewers": "@acme.com",
    "analysts": "ana@acme.com",
}


@contextmanager
def proxied(address: str, headers: Mapping[str, str]) -> Iterator[str]:
    """The address of a proxy that adds these headers to the first request of each connection."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
    target = urlsplit(address)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((target.hostname, target.port)) as onward:
                asked = b""
                while b"\r\n" not in asked:
                    asked += self.request.recv(1)
                onward.sendall(asked + lines)
                threading.Thread(target=_pour, args=(onward, self.request)).start()
                _pour(self.request, onward)

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that believes a proxy, and lets in Acme's people only."""
    with served(warehouses.young(tmp_path_factory.mktemp("young")), **RULES) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


def looked_at(browser: Browser, address: str) -> Page:
    """The overview as somebody finds it there."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


@pytest.mark.server
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: "ana@acme.com"},
        {HEADER: "ana@acme.com", PROOF: "guessed"},
        {PROOF: SECRET},
        {HEADER: "somebody@elsewhere.org", PROOF: SECRET},
    ],
    ids=["nobody", "no proof", "wrong proof", "no name", "not listed"],
)
def test_strangers_see_a_sentence_and_no_data(
    browser: Browser, guarded: str, headers: dict[str, str]
) -> None:
    """Whoever is not vouched for by the proxy, or stands on no list, sees nothing."""
    with proxied(guarded, headers) as address:
        page = looked_at(browser, address)
        expect(page.get_by_text("Ask whoever runs this dashboard")).to_be_visible()
        expect(page.get_by_text(DATA)).to_have_count(0)
        page.close()


@pytest.mark.server
@pytest.mark.parametrize("email", ["ana@acme.com", "vera@acme.com"])
def test_people_on_the_lists_come_in(browser: Browser, guarded: str, email: str) -> None:
    """Analysts and viewers see the screens, and analysts alone see SQL."""
    with proxied(guarded, {HEADER: email, PROOF: SECRET}) as address:
        page = looked_at(browser, address)
        expect(page.get_by_text(DATA)).to_be_visible()
        for kind in KINDS:
            sql = page.get_by_role(kind, name="SQL")
            assert (sql.count() > 0) is email.startswith("ana")
        page.close()


@pytest.mark.server
@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ([], False),
        ([(HEADER, "ana@acme.com"), (PROOF, SECRET)], True),
        ([(HEADER, "ana@acme.com"), (PROOF, "guessed")], False),
        ([(HEADER, "ana@acme.com"), (HEADER, "vera@acme.com"), (PROOF, SECRET)], False),
        ([(HEADER, "eve@evil.invalid, vera@acme.com"), (PROOF, SECRET)], False),
    ],
    ids=["nothing", "proof", "wrong proof", "twice", "two in one"],
)
def test_the_server_itself_asks_for_the_proof(
    guarded: str, headers: list[tuple[str, str]], *, data: bool
) -> None:
    """Who speaks to it past the proxy, or adds words to the proxy's, hears no data."""
    said = Visitor(guarded).sees(*headers)
    assert (DATA in said) is data
    assert ("Ask whoever runs this dashboard" in said) is not data


def test_half_a_way_in_is_said_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dashboard on loopback whose settings would let anybody in shows a sentence instead."""
    monkeypatch.setenv("HUBTRAIL_DATA", str(warehouses.young(tmp_path)))
    monkeypatch.setenv("HUBTRAIL_PROXY_HEADER", HEADER)
    app = screens.screen()
    assert not app.exception
    assert "belong together" in app.error[0].value
    assert not app.metric


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
