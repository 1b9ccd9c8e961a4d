"""When the next request may go: the whole of our share of the budget, and never beyond it.

Requests are spread over the rate window at nearly its own speed, so that a run is neither
refused nor idle when one window becomes the next: whole seconds cannot tell the exact moment, and
the first answer that does is a latency late. So the last request of a window is sent as the window
ends, and opens the next; what its answer held up is made up for at once.
What the headers say remains has the last word: it also counts the requests of other processes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from hub.errors import Abandoned, TooManyRequests
from hub.limits import Allowance, allowance, retry_after

TOO_MANY = 429
BURST = 3  # requests that may go at once after a pause; a run with nothing new needs few more
ROUNDING = 1.0  # seconds by which a reset in whole seconds may be early
CROSSING = 1  # request of each window kept to meet the next one, which only an answer can tell
JITTER = 0.1  # seconds by which that request may come too early, if it took a quicker way
UNTOLD_WAIT = 60.0  # seconds of quiet after a 429 that names none


class Pace:
    """The shared clock of all requests of one process; safe for threads.

    `share` (0 to 1) of each window's limit is ours to use; `in_flight` requests may be under way
    at once; a wait of more than `patience` seconds raises `TooManyRequests` instead.
    """

    def __init__(self, *, share: float = 1.0, in_flight: int = 8, patience: float = 180.0) -> None:
        """Start knowing nothing: the first request goes alone, to learn the limit."""
        self.share, self.in_flight, self.patience = share, in_flight, patience
        self.window: Allowance | None = None
        self._offset = time.time() - time.monotonic()
        self._unlimited = False
        self._period = 0.0  # seconds that a window lasts, as far as seen
        self._under_way = 0
        self._next_at = 0.0
        self._asked_at = 0.0
        self._quiet_until = 0.0
        self._ran_dry = False
        self._abandoned = False
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a request may go; hold its place until it is answered."""
        with self._changed:
            while (wait := self._wait(self._now())) != 0:
                self._changed.wait(wait)
            self._take(self._now())
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def abandon(self) -> None:
        """Let nobody wait any longer: every turn, now and later, raises `Abandoned`."""
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()

    def pause(self, seconds: float) -> None:
        """Sleep for that long, or raise `Abandoned` at once."""
        with self._changed:
            if self._changed.wait_for(lambda: self._abandoned, seconds):
                raise Abandoned("The run was asked to end.")

    def learn(self, status: int, headers: Mapping[str, str]) -> None:
        """Take in what an answer says; call it inside the turn."""
        now = self._now()
        with self._changed:
            if status == TOO_MANY:
                self._fall_silent(headers, now)
            else:
                self._note(allowance(headers, now), now)

    def _now(self) -> float:
        """Seconds since 1970; a jump of this machine's clock during the run changes nothing."""
        return self._offset + time.monotonic()

    def _wait(self, now: float) -> float | None:
        """Seconds to wait, 0 to go at once, None to wait for an answer."""
        if self._abandoned:
            raise Abandoned("The run was asked to end.")
        if now < self._quiet_until:
            return self._willing(self._quiet_until, now)
        if self._under_way >= self.in_flight:
            return None
        window = self._current(now)
        if window is None:
            return 0 if self._under_way == 0 or self._unlimited else None
        if self._spare(window) <= 0:
            if self._under_way:
                return None
            self._ran_dry = True
            return self._willing(window.reset + ROUNDING, now)
        return max(0.0, self._next_at - now)

    def _willing(self, until: float, now: float) -> float:
        if until - now > self.patience:
            raise TooManyRequests(datetime.fromtimestamp(until, UTC))
        return until - now

    def _current(self, now: float) -> Allowance | None:
        if self.window is not None and now >= self.window.reset + ROUNDING:
            self.window = None
        return self.window

    def _spare(self, window: Allowance) -> int:
        kept_for_others = window.limit - self._ours(window)
        return window.remaining - self._under_way - kept_for_others

    def _ours(self, window: Allowance) -> int:
        """How many requests of a window are our share."""
        return max(1, int(window.limit * self.share))

    def _take(self, now: float) -> None:
        self._under_way += 1
        self._asked_at = now
        if self.window is None:
            return
        gap = 1 / self._speed(self.window, now)
        self._next_at = max(self._next_at, now - BURST * gap) + gap

    def _speed(self, window: Allowance, now: float) -> float:
        """Requests a second: the window's own speed, less where others use the budget too."""
        even = max(1, self._ours(window) - CROSSING) / (self._period + JITTER)
        left = max(window.reset - ROUNDING - now, 1 / even)
        return min(even, max(1, self._spare(window)) / left)

    def _note(self, told: Allowance | None, now: float) -> None:
        self._unlimited = told is None and self.window is None
        if told is None:
            return
        known = self._current(now)
        if known is None or (told.reset > known.reset and told.remaining > known.remaining):
            self._open(told, known, now)
        elif told.remaining < known.remaining:  # answers overtake each other
            self.window = Allowance(known.limit, told.remaining, known.reset)

    def _open(self, told: Allowance, known: Allowance | None, now: float) -> None:
        alone = known is None or self._ran_dry
        if alone:
            self._period = max(1.0, told.reset - self._asked_at, self._period)
        elif known:  # one window after the other: their distance is exact, but for a rounding up
            self._period = max(1.0, min(told.reset - known.reset, self._period))
        self._ran_dry, self.window = False, told
        if alone:
            self._next_at = self._asked_at + 1 / self._speed(told, now)

    def _fall_silent(self, headers: Mapping[str, str], now: float) -> None:
        told = retry_after(headers, now)
        if told is None:
            rate = allowance(headers, now)
            told = rate.reset - now if rate is not None and rate.reset > now else UNTOLD_WAIT
        self._quiet_until = max(self._quiet_until, now + max(1.0, told))
        self.window, self._ran_dry = None, True
