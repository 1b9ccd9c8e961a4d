"""Intervals of time and their arithmetic: join, subtract, halve. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, order=True)
class Window:
    """The time from `start` (included) to `end` (not included), in UTC."""

    start: datetime
    end: datetime

    @property
    def width(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def halves(self) -> tuple[Window, Window]:
        """The newer and the older half, cut at a whole second."""
        middle = self.start + max(SECOND, timedelta(seconds=self.width // SECOND // 2))
        return Window(middle, self.end), Window(self.start, middle)

    def newest(self, width: timedelta) -> Window:
        """Its last part, no wider than `width`."""
        return Window(max(self.start, self.end - width), self.end)

    def within(self, other: Window) -> Window:
        """The part of it that lies in `other`; its end is before its start where none does."""
        return Window(max(self.start, other.start), min(self.end, other.end))


def whole_second(moment: datetime) -> datetime:
    """The start of the second that `moment` lies in, in UTC."""
    return moment.astimezone(UTC).replace(microsecond=0)


def joined(windows: Iterable[Window], within: timedelta = timedelta(0)) -> list[Window]:
    """The same time in as few windows as possible, oldest first; gaps up to `within` are filled."""
    found: list[Window] = []
    for window in sorted(window for window in windows if window.start < window.end):
        if found and window.start <= found[-1].end + within:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def without(window: Window, removed: Iterable[Window]) -> list[Window]:
    """The parts of `window` that lie in none of `removed`, oldest first."""
    left, start = [], window.start
    for done in joined(removed):
        if done.end <= start or done.start >= window.end:
            continue
        if done.start > start:
            left.append(Window(start, done.start))
        start = max(start, done.end)
    if start < window.end:
        left.append(Window(start, window.end))
    return left
