"""How things are said: names that came from outside, numbers, times, stretches of time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
LONGEST = 300


def esc(text: object) -> str:
    """The text as Markdown that shows just that text: no link, image or formula, on one line."""
    shown = visible(" ".join(str(text).split()))
    if len(shown) > LONGEST:
        shown = f"{shown[:LONGEST]}…"
    return PUNCTUATION.sub(r"\\\1", shown)


def visible(text: str) -> str:
    """The text with marks shown that would turn its direction or hide, such as U+202E."""
    return INVISIBLE.sub(lambda mark: f"<U+{ord(mark[0]):04X}>", text)


def counted(number: float, one: str, many: str = "") -> str:
    """A number with its noun: 1 gap, 1,200 gaps."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"


def lasting(length: timedelta) -> str:
    """A stretch of time in its largest whole unit, such as 2 minutes or 5 days."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size or (seconds >= size and unit != "day"):
            return counted(seconds // size, unit)
    return counted(seconds, "second")


def moment(time: datetime, now: datetime) -> str:
    """A time in UTC, with its day where that is not today's."""
    return f"{time:%H:%M} UTC" if time.date() == now.date() else f"{day(time)}, {time:%H:%M} UTC"


def own_clock(zone: str, now: datetime) -> str:
    """How far a viewer's clock is from UTC at `now`, such as Europe/Berlin, UTC+01:00."""
    try:
        here = now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
    return f"{zone}, UTC{here.isoformat()[-6:]}" if here.utcoffset() else f"{zone}, UTC"


def day(time: datetime) -> str:
    """A day, such as 3 Nov 2025."""
    return f"{time.day} {time:%b %Y}"
