"""Stretches of time: what is missing, what is due again, and how they are joined and cut."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.windows import Tier, stale, tiers
from tests.runs import tries
from warehouse.intervals import SECOND, Window, joined, whole_second, without

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPAN = 60  # seconds that the random windows lie in


def of(start: int, end: int) -> Window:
    """The window of these seconds."""
    return Window(NOW + start * SECOND, NOW + end * SECOND)


def seconds(windows: Iterable[Window]) -> list[int]:
    """Every second of these windows."""
    return [
        second
        for window in windows
        for second in range((window.start - NOW) // SECOND, (window.end - NOW) // SECOND)
    ]


WINDOWS = st.lists(st.builds(of, st.integers(0, SPAN), st.integers(0, SPAN)), max_size=8)


@tries(100)
@given(WINDOWS)
def test_joined_is_the_same_time(windows: list[Window]) -> None:
    """Joining keeps each second once, oldest first, with a gap between any two windows."""
    found = joined(windows)
    assert seconds(found) == sorted(set(seconds(windows)))
    assert all(one.end < other.start for one, other in pairwise(found))


@tries(100)
@given(WINDOWS, st.integers(0, 9))
def test_joined_fills_small_gaps_alone(windows: list[Window], within: int) -> None:
    """Joining within a distance adds gaps of up to that, and no other time."""
    exact, found = joined(windows), joined(windows, within * SECOND)
    gaps = [Window(one.end, other.start) for one, other in pairwise(exact)]
    small = [gap for gap in gaps if gap.width <= within * SECOND]
    assert set(seconds(found)) == set(seconds([*exact, *small]))


@tries(100)
@given(WINDOWS, st.integers(0, SPAN), st.integers(0, SPAN))
def test_without_is_what_is_left(covered: list[Window], start: int, end: int) -> None:
    """Time and covered time leave exactly the seconds that are covered by nothing."""
    window = of(start, end)
    left = without(window, covered)
    assert seconds(left) == sorted(set(seconds([window])) - set(seconds(joined(covered))))


@tries(100)
@given(st.integers(0, SPAN), st.integers(2, SPAN))
def test_halves_are_the_whole(start: int, width: int) -> None:
    """The two halves of a window touch, make it up, and differ by a second at most."""
    newer, older = of(start, start + width).halves()
    assert (older.start, older.end, newer.end) == (
        of(start, 0).start,
        newer.start,
        of(0, start + width).end,
    )
    assert abs(newer.width - older.width) <= SECOND


@tries(100)
@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 90), st.integers(0, 90)).map(
            lambda given: (
                Window(NOW - (given[0] + given[1]) * MINUTE, NOW - given[0] * MINUTE),
                NOW - given[2] * MINUTE,
            )
        ),
        max_size=8,
    )
)
def test_stale_is_whatever_was_not_read_lately(readings: list[tuple[Window, datetime]]) -> None:
    """Each minute of a tier is due unless a reading young enough for the tier holds it."""
    schedule = (Tier(10 * MINUTE, timedelta(0)), Tier(60 * MINUTE, 20 * MINUTE))
    due = stale(NOW, readings, schedule)
    for minute in range(60):
        moment = NOW - (minute + 1) * MINUTE
        held = [read_at for window, read_at in readings if window.start <= moment < window.end]
        fresh = any(NOW - read_at < 20 * MINUTE for read_at in held)
        if minute < 10 or not fresh:
            assert any(window.start <= moment < window.end for window in due)
    assert all(window.start >= NOW - HOUR and window.end <= NOW for window in due)


def test_what_was_just_read_is_not_due() -> None:
    """With all of the last days read an hour's half ago, the last minutes alone are due."""
    readings = [(Window(NOW - 40 * DAY, NOW), NOW - 30 * MINUTE)]
    assert stale(NOW, readings, tiers(timedelta(0))) == [Window(NOW - 15 * MINUTE, NOW)]


def test_what_was_read_an_hour_ago_is_due_for_hours() -> None:
    """After an hour the last six hours are due, after a day the last three days."""
    readings = [(Window(NOW - 40 * DAY, NOW), NOW - HOUR)]
    assert stale(NOW, readings, tiers(timedelta(0))) == [Window(NOW - 6 * HOUR, NOW)]
    readings = [(Window(NOW - 40 * DAY, NOW), NOW - DAY)]
    assert stale(NOW, readings, tiers(timedelta(0))) == [Window(NOW - 3 * DAY, NOW)]


@pytest.mark.parametrize(
    ("latest", "days"),
    [(timedelta(0), 3), (DAY, 3), (2 * DAY, 4), (10 * DAY, 20), (90 * DAY, 30)],
)
def test_days_read_again_follow_measured_lateness(latest: timedelta, days: int) -> None:
    """Twice the latest arrival is read again daily, three days at least and thirty at most."""
    assert tiers(latest)[-1] == Tier(age=days * DAY, every=DAY)


def test_seconds_are_whole_and_in_utc() -> None:
    """A moment of another zone becomes the start of its second in UTC."""
    moment = datetime(2026, 5, 1, 14, 0, 0, 999_999, timezone(2 * HOUR))
    assert whole_second(moment) == NOW
    assert whole_second(moment).tzinfo is UTC
