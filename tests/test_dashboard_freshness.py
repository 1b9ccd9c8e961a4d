"""The few words on freshness and completeness that stand on every screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dashboard.freshness import Freshness, remarks

NOW = datetime(2026, 11, 23, 20, 33, tzinfo=UTC)
GOOD = Freshness(
    read_up_to=NOW - timedelta(minutes=2),
    complete_since=datetime(2025, 11, 23, tzinfo=UTC),
    since_the_beginning=False,
    oldest=datetime(2025, 11, 23, tzinfo=UTC),
    gaps=0,
    gap_seconds=0,
    rejected=0,
    last_state="done",
    last_error="",
)


def wrong(fresh: Freshness, unread: float = 0) -> list[str]:
    """The remarks that ask somebody to look."""
    return [each.text for each in remarks(fresh, unread, NOW) if each.wrong]


def test_a_healthy_trail_says_so_and_asks_nobody_to_look() -> None:
    """Four plain facts and nothing coloured."""
    assert [each.text for each in remarks(GOOD, 0, NOW)] == [
        "Read up to 20:31 UTC, 2 minutes ago",
        "complete since 23 Nov 2025",
        "0 gaps",
        "0 rejected",
    ]
    assert not wrong(GOOD)


def test_old_data_is_marked() -> None:
    """Half a day without a reading is something to look at."""
    stale = replace(GOOD, read_up_to=NOW - timedelta(hours=12))
    assert wrong(stale) == ["Read up to 08:33 UTC, 12 hours ago"]


def test_gaps_rejects_and_unread_time_are_marked() -> None:
    """Each thing that makes the picture incomplete is said with its size."""
    holed = replace(GOOD, gaps=2, gap_seconds=3 * 86_400.0, rejected=7)
    assert wrong(holed, unread=86_400.0 * 5) == [
        "2 gaps, together 3 days",
        "7 rejected",
        "5 days not collected here",
    ]


def test_a_failed_run_says_why() -> None:
    """The reason stands where everybody sees it."""
    failed = replace(GOOD, last_state="failed", last_error="Docker Hub refused the secret.")
    assert wrong(failed) == ["the last run failed: Docker Hub refused the secret."]


def test_the_first_day_of_the_organisation_is_named() -> None:
    """Complete since the beginning is more than complete since a day."""
    whole = replace(GOOD, since_the_beginning=True)
    assert remarks(whole, 0, NOW)[1].text == "complete since 23 Nov 2025, its first day"
