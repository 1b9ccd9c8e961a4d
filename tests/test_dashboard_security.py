"""The screen Security: what protects the organisation, and each change with before and after."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.governed import forbidden, governed, opener, words

Open = Callable[..., AppTest]


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the screen of a warehouse, with that query."""
    return opener("security", tmp_path_factory, monkeypatch)


def changes(app: AppTest) -> pd.DataFrame:
    """The changes of the period, by what changed."""
    frame: pd.DataFrame = app.dataframe[0].value
    return frame.set_index("thing")


def test_a_change_shows_before_and_after(opened: Open) -> None:
    """What the event before said is the before, even where that lies outside the period."""
    row = changes(opened(governed)).loc["SSO enforced"]
    assert (row["before"], row["after"], row["actor_user"]) == ("on", "off", "olivia")
    assert words(row["area"]) == ["sign-on"]


def test_listings_say_what_an_event_does_not(opened: Open) -> None:
    """Docker Hub says that settings changed; the listings what, and the event who."""
    shown = changes(opened(governed))
    row = shown.loc["images of some publishers only"]
    assert (row["before"], row["after"], row["source"]) == ("on", "off", "listing")
    assert row["actor_user"] == "olivia"
    assert "Docker Official Images allowed" not in shown.index


def test_how_things_stand_is_the_newest_of_each(opened: Open) -> None:
    """Whatever time is chosen, a name from outside as text."""
    shown = opened(governed, period="last 24 hours").dataframe
    stands = next(each.value for each in shown if "stands" in each.value.columns)
    now = dict(zip(stands["thing"], stands["stands"], strict=True))
    assert now["SSO enforced"] == "off"
    assert now["images of some publishers only"] == "off"
    assert now["Docker Official Images allowed"] == "on"
    assert now["domain evil<U+202E>gnp<b>[x](javascript:alert(1))"] == "there"
    assert "organisation settings" not in now


def test_no_change_and_nobody_looked_are_told_apart(opened: Open) -> None:
    """A quiet day is said to have been read; settings that may not be listed say so."""
    quiet = opened(governed, period="last 24 hours")
    assert any("No changes of what protects" in each.value for each in quiet.info)
    said = [each.value.replace("\\", "") for each in opened(forbidden).warning]
    assert any("Settings: not permitted." in each for each in said)


def test_a_listing_that_nobody_tried_says_which_command_does(opened: Open) -> None:
    """Neither run nor listing: that is no reason, but it has a remedy."""
    (said,) = (each.value.replace("\\", "") for each in opened(governed).warning)
    assert "Repositories: not collected. No run has listed them yet: hubtrail ingest does." in said


def tags_judged(app: AppTest) -> list[list[str]]:
    """The tags that the card about them names, where it is drawn."""
    shown = [each.value for each in app.dataframe if "why" in each.value.columns]
    return [frame["thing"].tolist() for frame in shown if set(frame["resource"]) == {"tags"}]


def test_tags_that_nobody_pushed_are_shown(opened: Open) -> None:
    """A listing shows a digest that no event tells of."""
    assert tags_judged(opened(governed)) == [["acme/edge:v9"]]


def test_many_pushes_are_judged_only_when_wanted(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen that opens at once says what it left out, and does it on request."""
    monkeypatch.setattr("dashboard.listed.MOST_JUDGED", -1)
    app = opened(governed)
    assert tags_judged(app) == []
    (toggle,) = [each for each in app.toggle if "pushes are read" in each.label]
    toggle.set_value(True).run()
    assert tags_judged(app) == [["acme/edge:v9"]]
