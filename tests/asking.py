"""Asking as the client does: one at a time, or many threads at once, and what came of it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

from hub.client import Client
from hub.lookalike import LocalHub
from hub.pace import Pace
from hub.page import Page
from tests.worlds import START

T = TypeVar("T")
SIGN_IN = "/v2/auth/token"
LOG = "/v2/auditlogs/acme"


def client_of(
    hub: LocalHub,
    identifier: str = "robot",
    secret: str = "not-a-secret-robot",
    *,
    pace: Pace | None = None,
) -> Client:
    """A client that does not wait long before it asks again; use it in a `with`."""
    return Client(hub.url, identifier, secret, pace=pace, first_wait=0.001)


def first_page(client: Client, account: str = "acme", page: int = 1) -> Page:
    """A page of the first hour of `small_world`."""
    return client.audit_page(account, START, START + timedelta(hours=1), page)


def at_once(ask: Callable[[], T], times: int = 8, threads: int = 8) -> list[Future[T]]:
    """Ask that often from that many threads; all are done when this returns."""
    with ThreadPoolExecutor(threads) as pool:
        return [pool.submit(ask) for _ in range(times)]


def answered(hub: LocalHub) -> list[tuple[str, int]]:
    """Method and status of each request that came."""
    return [(seen.method, seen.status) for seen in hub.requests]


def sign_ins(hub: LocalHub) -> int:
    """How many sign-ins came."""
    return sum(seen.path == SIGN_IN for seen in hub.requests)


@contextmanager
def answering_pages(headers: dict[str, str], body: bytes) -> Iterator[tuple[str, list[str]]]:
    """The address of a server that lets in and has one answer, and the paths asked for."""
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        if path == SIGN_IN:
            return 200, {}, b'{"access_token":"opaque"}'
        asked.append(path)
        return 200, headers, body

    with answering(answer) as url:
        yield url, asked


@contextmanager
def answering(
    answer: Callable[[str], tuple[int, dict[str, str], bytes]], tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """The address of a server with answers of a test's own; `answer` is given the path.

    With `tls` it is an https address.
    """

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _reply  # noqa: N815  http.server's names

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()
