"""The pace: all of our share, nothing beyond it, and what a refusal asks for."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from hub.client import Client
from hub.errors import Abandoned, TooManyRequests
from hub.lookalike import Limit, LocalHub, Seen
from hub.lookalike.faults import Kind
from hub.lookalike.limits import RetryAfter
from hub.pace import Pace
from hub.page import Page
from tests.asking import LOG, at_once, client_of, first_page
from tests.worlds import signed_in, small_world


def refused(hub: LocalHub) -> int:
    """How many requests were refused by the limit."""
    return sum(seen.status == 429 for seen in hub.requests)


def windows(requests: Sequence[Seen], seconds: float) -> list[int]:
    """How many requests came in each of the hub's windows."""
    counts: list[int] = []
    ends = 0.0
    for seen in requests:
        if seen.time >= ends:
            ends = seen.time + seconds
            counts.append(0)
        counts[-1] += 1
    return counts


def most_at_once(requests: Sequence[Seen], latency: float) -> int:
    """How many requests, at the most, were under way together."""
    times = [seen.time for seen in requests]
    return max(sum(start <= other < start + latency for other in times) for start in times)


def test_a_backfill_is_never_refused() -> None:
    """Eight threads at some latency use the limit window after window without one 429."""
    with LocalHub(small_world(events=3), Limit(30, 2.0), latency=0.25) as hub:
        with client_of(hub) as client:
            asked = at_once(lambda: first_page(client), times=100)
        assert [len(page.result()) for page in asked] == [3] * 100
        assert refused(hub) == 0
        assert min(windows(hub.requests, 2.0)[1:-1]) >= 24  # one at a time would be 8


def test_a_share_leaves_its_part() -> None:
    """Of each window only our share is used, so that others find the rest."""
    with LocalHub(small_world(), Limit(20, 1.0), latency=0.05) as hub:
        with client_of(hub, pace=Pace(share=0.5)) as client:
            at_once(lambda: first_page(client), times=14)
        counts = windows(hub.requests, 1.0)
    assert sum(counts) == 15
    assert max(counts) <= 10


def test_two_processes_share_one_limit() -> None:
    """Two paces that know of each other by the headers alone lose nothing, hardly refused."""
    with (
        LocalHub(small_world(events=3), Limit(30, 1.0), latency=0.05) as hub,
        client_of(hub) as one,
        client_of(hub) as other,
        ThreadPoolExecutor(2) as both,
    ):

        def backfill(client: Client) -> list[Future[Page]]:
            return at_once(lambda: first_page(client), times=20, threads=4)

        for asked in both.map(backfill, (one, other)):
            assert all(page.exception() is None for page in asked)
        assert refused(hub) <= 6


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("429-json", "seconds"),
        ("429-text", "unix"),
        ("429-empty", "date"),
        ("429-text", "x-unix"),
    ],
)
def test_a_refusal_is_waited_for_as_asked(kind: Kind, form: RetryAfter) -> None:
    """Whatever a 429 looks like, the next request comes when it asked for, and soon after."""
    with LocalHub(small_world(events=3)) as hub, client_of(hub) as client:
        hub.faults.retry_after, hub.faults.quiet_seconds = form, 1.0
        hub.faults.once(kind, path=LOG)
        assert len(first_page(client)) == 3
        struck, after = hub.requests[-2:]
    assert (struck.status, after.status) == (429, 200)
    assert 0.95 <= after.time - struck.time <= 2.6


def test_a_refusal_that_names_no_time_waits_for_the_window() -> None:
    """Where a 429 names no wait, X-RateLimit-Reset says when the next request may come."""
    limit = Limit(3, 1.0, retry_after="none", body="text")
    with LocalHub(small_world(events=3), limit) as hub, client_of(hub) as client:
        with signed_in(hub.url) as others:
            while others.get(LOG).status_code == 200:
                pass
        assert len(first_page(client)) == 3
        assert refused(hub) <= 3


def test_all_threads_keep_the_silence() -> None:
    """A 429 for one thread keeps all of them quiet, and each has its answer afterwards."""
    with LocalHub(small_world(events=3)) as hub, client_of(hub) as client:
        first_page(client)
        hub.faults.once("429-json")
        asked = at_once(lambda: first_page(client), times=16)
        assert [len(page.result()) for page in asked] == [3] * 16
        struck = next(seen for seen in hub.requests if seen.status == 429)
        soon = [s for s in hub.requests if struck.time + 0.4 < s.time < struck.time + 0.9]
    assert soon == []


@pytest.mark.parametrize(
    ("form", "seconds", "patience"), [("seconds", 300.0, 180.0), ("none", 60.0, 5.0)]
)
def test_a_wait_beyond_patience_ends_at_once(
    form: RetryAfter, seconds: float, patience: float
) -> None:
    """A wait longer than the run is willing to sleep is an error that says until when."""
    pace = Pace(patience=patience)
    with LocalHub(small_world()) as hub, client_of(hub, pace=pace) as client:
        hub.faults.retry_after, hub.faults.quiet_seconds = form, 300.0
        hub.faults.once("429-text", path=LOG)
        began = time.time()
        for asked in at_once(lambda: first_page(client), times=3, threads=1):
            problem = asked.exception()
            assert isinstance(problem, TooManyRequests)
            assert problem.until.timestamp() == pytest.approx(began + seconds, abs=2)
            assert f"{problem.until:%Y-%m-%d %H:%M:%S} UTC" in str(problem)
        assert time.time() - began < 1
        assert len(hub.requests) == 2


def test_refusals_without_end_are_given_up() -> None:
    """A hub that refuses again and again gets six requests, and the run an error."""
    with LocalHub(small_world()) as hub, client_of(hub) as client:
        hub.faults.quiet_seconds, hub.faults.retry_after = 0.0, "unix"
        hub.faults.chance("429-empty", 1, path=LOG)
        with pytest.raises(TooManyRequests):
            first_page(client)
        assert refused(hub) == 6


def test_nobody_waits_for_an_abandoned_run() -> None:
    """`abandon` wakes whoever waits for a turn, and nobody gets one afterwards."""
    pace = Pace()
    with LocalHub(small_world()) as hub, client_of(hub, pace=pace) as client:
        hub.faults.quiet_seconds = 60.0
        hub.faults.once("429-json", times=8, path=LOG)
        threading.Timer(0.5, pace.abandon).start()
        began = time.monotonic()
        asked = at_once(lambda: first_page(client))
        assert {type(page.exception()) for page in asked} == {Abandoned}
        assert time.monotonic() - began < 2
        with pytest.raises(Abandoned):
            first_page(client)


def test_latency_is_covered_by_eight_in_flight() -> None:
    """Without rate headers up to eight requests are under way together, and never more."""
    with LocalHub(small_world(), latency=0.2) as hub, client_of(hub) as client:
        at_once(lambda: first_page(client), times=32, threads=16)
        assert most_at_once(hub.requests, 0.19) == 8
