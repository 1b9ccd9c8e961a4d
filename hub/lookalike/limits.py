"""The rate limit: its window, its headers, and the forms that a refusal has come in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Literal

from starlette.responses import Response

from hub.lookalike.refusals import reply

RetryAfter = Literal["seconds", "unix", "date", "x-unix", "none"]
Body = Literal["json", "text", "empty"]


@dataclass(frozen=True)
class Limit:
    """`requests` in each window of `seconds`, which begins at the first request (behaviour.md 4).

    `retry_after` and `body` are the form of the 429 for a request beyond it.
    """

    requests: int = 180
    seconds: float = 60.0
    retry_after: RetryAfter = "seconds"
    body: Body = "json"


class Meter:
    """Counts requests against a limit, of all callers together, as Docker counts by address."""

    def __init__(self, limit: Limit, clock: Callable[[], float]) -> None:
        """Begin the first window at the first request; `clock` gives unix time."""
        self.limit, self._clock = limit, clock
        self._ends = 0.0
        self._used = 0

    def count(self) -> bool:
        """Count one request; say whether it is within the limit."""
        now = self._clock()
        if now >= self._ends:
            self._ends, self._used = now + self.limit.seconds, 0
        self._used += 1
        return self._used <= self.limit.requests

    def headers(self) -> dict[str, str]:
        """What each answer says of the window; `Reset` is unix time, rounded up."""
        return {
            "x-ratelimit-limit": str(self.limit.requests),
            "x-ratelimit-remaining": str(max(0, self.limit.requests - self._used)),
            "x-ratelimit-reset": str(math.ceil(self._ends)),
        }

    def refusal(self) -> Response:
        """The 429 for a request beyond the limit."""
        return too_many(self.limit.body, self.limit.retry_after, self._ends, self._clock())


def too_many(body: Body, retry_after: RetryAfter, until: float, now: float) -> Response:
    """A 429 that asks for quiet until that unix time, in the form chosen."""
    headers = _quiet(retry_after, until, now)
    if body == "json":
        return reply({"detail": "Rate limit exceeded", "error": False}, 429, headers=headers)
    text = "Too Many Requests (HAP429).\n" if body == "text" else ""
    return Response(text, 429, headers, "text/plain")


def _quiet(form: RetryAfter, until: float, now: float) -> dict[str, str]:
    match form:
        case "seconds":
            return {"retry-after": str(max(1, math.ceil(until - now)))}
        case "unix":
            return {"retry-after": str(math.ceil(until))}
        case "date":
            return {"retry-after": formatdate(math.ceil(until), usegmt=True)}
        case "x-unix":
            return {"x-retry-after": str(math.ceil(until))}
        case "none":
            return {}
