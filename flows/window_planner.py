"""Cut the time that is to be read into windows of a bounded number of events, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flows.service_limits import ServiceLimits
from warehouse.intervals import SECOND, Window, joined

EVENTS_AIMED_AT = 8_000  # in one window: 80 pages, so what a window costs besides is little
UNKNOWN_WIDTH = timedelta(hours=1)  # where nothing is known of how busy the organization is
NARROWEST = 12  # of a full window, the part that the last ones may shrink to
WIDEST = timedelta(days=3_660)
GROWTH = 8  # a window may be this much wider than one that was read; the past may be busier


class WindowPlanner:
    """What is left to read, given out in windows whose width follows what windows hold.

    Towards the end windows get narrower, so that `workers` finish at about the same time. No window
    is wider, or is meant to hold more events, than `limits` say that the service answers.
    """

    def __init__(
        self,
        missing: Iterable[Window],
        workers: int,
        events_per_second: float | None = None,
        limits: ServiceLimits | None = None,
    ) -> None:
        """Start with the time `missing`; `events_per_second` is what is known of its density.

        While it `knows` nothing of that, one window at a time is enough to learn it.
        """
        self._left = joined(missing)
        self._workers = workers
        self._limits = limits or ServiceLimits()
        self.knows = events_per_second is not None
        self._full = self._width_of(events_per_second) if events_per_second else UNKNOWN_WIDTH
        self._width = self._full

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return bool(self._left)

    @property
    def left(self) -> timedelta:
        """How much time is left to give out."""
        return sum((window.width for window in self._left), timedelta(0))

    def cut(self) -> Window:
        """Take the newest window off what is left."""
        newest = self._left.pop()
        share = (self.left + newest.width) / self._workers
        width = min(self._width, max(share, self._full / NARROWEST), self._widest)
        start = max(newest.start, newest.end - _whole(width))
        if start > newest.start:
            self._left.append(Window(newest.start, start))
        return Window(start, newest.end)

    def split(self, window: Window) -> None:
        """Put a window back that could not be read whole, to be read in halves."""
        self._left = sorted([*self._left, *window.halves()])
        self._width = max(SECOND, window.width / 2)

    def put_back(self, rest: Window) -> None:
        """Put back what is left of a window that was read in part."""
        self._left = joined([*self._left, rest])

    def learn(self, window: Window, events: int) -> None:
        """Take in how many events a window held."""
        self.knows = True
        self._full = self._width_of(max(events, 1) / window.width.total_seconds())
        self._width = min(self._full, max(self._width, GROWTH * window.width))

    @property
    def _widest(self) -> timedelta:
        return self._limits.width or WIDEST

    def _width_of(self, events_per_second: float) -> timedelta:
        """How wide a window is that holds what is aimed at."""
        aimed_at = min(EVENTS_AIMED_AT, self._limits.rows_aimed_at)
        return timedelta(seconds=min(aimed_at / events_per_second, WIDEST.total_seconds()))


def _whole(width: timedelta) -> timedelta:
    return max(SECOND, SECOND * (width // SECOND))
