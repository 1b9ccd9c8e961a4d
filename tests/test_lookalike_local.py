"""The look-alike on a real socket: started, watched, disturbed and stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx
import pytest

from hub.lookalike import LocalHub, Seen, serve
from tests.worlds import START_MS, push_text, signed_in, small_world

LOG = "/v2/auditlogs/acme"
SERVE = "from hub.lookalike import World, serve; serve(World('acme'), port={port}, latency=60)"


def test_requests_are_remembered() -> None:
    """Each request is kept with its time, question, answer's status and whether it had a bearer."""
    with LocalHub(small_world()) as hub, signed_in(hub.url) as client:
        client.get(LOG, params={"page": 2})
        signing, asking = hub.requests
    assert (signing.method, signing.path, signing.bearer) == ("POST", "/v2/auth/token", False)
    assert (asking.query, asking.status, asking.bearer) == ({"page": "2"}, 200, True)
    assert 0 <= asking.time - signing.time < 5


def test_hooks_change_the_world_between_pages() -> None:
    """A function called before each answer can push what follows to the next page."""
    with LocalHub(small_world(events=30)) as hub, signed_in(hub.url) as client:

        def push(seen: Seen) -> None:
            if seen.query.get("page") == "2":
                hub.world.log.add_text(START_MS + 99_000, push_text(99))

        hub.before_answer.append(push)
        first, second = (client.get(LOG, params={"page": page}).json()["logs"] for page in (1, 2))
    assert first[-1] == second[0]


def test_waits_overlap() -> None:
    """Requests in parallel share the latency."""
    with LocalHub(small_world(), latency=0.5) as hub, ThreadPoolExecutor(8) as pool:
        began = time.monotonic()
        list(pool.map(httpx.get, [hub.url + LOG] * 8))
        assert 0.5 <= time.monotonic() - began < 8 * 0.5


def test_a_hub_stops_at_once() -> None:
    """Leaving the `with` ends requests under way and frees the port."""
    with ThreadPoolExecutor(1) as pool:
        with LocalHub(small_world(), latency=60) as hub:
            waiting = pool.submit(httpx.get, hub.url + LOG, timeout=30)
            while not hub.requests:
                time.sleep(0.01)
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result()
    with pytest.raises(httpx.ConnectError):
        httpx.get(hub.url)


def test_hubs_are_strangers() -> None:
    """Two hubs run side by side, and the bearer of one is nothing to the other."""
    world = small_world()
    with LocalHub(world) as one, LocalHub(world) as other, signed_in(one.url) as client:
        assert client.get(one.url + LOG).status_code == 200
        assert client.get(other.url + LOG).status_code == 401


def test_the_world_may_change_while_it_is_read() -> None:
    """Writers in other threads never break an answer."""
    stop = threading.Event()
    world = small_world()

    def write() -> None:
        for number in count():
            if stop.is_set():
                return
            world.log.add_text(START_MS + number % 977, push_text(number % 60))

    with LocalHub(world) as hub, signed_in(hub.url) as client, ThreadPoolExecutor(1) as pool:
        pool.submit(write)
        answers = [client.get(LOG, params={"page_size": 100}) for _ in range(50)]
        stop.set()
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_served_hub_ends_quietly(ending: signal.Signals) -> None:
    """SIGTERM and SIGINT stop `serve` at once, with nothing on stderr and exit code 0."""
    with LocalHub(small_world()) as hub:
        port = int(hub.url.rpartition(":")[2])  # free again when this hub is gone
    command = [sys.executable, "-c", SERVE.format(port=port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        _wait_for_an_open_request(f"http://127.0.0.1:{port}")
        process.send_signal(ending)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, b"")


def test_a_taken_port_is_said() -> None:
    """`serve` raises OSError for a port that is in use."""
    with LocalHub(small_world()) as hub, pytest.raises(OSError, match="in use"):
        serve(small_world(), port=int(hub.url.rpartition(":")[2]))


def _wait_for_an_open_request(url: str) -> None:
    """Return when the hub is there and keeps somebody waiting."""
    for _ in range(200):
        try:
            httpx.get(url, timeout=0.3)
        except httpx.ReadTimeout:
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("the hub did not start")
