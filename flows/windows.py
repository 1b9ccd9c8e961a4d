"""Stretches of time: what is missing, what is stale, and how wide to cut it. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(2021, 1, 25, tzinfo=UTC)  # nothing was logged before (behaviour.md 1.16)
SECOND = timedelta(seconds=1)
JOINED_WITHIN = timedelta(hours=1)  # two readings this close cost less as one


@dataclass(frozen=True, order=True)
class Window:
    """Time from `start`, part of it, to `end`, not part of it; whole seconds in UTC."""

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


def whole_second(moment: datetime) -> datetime:
    """The second that `moment` lies in; the API takes whole seconds for certain."""
    return moment.astimezone(UTC).replace(microsecond=0)


def joined(windows: Iterable[Window], within: timedelta = timedelta(0)) -> list[Window]:
    """The same time in as few windows as can be, oldest first; gaps up to `within` are filled."""
    found: list[Window] = []
    for window in sorted(window for window in windows if window.start < window.end):
        if found and window.start <= found[-1].end + within:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def without(window: Window, covered: Iterable[Window]) -> list[Window]:
    """What of `window` lies in none of `covered`, oldest first."""
    left, start = [], window.start
    for done in joined(covered):
        if done.end <= start or done.start >= window.end:
            continue
        if done.start > start:
            left.append(Window(start, done.start))
        start = max(start, done.end)
    if start < window.end:
        left.append(Window(start, window.end))
    return left


@dataclass(frozen=True)
class Tier:
    """Time up to `age` old is read again when its last reading is `every` old."""

    age: timedelta
    every: timedelta


def tiers(latest_arrival: timedelta) -> tuple[Tier, ...]:
    """How often to read again, thinning out with age; longer where events came later than that.

    `latest_arrival` is the measured lateness of the latest late event so far.
    """
    days = min(max(timedelta(days=3), 2 * latest_arrival), timedelta(days=30))
    return (
        Tier(age=timedelta(minutes=15), every=timedelta(0)),
        Tier(age=timedelta(hours=6), every=timedelta(hours=1)),
        Tier(age=days, every=timedelta(days=1)),
    )


def stale(
    now: datetime, readings: Iterable[tuple[Window, datetime]], schedule: Iterable[Tier]
) -> list[Window]:
    """What is due to be read again: `readings` are windows and when each was read."""
    known = list(readings)
    due: list[Window] = []
    for tier in schedule:
        fresh = [window for window, read_at in known if now - read_at < tier.every]
        due += without(Window(now - tier.age, now), fresh)
    return joined(due, within=JOINED_WITHIN)
