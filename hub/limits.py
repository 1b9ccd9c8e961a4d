"""What an answer's headers say about the rate limit; pure functions of headers and a clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

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
            reset=float(headers["x-ratelimit-reset"]) - skew(headers, now),
        )
    except (KeyError, ValueError):
        return None
    makes_sense = 0 < told.limit < UNIX_TIMES_START and told.reset - now <= LONGEST
    return told if makes_sense else None


def skew(headers: Mapping[str, str], now: float) -> float:
    """How many seconds Docker Hub's clock is ahead of ours; 0 where it is hardly worth minding."""
    theirs = _http_date(headers.get("date", ""))
    if theirs is None or abs(theirs - now) <= SKEW_WORTH_MINDING:
        return 0.0
    return theirs - now


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """How many seconds, a day at most, a 429 wants us quiet (behaviour.md 4).

    It says so as unix time, seconds or date; None where it does not, or makes no sense.
    """
    for name in ("x-retry-after", "retry-after"):
        given = headers.get(name)
        if given is None:
            continue
        until = _http_date(given)
        if until is None:
            try:
                until = float(given)
            except ValueError:
                continue
            if math.isnan(until):
                continue
            if until < UNIX_TIMES_START:
                return _bounded(until)
        return _bounded(until - skew(headers, now) - now)
    return None


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST)


def _http_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None
