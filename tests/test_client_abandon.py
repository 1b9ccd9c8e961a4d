"""The end of a run: whoever waits for a turn, a response or a repetition stops at once."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.client import Client
from hub.errors import Abandoned
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from tests.asking import LOG, at_once, client_of, first_page
from tests.commands import place_at
from tests.worlds import small_world

AT_ONCE = 1.5  # seconds; what is waited for in these tests takes a minute


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        hub.faults.slow_seconds = hub.faults.quiet_seconds = 60.0
        yield hub


def test_requests_in_flight_are_cancelled(hub: LocalHub) -> None:
    """`abandon` ends eight requests that nobody answers, and no later one is sent."""
    with client_of(hub) as client:
        client.sign_in()
        hub.faults.once("slow", times=8, path=LOG)
        threading.Timer(0.5, client.abandon).start()
        began = time.monotonic()
        asked = at_once(lambda: first_page(client))
        assert time.monotonic() - began < 0.5 + AT_ONCE
        assert {type(page.exception()) for page in asked} == {Abandoned}
        with pytest.raises(Abandoned):
            first_page(client)
    assert len(hub.requests) <= 9


def test_a_wait_between_two_attempts_is_ended(hub: LocalHub) -> None:
    """Whoever waits before a repetition stops waiting."""
    with Client(hub.url, "robot", "not-a-secret-robot", first_wait=60) as client:
        client.sign_in()
        hub.faults.once("503", path=LOG)
        threading.Timer(0.5, client.abandon).start()
        began = time.monotonic()
        with pytest.raises(Abandoned):
            first_page(client)
        assert time.monotonic() - began < 0.5 + AT_ONCE


def test_closing_ends_what_is_in_flight(hub: LocalHub) -> None:
    """A client that is closed while a request is under way does not wait for it."""
    with ThreadPoolExecutor(1) as pool:
        with client_of(hub) as client:
            client.sign_in()
            hub.faults.once("slow", path=LOG)
            asked = pool.submit(first_page, client)
            time.sleep(0.3)
            began = time.monotonic()
        assert isinstance(asked.exception(), Abandoned)
        assert time.monotonic() - began < AT_ONCE
    assert "hub-requests" not in {thread.name for thread in threading.enumerate()}


def test_an_interrupted_wait_cancels_its_request(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A KeyboardInterrupt in a waiting thread leaves no request behind."""
    with client_of(hub) as client:
        client.sign_in()
        hub.faults.once("slow", path=LOG)
        monkeypatch.setattr("hub.wire.Future.result", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            first_page(client)
        monkeypatch.undo()
        assert client._wire._under_way == set()
        assert len(first_page(client)) == 3


@pytest.mark.parametrize("kind", ["slow", "trickle", "trickle-headers", "503"])
def test_ctrl_c_is_obeyed_at_once(tmp_path: Path, hub: LocalHub, kind: Kind) -> None:
    """A run whose requests are not answered, or are repeated, ends as soon as it is told to."""
    hub.faults.chance(kind, 1, path=LOG)
    place = place_at(tmp_path, hub)
    run = place.start("ingest", "--only", "audit-events")
    while len(hub.requests) < 2:
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    began = time.monotonic()
    said = place.ended(run)
    assert time.monotonic() - began < 3 * AT_ONCE
    assert (said.code, said.out) == (130, "")
    assert said.err.endswith("Interrupted; what was committed is kept.\n")


def _interrupted(_future: object) -> None:
    time.sleep(0.3)
    raise KeyboardInterrupt
