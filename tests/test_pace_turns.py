"""The pace without a hub: who may go when, by what the headers say."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import httpx
import pytest

from hub.errors import TooManyRequests
from hub.pace import Pace


def budget(limit: str, remaining: str, reset: int) -> httpx.Headers:
    """The headers of an answer, however little sense they make."""
    return httpx.Headers(
        {
            "x-ratelimit-limit": limit,
            "x-ratelimit-remaining": remaining,
            "x-ratelimit-reset": str(reset),
        }
    )


def turns(pace: Pace, answers: Callable[[int], httpx.Headers], times: int) -> float:
    """Seconds that so many turns take when each is answered at once with those headers."""
    began = time.monotonic()
    for number in range(times):
        with pace.turn():
            pace.learn(200, answers(number))
    return time.monotonic() - began


def test_a_first_request_goes_alone() -> None:
    """Nothing is known before the first answer, so everybody else waits for it."""
    pace, entered = Pace(), threading.Event()

    def enter() -> None:
        with pace.turn():
            entered.set()

    other = threading.Thread(target=enter)
    with pace.turn():
        other.start()
        assert not entered.wait(0.1)
    assert entered.wait(1)
    other.join()


def test_a_budget_that_others_use_up_slows_us_down() -> None:
    """What the headers say remains has the last word: with little left, turns come slowly."""

    def nearly_empty(number: int) -> httpx.Headers:
        return budget("1000", str(6 - number), int(time.time()) + 3)

    assert turns(Pace(), nearly_empty, 6) > 0.5


@pytest.mark.parametrize(("share", "remaining"), [(1.0, "0"), (0.5, "50")])
def test_a_used_up_budget_is_not_touched(share: float, remaining: str) -> None:
    """Where nothing of our share remains, the next turn comes after the reset and not before."""
    reset = int(time.time()) + 300
    headers = budget("100", remaining, reset)
    pace = Pace(share=share)
    with pytest.raises(TooManyRequests) as caught:
        turns(pace, lambda _: headers, 2)
    assert reset <= caught.value.until.timestamp() <= reset + 2


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_headers_without_sense_stop_nothing(limit: str) -> None:
    """Headers that cannot be are as good as none."""
    headers = budget(limit, "0", int(time.time()) + 60)
    assert turns(Pace(), lambda _: headers, 5) < 1


def test_a_reset_in_the_past_stops_nothing() -> None:
    """A window that is already over is not waited for."""
    assert turns(Pace(), lambda _: budget("9", "0", 60), 5) < 1


def test_a_reset_in_years_is_no_window() -> None:
    """A reset in milliseconds since 1970 neither stops a run nor breaks a calendar."""
    milliseconds = int(time.time() * 1000)
    assert turns(Pace(), lambda _: budget("9", "0", milliseconds), 5) < 1
