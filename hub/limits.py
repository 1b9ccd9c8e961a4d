"""What an answer's headers say about the rate limit; pure functions of headers and a clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hub.clock import http_date

UNIX_TIMES_START = 1_000_000_000  # a Retry-After this large is a time, not seconds (behaviour.md 4)
LONGEST = 86_400.0  # seconds that a limit may ask for; the longest lock seen was a day
SKEW_WORTH_MINDING = 2.0  # seconds; the Date header is whole seconds and travels for a while


@dataclass(frozen=True)
class Allowance:
    """The rate window that an answer speaks of: `reset` is seconds since 1970 by our own clock."""

    limit: int
    remaining: int
    reset: float


def allowance(headers: Mapping[str, str], now: float) -> Allowance | None:
    """Read `X-RateLimit-*`, or None where an answer has none or they make no sense."""
    try:
        told = Allowance(
            limit=int(headers["x-ratelimit-limit"]),
            remaining=int(headers["x-ratelimit-remaining"]),
            reset=by_our_clock(float(headers["x-ratelimit-reset"]), headers, now),
        )
    except (KeyError, ValueError):
        return None
    return told if _makes_sense(told, now) else None


def _makes_sense(told: Allowance, now: float) -> bool:
    """Whether the numbers can be true; the comparison with a NaN is false."""
    return (
        0 < told.limit < UNIX_TIMES_START
        and 0 <= told.remaining <= told.limit
        and abs(told.reset - now) <= LONGEST
    )


def by_our_clock(told: float, headers: Mapping[str, str], now: float) -> float:
    """A unix time of Docker Hub's by our clock; the `Date` header tells the difference.

    A small difference is ignored, and so is a `Date` that is far from the time told itself.
    """
    theirs = http_date(headers.get("date", ""))
    if theirs is None or abs(told - theirs) > LONGEST:
        return told
    return told - (theirs - now) if abs(theirs - now) > SKEW_WORTH_MINDING else told


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """How many seconds, a day at most, a 429 wants us quiet (behaviour.md 4).

    It says so as unix time, seconds or date; None where it does not, or makes no sense.
    """
    for name in ("x-retry-after", "retry-after"):
        given = headers.get(name)
        if given is None:
            continue
        until = http_date(given)
        if until is None:
            try:
                until = float(given)
            except ValueError:
                continue
            if not math.isfinite(until) or until < 0:
                continue
            if until < UNIX_TIMES_START:
                return _bounded(until)
        return _bounded(by_our_clock(until, headers, now) - now)
    return None


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST)
