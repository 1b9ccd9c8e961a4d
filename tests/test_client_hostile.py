"""Hostile or broken servers: each costs one error, a bounded time and a bounded memory."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from hub.client import Client
from hub.errors import HubError, TooLarge, Unavailable, Unreadable
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from hub.retries import ATTEMPTS
from tests.asking import LOG, SIGN_IN, answering, answering_pages, client_of, first_page
from tests.worlds import small_world

ONE_PAGE = """
import json, re, sys
from datetime import UTC, datetime, timedelta
from hub.client import Client
from hub.errors import HubError
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
said = []
with Client(sys.argv[1], "robot", "not-a-secret-robot", first_wait=0.001) as client:
    for _ in range(2):
        try:
            said.append(len(client.audit_page("acme", START, START + timedelta(hours=1), 1)))
        except HubError as problem:
            said.append(type(problem).__name__)
most = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
print(json.dumps([said, int(most) * 1024]))
"""
LESS_MEMORY = 350_000_000  # bytes; Python with the client takes 60 MB, a page at the limit 130 MB


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        hub.faults.trickle_seconds = 0.02
        yield hub


def impatient(hub: LocalHub, deadline: float = 0.5) -> Client:
    """A client with a short deadline for each request, and a long time between two bytes."""
    return Client(
        hub.url, "robot", "not-a-secret-robot", timeout=30, deadline=deadline, first_wait=0.001
    )


@pytest.mark.parametrize("kind", ["gzip-bomb", "huge", "endless"])
def test_a_flood_is_cut_off_within_bounded_memory(hub: LocalHub, kind: Kind) -> None:
    """A body above the limit is one TooLarge error and one request; the next page is read."""
    hub.faults.once(kind, path=LOG)
    done = subprocess.run(
        [sys.executable, "-c", ONE_PAGE, hub.url], capture_output=True, text=True, check=True
    )
    said, memory = json.loads(done.stdout)
    assert said == ["TooLarge", 3]
    assert memory < LESS_MEMORY
    assert [seen.path for seen in hub.requests] == [SIGN_IN, LOG, LOG]


@pytest.mark.parametrize("kind", ["gzip-bomb", "huge", "endless"])
def test_a_flood_at_the_sign_in_is_cut_off(hub: LocalHub, kind: Kind) -> None:
    """The sign-in has the same limit, and the sentence says what was too large."""
    hub.faults.flood_bytes = 2_000_000
    hub.faults.once(kind)
    with Client(hub.url, "robot", "not-a-secret-robot", max_body=1_000_000) as client:
        with pytest.raises(TooLarge, match=rf"for {SIGN_IN} is larger than the limit of 1 MB"):
            client.sign_in()
        assert len(first_page(client)) == 3


@pytest.mark.parametrize("kind", ["trickle", "trickle-headers"])
def test_one_byte_at_a_time_counts_as_no_answer(hub: LocalHub, kind: Kind) -> None:
    """A response that is not whole at the deadline is asked for again, then named."""
    with impatient(hub) as client:
        client.sign_in()
        hub.faults.once(kind, path=LOG)
        assert len(first_page(client)) == 3
        hub.faults.chance(kind, 1, path=LOG)
        began = time.monotonic()
        with pytest.raises(Unavailable, match=r"no whole response within 0\.5 seconds"):
            first_page(client)
        assert 0.5 * ATTEMPTS <= time.monotonic() - began < 0.5 * ATTEMPTS + 5
        hub.faults.chance(kind, 0, path=LOG)
        assert len(first_page(client)) == 3


def test_waiting_for_the_pace_is_no_part_of_the_deadline(hub: LocalHub) -> None:
    """A request that has to wait longer for its turn than its deadline is sent all the same."""
    hub.faults.quiet_seconds = 2.0
    hub.faults.once("429-json", path=LOG)
    with impatient(hub, deadline=0.9) as client:
        assert len(first_page(client)) == 3


def test_nested_json_is_an_error_with_a_sentence(hub: LocalHub) -> None:
    """Brackets without end are an unreadable page or listing, and the next request works."""
    with client_of(hub) as client:
        for ask in (lambda: client.audit_actions("acme"), lambda: client.teams("acme", 1)):
            hub.faults.once("deep-json", times=ATTEMPTS, path="acme/")
            with pytest.raises(Unreadable):
                ask()
        hub.faults.once("deep-json", path=LOG)
        assert len(first_page(client)) == 1  # kept in words, as every entry that is no JSON
        assert len(first_page(client)) == 3


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        ({}, b'{"logs":[' + b"{}," * 4_000_000 + b"{}]}", TooLarge),
        ({}, b"[" * 8_000_001, TooLarge),
        ({"Content-Encoding": "gzip"}, gzip.compress(b'{"logs":[]}')[:-9], Unavailable),
        ({"Content-Encoding": "gzip"}, gzip.compress(b'{"logs":[]}') + b"more", Unavailable),
        ({"Content-Encoding": "br"}, b'{"logs":[]}', Unreadable),
        ({"Content-Encoding": "gzip, gzip"}, gzip.compress(b'{"logs":[]}'), Unreadable),
        ({"Content-Length": "9" * 30}, b"", Unavailable),
    ],
    ids=["values", "brackets", "half gzip", "gzip and more", "brotli", "twice", "length"],
)
def test_what_is_no_page_ends_in_its_error(
    headers: dict[str, str], body: bytes, error: type[HubError]
) -> None:
    """Too many values are not asked for again; broken data is, and then named."""
    with (
        answering_pages(headers, body) as (url, asked),
        Client(url, "robot", "not-a-secret-robot", first_wait=0.001) as client,
        pytest.raises(error) as caught,
    ):
        first_page(client)
    assert type(caught.value) is error
    assert len(asked) == (1 if error is TooLarge else ATTEMPTS)


def test_gzip_is_asked_for_and_read() -> None:
    """A compressed page is the same page, and nothing but gzip is accepted."""
    page = gzip.compress(b'{"logs":[{"action":"repo.create"}]}')
    with (
        answering_pages({"Content-Encoding": "GZIP"}, page) as (url, _),
        Client(url, "robot", "not-a-secret-robot") as client,
    ):
        assert len(first_page(client)) == 1
        assert client._wire._http.headers["accept-encoding"] == "gzip"


def test_an_error_needs_only_the_beginning_of_its_body() -> None:
    """An error with an endless body is judged by its status, and the body is not kept."""
    body = b'{"message":"%b"}' % (b"x" * 1_000_000)

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        return (200, {}, b'{"access_token":"opaque"}') if path == SIGN_IN else (404, {}, body)

    with answering(answer) as url, Client(url, "robot", "not-a-secret-robot") as client:
        with pytest.raises(HubError) as caught:
            first_page(client)
        assert len(str(caught.value)) < 500
