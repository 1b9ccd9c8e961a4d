"""When things happen: working hours of three time zones, nights, weekends, Christmas, growth."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import accumulate
from random import Random

from hub.story.organisation import DAY, HOUR, MINUTE

YEAR = 365 * DAY
SETTLING = 4 * DAY  # the first days belong to the move; the pipelines run afterwards
OFFSETS = {"europe": 1, "america": -5, "asia": 8}
WEEK = (1.0, 1.15, 1.2, 1.1, 0.8, 0.08, 0.05)
OFFICE = (0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 10, 6, 8, 10, 10, 8, 5, 2, 1, 1, 0.5, 0.2, 0)
NIGHT = {1: 3.0, 2: 5.0, 3: 2.0}  # hours of UTC in which pipelines run by themselves
QUIET_END = MINUTE  # the last job begins so long before the end that it is over by then


def weekday(at: int) -> int:
    """Monday is 0; 1970 began on a Thursday."""
    return (at // DAY + 3) % 7


def holiday(at: int) -> float:
    """How much of the usual work is done on that day: little between Christmas and New Year."""
    day = datetime.fromtimestamp(at // 1_000, UTC)
    return 0.12 if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2) else 1.0


def office(at: int, zone: str) -> float:
    """How busy people of that zone are in the hour that begins then."""
    local = at + OFFSETS[zone] * HOUR
    return WEEK[weekday(local)] * OFFICE[local // HOUR % 24] * holiday(local)


def machines(at: int) -> float:
    """How busy the pipelines are: they follow the people, and never sleep wholly."""
    return 5 * office(at, "europe") + 3 * office(at, "america") + 2 * office(at, "asia") + 0.8


def night(at: int) -> float:
    """How busy scheduled builds and clean-ups are, on each day of the week."""
    return NIGHT.get(at // HOUR % 24, 0.0)


class Rhythm:
    """A year of hours up to `ending`, with how busy each is in each of five ways."""

    def __init__(self, ending: int) -> None:
        """Weigh the hours; `ending` in milliseconds since 1970."""
        self.start, self._last = ending - YEAR, ending - QUIET_END
        hours = range(self.start, ending, HOUR)
        days = {at // DAY: 0.6 + 0.4 * (at - self.start) / YEAR for at in hours}
        growth = [days[at // DAY] if at >= self.start + SETTLING else 0.0 for at in hours]
        self.weights = {
            "machines": self._sums([machines(at) for at in hours], growth),
            "night": self._sums([night(at) for at in hours], growth),
        }
        for zone in OFFSETS:
            self.weights[zone] = self._sums([office(at, zone) for at in hours], growth)

    def draw(self, rng: Random, way: str, count: int) -> list[int]:
        """That many moments, in no order."""
        weights = self.weights[way]
        hours = rng.choices(range(len(weights)), cum_weights=weights, k=count)
        start, last, part = self.start, self._last, rng.random
        drawn = [start + hour * HOUR + int(part() * HOUR) for hour in hours]
        return [at if at < last else at - HOUR for at in drawn]

    @staticmethod
    def _sums(weights: list[float], growth: list[float]) -> list[float]:
        return list(accumulate(a * b for a, b in zip(weights, growth, strict=True)))
