"""Which time to read again, and when. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.intervals import Window, joined, without

BEGINNING = datetime(2021, 1, 25, tzinfo=UTC)  # nothing was logged before (behaviour.md 1.16)
JOINED_WITHIN = timedelta(hours=1)  # two readings this close cost less as one


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
