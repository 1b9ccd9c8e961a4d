"""Cutting: all time is given out exactly once, newest first, in windows that follow the density."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.window_planner import EVENTS_AIMED_AT, UNKNOWN_WIDTH, WIDEST, WindowPlanner
from tests.runs import tries
from tests.test_windows import DAY, HOUR, NOW, of, seconds
from warehouse.intervals import SECOND, Window, joined

WINDOWS = st.lists(st.builds(of, st.integers(0, 60), st.integers(0, 60)), max_size=6)


@tries(200)
@given(st.data(), WINDOWS, st.integers(1, 8), st.none() | st.floats(0, 1e6))
def test_all_time_is_given_out_exactly_once(
    data: st.DataObject, missing: list[Window], workers: int, density: float | None
) -> None:
    """Whatever windows hold, and however many come back, each second is read once."""
    planner, read = WindowPlanner(missing, workers, density), []
    while planner:
        window = planner.cut()
        if window.width > SECOND and data.draw(st.integers(0, 3)) == 0:
            planner.split(window)
        else:
            planner.learn(window, data.draw(st.sampled_from([0, 1, 100, 1_000_000])))
            read += seconds([window])
    assert sorted(read) == sorted(set(seconds(missing)))


@tries(100)
@given(WINDOWS)
def test_the_newest_comes_first(missing: list[Window]) -> None:
    """Windows are given out from the newest to the oldest."""
    planner, given = WindowPlanner(missing, 8), []
    while planner:
        given.append(planner.cut())
    assert given == sorted(given, reverse=True)
    assert joined(given) == joined(missing)


@pytest.mark.parametrize(
    ("density", "width"),
    [
        (None, UNKNOWN_WIDTH),
        (EVENTS_AIMED_AT / DAY.total_seconds(), DAY),
        (1e9, SECOND),
        (1e-9, WIDEST),
    ],
)
def test_the_first_width_follows_what_is_known(density: float | None, width: timedelta) -> None:
    """A window is as wide as the aim of events allows, an hour where nothing is known."""
    planner = WindowPlanner([Window(NOW - 100 * 366 * DAY, NOW)], 1, density)
    assert planner.cut().width == width


def test_width_follows_what_windows_hold() -> None:
    """It grows to eight times a read window at most, and shrinks to what a full one may hold."""
    planner = WindowPlanner([Window(NOW - 3660 * DAY, NOW)], 1)
    for _ in range(8):  # as many workers read the hours of one night
        planner.learn(Window(NOW - HOUR, NOW), 0)
    assert planner.cut().width == 8 * HOUR
    planner.learn(Window(NOW - HOUR, NOW), 2 * EVENTS_AIMED_AT)
    assert planner.cut().width == HOUR / 2


def test_towards_the_end_all_workers_have_something() -> None:
    """The last windows get narrower, so that no worker is left with a wide one alone."""
    planner = WindowPlanner([Window(NOW - 8 * DAY, NOW)], 8, EVENTS_AIMED_AT / DAY.total_seconds())
    widths = []
    while planner:
        widths.append(planner.cut().width)
    assert len(widths) > 16
    assert max(widths) <= DAY
    assert min(widths) >= HOUR


def test_a_restless_window_comes_back_in_halves() -> None:
    """What could not be read whole is given out again, at half the width."""
    planner = WindowPlanner([Window(NOW - HOUR, NOW)], 1, 0.0001)
    whole = planner.cut()
    planner.split(whole)
    assert planner.left == whole.width
    assert planner.cut() == Window(whole.end - whole.width / 2, whole.end)
