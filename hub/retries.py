"""Repeating a request after a fault that may pass; naming the fault that stays."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import httpx
import stamina

from hub.answers import Passing
from hub.errors import OutOfReach, Unavailable, Unreadable
from hub.pace import Pace
from hub.reasons import reason

ATTEMPTS = 6
LONGEST_WAIT = 20.0  # seconds between two attempts, without the random part
AT_ONCE = 0.001  # seconds; `Retries` waits by itself, so that `Pace.abandon` ends the waiting

NEVER_MET = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)

T = TypeVar("T")


class Retries:
    """Asks up to `ATTEMPTS` times; each wait is twice as long as the one before."""

    def __init__(self, pace: Pace, host: str, first_wait: float) -> None:
        """`host` says in an error who cannot be reached, and how; `first_wait` is in seconds."""
        self._pace, self._host, self._first_wait = pace, host, first_wait

    def __call__(self, ask: Callable[[], T]) -> T:
        """Ask again after what may pass; what stays is raised without the request it came from."""
        try:
            return self._attempts(ask)
        except Passing as problem:
            lasting = problem.lasting
        except httpx.RequestError as problem:
            never_met = isinstance(problem, NEVER_MET)
            kind = OutOfReach if never_met else Unavailable
            lasting = kind(f"Docker Hub cannot be reached at {self._host}: {reason(problem)}.")
        raise lasting

    def _attempts(self, ask: Callable[[], T]) -> T:
        wait = 0.0
        for attempt in stamina.retry_context(
            on=_may_pass, attempts=ATTEMPTS, timeout=None, wait_max=AT_ONCE, wait_jitter=0.0
        ):
            with attempt:
                self._pace.pause(wait)
                try:
                    return ask()
                except Exception as problem:
                    wait = self._wait(problem, attempt.num)
                    raise
        raise AssertionError  # stamina raises the last problem

    def _wait(self, problem: Exception, number: int) -> float:
        """Seconds to wait after that attempt."""
        known = isinstance(problem, Passing) and problem.wait_known
        if known or stamina.is_testing():
            return 0.0
        longest: float = min(self._first_wait * 2 ** (number - 1), LONGEST_WAIT)
        return longest + random.uniform(0, self._first_wait)  # noqa: S311  no secret


def _may_pass(problem: Exception) -> bool:
    return isinstance(problem, Passing | Unreadable | httpx.RequestError)
