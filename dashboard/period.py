"""The stretch of time that is looked at. Pure: the present is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dashboard.wording import lasting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEFAULT = "30d"
CHOICES = {
    "24h": "Last 24 hours",
    "7d": "Last 7 days",
    "30d": "Last 30 days",
    "90d": "Last 90 days",
    "365d": "Last 365 days",
    "all": "Everything",
    "days": "Chosen days",
}


@dataclass(frozen=True)
class Period:
    """Time from `since`, part of it, to `until`, not part of it, in UTC."""

    since: datetime
    until: datetime

    @property
    def bucket(self) -> str:
        """What a chart counts by so that it neither crowds nor starves: hour, day or week."""
        width = self.until - self.since
        if width <= 3 * DAY:
            return "hour"
        return "day" if width <= 400 * DAY else "week"

    @property
    def length(self) -> str:
        """How long it is, in words."""
        return lasting(self.until - self.since)


def period(choice: str, now: datetime, oldest: datetime, days: tuple[date, ...] = ()) -> Period:
    """The time that one of `CHOICES` means at `now`: whole days, whole hours for 24h.

    `oldest` is where everything begins; `days` are the chosen ones, the first and the last count.
    """
    tomorrow = _midnight(now.date()) + DAY
    if choice == "24h":
        until = now.replace(minute=0, second=0, microsecond=0) + HOUR
        return Period(until - DAY, until)
    if choice == "days" and days:
        return Period(_midnight(min(days)), _midnight(max(days)) + DAY)
    if choice == "all":
        return Period(min(_midnight(oldest.date()), tomorrow - DAY), tomorrow)
    width = choice if choice.endswith("d") else DEFAULT
    return Period(tomorrow - int(width.removesuffix("d")) * DAY, tomorrow)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
