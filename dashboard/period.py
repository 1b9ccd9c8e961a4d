"""The stretch of time that is looked at. Pure: the present is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dashboard.wording import lasting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_DAY, EVERYTHING, CHOSEN = "last 24 hours", "everything", "chosen days"
LAST_DAYS = {f"last {days} days": days * DAY for days in (7, 30, 90, 365)}
CHOICES = (LAST_DAY, *LAST_DAYS, EVERYTHING, CHOSEN)  # each its own name in the URL
DEFAULT = "last 30 days"


@dataclass(frozen=True)
class Period:
    """Time from `since`, part of it, to `until`, not part of it, in UTC."""

    since: datetime
    until: datetime

    @property
    def bucket(self) -> str:
        """What a chart counts by so that it neither crowds nor starves: hour, day or month."""
        width = self.until - self.since
        if width <= 3 * DAY:
            return "hour"
        return "day" if width <= 400 * DAY else "month"

    @property
    def length(self) -> str:
        """How long it is, in words."""
        return lasting(self.until - self.since)


def period(choice: str, now: datetime, oldest: datetime, days: tuple[date, ...] = ()) -> Period:
    """The time that one of `CHOICES` means at `now`: whole days, or whole hours of the last 24.

    `oldest` is where everything begins; of the chosen `days` the first and the last count.
    """
    tomorrow = _midnight(now.date()) + DAY
    if choice == LAST_DAY:
        until = now.replace(minute=0, second=0, microsecond=0) + HOUR
        return Period(until - DAY, until)
    if choice == CHOSEN and days:
        return Period(_midnight(min(days)), _midnight(max(days)) + DAY)
    if choice == EVERYTHING:
        return Period(min(_midnight(oldest.date()), tomorrow - DAY), tomorrow)
    return Period(tomorrow - LAST_DAYS.get(choice, LAST_DAYS[DEFAULT]), tomorrow)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
