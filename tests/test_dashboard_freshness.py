"""The few words on freshness and completeness that stand on every screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.freshness import Freshness, remarks

NOW = datetime(2026, 11, 23, 20, 33, tzinfo=UTC)
GOOD = Freshness(
    read_up_to=NOW - timedelta(minutes=2),
    complete_since=datetime(2025, 11, 23, tzinfo=UTC),
    since_the_beginning=False,
    answered_up_to=NOW - timedelta(minutes=2),
    oldest=datetime(2025, 11, 23, tzinfo=UTC),
    gaps=0,
    gap_seconds=0,
    unverified_seconds=0,
    rejected=0,
    last_state="done",
    last_error="",
    clock_ahead_seconds=0.4,
)
NONE = timedelta(0)


def wrong(fresh: Freshness, unread: timedelta = NONE, unverified: timedelta = NONE) -> list[str]:
    """The remarks that ask somebody to look."""
    return [each.text for each in remarks(fresh, unread, unverified, NOW) if each.wrong]


def test_a_healthy_trail_says_so_and_asks_nobody_to_look() -> None:
    """Four plain facts and nothing coloured."""
    assert [each.text for each in remarks(GOOD, NONE, NONE, NOW)] == [
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
    assert wrong(holed, unread=timedelta(days=5)) == [
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
    assert remarks(whole, NONE, NONE, NOW)[1].text == "complete since 23 Nov 2025, its first day"


def test_time_that_is_not_verified_is_marked() -> None:
    """How much it is in all, and how much of it is in the shown time."""
    doubted = replace(GOOD, unverified_seconds=3 * 3_600.0)
    assert wrong(doubted) == ["3 hours not verified"]
    assert wrong(doubted, unverified=timedelta(hours=2)) == [
        "3 hours not verified, 2 hours of it here: events may be missing"
    ]
    assert wrong(doubted, unverified=timedelta(hours=3)) == [
        "3 hours not verified here: events may be missing"
    ]


def test_a_trail_without_verified_time_claims_nothing() -> None:
    """Neither read up to a time nor complete since a day."""
    doubted = replace(GOOD, read_up_to=None, complete_since=None)
    said = [each.text for each in remarks(doubted, NONE, NONE, NOW)]
    assert said == ["Nothing is verified yet", "0 gaps", "0 rejected"]
    assert wrong(doubted) == ["Nothing is verified yet"]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (2 * 86_400.0, "this machine's clock was 2 days ahead of Docker Hub's"),
        (-9 * 3_600.0, "this machine's clock was 9 hours behind Docker Hub's"),
        (5.0, "this machine's clock was 5 seconds ahead of Docker Hub's"),
        (4.9, None),
        (-4.9, None),
        (None, None),
    ],
)
def test_a_wrong_clock_is_marked(ahead: float | None, said: str | None) -> None:
    """From five seconds on, in both directions; a smaller or unknown difference is not."""
    assert wrong(replace(GOOD, clock_ahead_seconds=ahead)) == ([said] if said else [])
