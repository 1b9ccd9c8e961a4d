"""Charts as they are handed to the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from dashboard import charts, palette
from dashboard.period import Period

START = datetime(2026, 11, 1, tzinfo=UTC)
MONTH = Period(START, START + timedelta(days=30))
INCOMPLETE = pd.DataFrame(
    {"from_time": [START], "to_time": [START + timedelta(days=2)], "state": ["not read"]}
)


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
        incomplete=INCOMPLETE,
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


def test_counts_begin_at_zero() -> None:
    """No bar looks taller than it is."""
    _, bars = drawn()["layer"]
    assert bars["encoding"]["y"]["scale"]["zero"] is True


def test_what_is_not_complete_is_drawn_beneath_the_bars() -> None:
    """An empty day, a day that was not read and a day that is not verified look different."""
    bands, _ = drawn()["layer"]
    assert bands["mark"]["type"] == "rect"
    colour = bands["encoding"]["color"]
    assert colour["value"] == palette.GREY
    assert colour["condition"] == {
        "test": "datum.state === 'not verified'",
        "value": palette.PURPLE,
    }


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
        incomplete=INCOMPLETE,
    )
    _, bars = chart.to_dict()["layer"]
    assert bars["encoding"]["x"]["timeUnit"] == "utcyearmonth"
    assert bars["encoding"]["x"]["scale"]["domain"][0]["date"] == 1


def test_a_day_that_is_not_verified_has_a_colour_of_its_own() -> None:
    """No other state of a day has it, and it stands out on white and on the dark background."""
    frame = pd.DataFrame(
        {
            "day": [START, START + timedelta(days=1)],
            "week": [START, START],
            "weekday": [7, 1],
            "events": [1, 2],
            "state": ["read", "not verified"],
        }
    )
    scale = charts.calendar(frame).to_dict()["encoding"]["color"]["scale"]
    colours = dict(zip(scale["domain"], scale["range"], strict=True))
    assert colours == {"read": palette.BLUE, "not verified": palette.PURPLE}
    assert list(palette.COLLECTED.values()).count(palette.PURPLE) == 1
    assert all(contrast(palette.PURPLE, ground) >= 3 for ground in ("#FFFFFF", "#0E1117"))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
