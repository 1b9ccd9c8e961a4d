"""The stretch of time that is looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.period import CHOICES, CHOSEN, EVERYTHING, LAST_DAY, period

NOW = datetime(2026, 11, 23, 20, 33, 12, tzinfo=UTC)
OLDEST = datetime(2025, 2, 3, 7, 0, tzinfo=UTC)


def test_the_last_thirty_days_are_whole_days_and_hold_today() -> None:
    """Bars of days are never cut, and what happened today is in."""
    chosen = period("last 30 days", NOW, OLDEST)
    assert chosen.since == datetime(2026, 10, 25, tzinfo=UTC)
    assert chosen.until == datetime(2026, 11, 24, tzinfo=UTC)
    assert (chosen.bucket, chosen.length) == ("day", "30 days")


def test_the_last_day_is_twenty_four_whole_hours() -> None:
    """The hour that runs is the last of them."""
    chosen = period(LAST_DAY, NOW, OLDEST)
    assert chosen.until == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert chosen.until - chosen.since == timedelta(hours=24)
    assert chosen.bucket == "hour"


def test_everything_begins_with_the_oldest_event() -> None:
    """No empty years before it; so long a time is shown by months."""
    chosen = period(EVERYTHING, NOW, OLDEST)
    assert chosen.since == datetime(2025, 2, 3, tzinfo=UTC)
    assert chosen.bucket == "month"


def test_chosen_days_count_from_the_first_through_the_last() -> None:
    """Both ends are in, and one day alone is a day."""
    days = (date(2026, 11, 3), date(2026, 11, 4))
    assert period(CHOSEN, NOW, OLDEST, days).length == "2 days"
    assert period(CHOSEN, NOW, OLDEST, days[:1]).length == "24 hours"


@pytest.mark.parametrize("choice", [*CHOICES, "nonsense"])
def test_every_choice_is_a_time_that_holds_something(choice: str) -> None:
    """Whatever a link says, there is a period to show."""
    chosen = period(choice, NOW, OLDEST)
    assert chosen.since < chosen.until
