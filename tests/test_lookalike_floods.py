"""Bad days that flood, trickle or nest, as they really arrive."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from tests.worlds import signed_in, small_world

LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub whose floods are small enough for a test."""
    with LocalHub(small_world(events=3)) as hub:
        hub.faults.flood_bytes, hub.faults.trickle_seconds = 5_000_000, 0.02
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in before anything goes wrong."""
    with signed_in(hub.url) as client:
        yield client


def test_a_bomb_is_small_on_the_way_and_large_at_home(hub: LocalHub, client: httpx.Client) -> None:
    """Five megabytes arrive as less than a hundredth, and are a page in the end."""
    hub.faults.once("gzip-bomb")
    struck = client.get(LOG)
    assert int(struck.headers["content-length"]) < 50_000
    assert len(struck.content) > 5_000_000
    assert struck.json() == {"logs": []}


def test_a_huge_body_is_announced_and_sent(hub: LocalHub, client: httpx.Client) -> None:
    """All bytes come, as many as the header says."""
    hub.faults.once("huge")
    struck = client.get(LOG)
    assert int(struck.headers["content-length"]) == len(struck.content) == 5_000_000


@pytest.mark.parametrize("kind", ["endless", "trickle"])
def test_a_body_without_end_goes_on(hub: LocalHub, client: httpx.Client, kind: Kind) -> None:
    """There is always one more piece; the next request is answered as ever."""
    hub.faults.once(kind)
    with client.stream("GET", LOG) as struck:
        pieces = struck.iter_raw()
        assert len([next(pieces) for _ in range(20)]) == 20
    assert client.get(LOG).status_code == 200


def test_headers_may_trickle_too(hub: LocalHub) -> None:
    """The headers never end, though a byte comes all the time."""
    hub.faults.once("trickle-headers")
    host, port = hub.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET %b HTTP/1.1\r\nHost: hub\r\n\r\n" % LOG.encode())
        came = b""
        while len(came) < 60:
            came += connection.recv(1)
    assert came.startswith(b"HTTP/1.1 200 OK\r\nX-Slow: xxx")
    assert b"\r\n\r\n" not in came


def test_json_may_be_deep(hub: LocalHub, client: httpx.Client) -> None:
    """The body is well formed, and deeper than parsers go."""
    hub.faults.once("deep-json")
    struck = client.get(LOG)
    assert struck.content.count(b"[") == struck.content.count(b"]") > 100_000
    with pytest.raises(RecursionError):
        struck.json()
