"""Docker Hub's clock, as the `Date` headers of its responses tell it."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

EARLIEST = datetime(2021, 1, 25, tzinfo=UTC).timestamp()  # no audit event is older (behaviour.md)
FURTHEST_AHEAD = 7 * 86_400.0  # seconds; a header that is further ahead of us is absurd
ROUNDING = 0.5  # seconds; a Date header has whole seconds and is half a second early on average


class ServerClock:
    """What time it is at Docker Hub; safe for threads.

    `now` is never later than Docker Hub's own clock, as far as responses told it, nor than this
    machine's. Of several responses the latest time counts: a cache may send an old one. Time since
    a response is measured by the monotonic clock. Without a plausible response it is this machine's
    clock alone.
    """

    def __init__(self) -> None:
        """Start without having heard anything."""
        self.heard = False
        self._ahead: float | None = None
        self._told: tuple[float, float] | None = None  # their unix time, our monotonic time
        self._lock = threading.Lock()

    @property
    def ahead(self) -> float | None:
        """Seconds that this machine's clock is ahead of Docker Hub's; None if unknown.

        It is right to about a second, and also tells what an implausible header said.
        """
        return self._ahead

    def learn(self, date_header: str, sent_at: float, received_at: float) -> None:
        """Take in a response's `Date`; the other two are times of `time.monotonic`."""
        theirs = http_date(date_header)
        ours = time.time() - time.monotonic() + (sent_at + received_at) / 2
        with self._lock:
            self.heard = True
            if theirs is None:
                return
            self._ahead = ours - theirs - ROUNDING
            later = self._told is None or theirs > self._told[0] + received_at - self._told[1]
            plausible = theirs >= EARLIEST and theirs - ours <= FURTHEST_AHEAD
            if plausible and later:
                self._told = theirs, received_at

    def now(self) -> datetime:
        """The time in UTC, not later than Docker Hub's, nor than ours."""
        with self._lock:
            told = self._told
        ours = time.time()
        if told is None:
            return datetime.fromtimestamp(ours, UTC)
        theirs, received_at = told
        return datetime.fromtimestamp(min(ours, theirs + time.monotonic() - received_at), UTC)


def http_date(text: str) -> float | None:
    """Read an HTTP date as unix time; None where it is none. Without a zone it is in UTC."""
    try:
        read = parsedate_to_datetime(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
