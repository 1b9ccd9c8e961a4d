"""Docker Hub's clock: a lower bound of its time, whatever this machine's clock says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.client import Client
from hub.clock import ServerClock
from hub.errors import SignInRefused
from hub.lookalike import Habits, Limit, LocalHub
from tests.asking import client_of, first_page, sign_ins
from tests.worlds import small_world

DAY = 86_400.0
CLOSE = 2.0  # seconds: the header's whole seconds, and a slow machine


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


def ahead_of_here(client: Client) -> float:
    """How many seconds the client's time is ahead of this machine's clock."""
    return client.now().timestamp() - time.time()


def learned(*dates: str) -> ServerClock:
    """A clock that heard these headers just now."""
    clock = ServerClock()
    for date in dates:
        clock.learn(date, time.monotonic(), time.monotonic())
    return clock


@pytest.mark.parametrize("ahead", [0.0, 9 * 3_600, -9 * 3_600, 2 * DAY, -2 * DAY, 6.9 * DAY])
def test_the_time_is_that_of_the_earlier_clock(hub: LocalHub, ahead: float) -> None:
    """Whatever the difference of the two clocks, now is the earlier one."""
    hub.habits.clock_ahead = ahead
    earlier = min(ahead, 0)
    with client_of(hub) as client:
        assert earlier - CLOSE < ahead_of_here(client) <= earlier
        assert client.now().tzinfo is UTC
        assert client.clock.ahead == pytest.approx(-ahead, abs=CLOSE)


def test_now_signs_in_once(hub: LocalHub) -> None:
    """Asking for the time sends one sign-in where nothing was heard, and nothing after it."""
    with client_of(hub) as client:
        client.now()
        client.now()
        first_page(client)
    assert (sign_ins(hub), len(hub.requests)) == (1, 2)


def test_now_fails_as_the_sign_in_does(hub: LocalHub) -> None:
    """Without a sign-in there is no time, and the error is the sign-in's."""
    with (
        client_of(hub, secret="not-a-secret-wrong") as client,
        pytest.raises(SignInRefused, match="HUBTRAIL_SECRET"),
    ):
        client.now()


def test_each_response_teaches_the_clock(hub: LocalHub) -> None:
    """When Docker Hub's clock is put right in between, the next response tells."""
    hub.habits.clock_ahead = -2 * DAY
    with client_of(hub) as client:
        client.sign_in()
        assert ahead_of_here(client) < -DAY
        hub.habits.clock_ahead = 0.0
        first_page(client)
        assert -CLOSE < ahead_of_here(client) <= 0


@pytest.mark.parametrize("jump", [9 * 3_600.0, 2 * DAY, 400 * DAY])
def test_a_jump_of_this_machines_clock_to_the_future_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """Time since the last response is measured by a clock that cannot be set."""
    right = time.time
    clock = learned(formatdate(right(), usegmt=True))
    monkeypatch.setattr(time, "time", lambda: right() + jump)
    assert -CLOSE < clock.now().timestamp() - right() <= 0
    clock.learn(formatdate(right(), usegmt=True), time.monotonic(), time.monotonic())
    assert clock.ahead == pytest.approx(jump, abs=CLOSE)
    assert -CLOSE < clock.now().timestamp() - right() <= 0


def test_the_time_is_never_later_than_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Date header of the future, or front ends that disagree, move nothing beyond our clock."""
    right = time.time
    dates = [formatdate(right() + days * DAY, usegmt=True) for days in (3, -3, 3, -3)]
    clock = learned(*dates)
    assert -CLOSE < clock.now().timestamp() - right() <= 0
    monkeypatch.setattr(time, "time", lambda: right() - 9 * 3_600)
    assert clock.now().timestamp() - right() == pytest.approx(-9 * 3_600, abs=CLOSE)


def test_an_old_date_takes_nothing_back() -> None:
    """A cache may answer with the time at which it was filled."""
    clock = learned(
        formatdate(time.time(), usegmt=True), formatdate(time.time() - DAY, usegmt=True)
    )
    assert -CLOSE < clock.now().timestamp() - time.time() <= 0


def test_a_jump_during_a_run_does_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rate limit's window ends when it ends, though the clock was set back in between."""
    jump = [0.0]
    ours = SimpleNamespace(time=lambda: time.time() + jump[0], monotonic=time.monotonic)
    with LocalHub(small_world(events=3), limit=Limit(4, 1.0)) as hub, client_of(hub) as client:
        monkeypatch.setattr("hub.pace.time", ours)
        first_page(client)
        jump[0] = -9 * 3_600
        began = time.monotonic()
        assert [len(first_page(client)) for _ in range(4)] == [3] * 4
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "date",
    ["", "soon", "Mon, 99 Feb 2026 00:00:00 GMT", "1 Jan 99999999999999999999 00:00:00 GMT"],
)
def test_a_header_that_is_no_date_is_not_used(hub: LocalHub, date: str) -> None:
    """Without a date the time is this machine's, and the difference is unknown."""
    hub.habits.date_header = date
    with client_of(hub) as client:
        assert ahead_of_here(client) == pytest.approx(0, abs=0.5)
        assert client.clock.ahead is None
    assert sign_ins(hub) == 1


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sun, 24 Jan 2021 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        formatdate(time.time() + 8 * DAY, usegmt=True),
    ],
)
def test_an_implausible_date_is_told_and_not_used(hub: LocalHub, date: str) -> None:
    """The time is this machine's, and the difference can be shown."""
    hub.habits.date_header = date
    with client_of(hub) as client:
        assert ahead_of_here(client) == pytest.approx(0, abs=0.5)
        assert client.clock.ahead is not None
        assert abs(client.clock.ahead) > 7 * DAY


def test_an_implausible_date_takes_nothing_back() -> None:
    """What a plausible response told stays true after one that is not."""
    clock = learned(formatdate(time.time() - DAY, usegmt=True), "Fri, 31 Dec 9999 23:59:59 GMT")
    assert clock.now().timestamp() - time.time() == pytest.approx(-DAY, abs=CLOSE)


def test_before_anything_is_heard_the_time_is_ours() -> None:
    """An unused clock tells this machine's time, and no difference."""
    clock = ServerClock()
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 1
    assert (clock.ahead, clock.heard) == (None, False)


def test_the_time_goes_on_between_responses() -> None:
    """Now is later than before, and a slow response makes it earlier, never later."""
    sent = time.monotonic() - 30
    clock = ServerClock()
    clock.learn(formatdate(time.time() - 30, usegmt=True), sent, time.monotonic())
    first = clock.now()
    time.sleep(0.01)
    assert first < clock.now() <= datetime.now(UTC)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_header_can_break_the_clock(date: str) -> None:
    """Whatever a Date header holds, there is a time."""
    assert learned(date).now().tzinfo is UTC


def test_the_local_hub_is_ahead_in_all_its_times() -> None:
    """Date, rate limit and bearers of the local Docker Hub are of one clock."""
    habits = Habits(clock_ahead=2 * DAY)
    with LocalHub(small_world(events=3), limit=Limit(100, 60), habits=habits) as hub:
        with client_of(hub) as client:
            assert len(first_page(client)) == 3
            window = client.pace.window
        assert window is not None
        assert 0 < window.reset - time.time() < 62
    assert sign_ins(hub) == 1
