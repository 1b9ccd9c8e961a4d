"""Charts as they are handed to the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from dashboard import charts, palette
from dashboard.period import Period

START = datetime(2026, 11, 1, tzinfo=UTC)
MONTH = Period(START, START + timedelta(days=30))
UNREAD = pd.DataFrame({"from_time": [START], "to_time": [START + timedelta(days=2)]})


def drawn() -> dict[str, Any]:
    """Two groups on two days."""
    frame = pd.DataFrame(
        {
            "bucket": [START, START, START + timedelta(days=1)],
            "action_group": ["repo", "brand-new", "repo"],
            "events": [3, 4, 5],
        }
    )
    chart = charts.through_time(
        frame,
        MONTH,
        kind="action_group",
        count="events",
        colours=palette.group_colours(frame),
        unread=UNREAD,
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


def test_counts_begin_at_zero() -> None:
    """No bar looks taller than it is."""
    _, bars = drawn()["layer"]
    assert bars["encoding"]["y"]["scale"]["zero"] is True


def test_what_nobody_read_is_drawn_beneath_the_bars() -> None:
    """An empty day and a day that was not collected look different."""
    bands, _ = drawn()["layer"]
    assert bands["mark"]["type"] == "rect"
    assert bands["mark"]["color"] == palette.GREY


def test_a_group_keeps_its_colour_and_a_new_one_is_grey() -> None:
    """The same thing has the same colour on every screen."""
    _, bars = drawn()["layer"]
    scale = bars["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "repo": palette.BLUE,
        "brand-new": palette.GREY,
    }


def test_the_whole_period_is_drawn_in_utc() -> None:
    """Days without events have their place; nobody's local time moves a bar to another day."""
    for layer in drawn()["layer"]:
        scale = layer["encoding"]["x"]["scale"]
        assert scale["type"] == "utc"
        assert [(end["month"], end["date"]) for end in scale["domain"]] == [(11, 1), (12, 1)]


def test_the_others_together_are_pale() -> None:
    """Six names have a colour, all others one grey."""
    frame = pd.DataFrame({"token": list("abcdefg"), "place": range(1, 8)})
    colours = palette.ranked_colours(frame, "token")
    assert len(set(colours.values())) == 7
    assert colours["g"] == palette.PALE


def test_long_names_are_cut_in_tooltips() -> None:
    """A name of nine thousand letters does not cover the screen."""
    frame = pd.DataFrame({"person": ["x" * 9_000], "events": [1]})
    text = charts.ranking(frame, "person", "events").to_json()
    assert "truncate(datum['person'], 80)" in text


def test_a_bar_of_a_month_has_the_whole_month() -> None:
    """Years are drawn by months, from the first of the first one."""
    years = Period(datetime(2024, 2, 20, tzinfo=UTC), START)
    frame = pd.DataFrame(
        {"bucket": [datetime(2024, 2, 1, tzinfo=UTC)], "action_group": ["org"], "events": [1]}
    )
    chart = charts.through_time(
        frame,
        years,
        kind="action_group",
        count="events",
        colours=palette.group_colours(frame),
        unread=UNREAD,
    )
    _, bars = chart.to_dict()["layer"]
    assert bars["encoding"]["x"]["timeUnit"] == "utcyearmonth"
    assert bars["encoding"]["x"]["scale"]["domain"][0]["date"] == 1
