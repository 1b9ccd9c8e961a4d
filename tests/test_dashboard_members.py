"""The screen Members: who had access when, what changed, what that rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.governed import HOSTILE, ago, day, forbidden, governed, opener, people, words, writing
from tests.listed import member, push, told

Open = Callable[..., AppTest]


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the screen of a warehouse, with that query."""
    return opener("members", tmp_path_factory, monkeypatch)


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The first table that has the column."""
    found: pd.DataFrame = next(each.value for each in app.dataframe if column in each.value.columns)
    return found


def test_who_has_access_now(opened: Open) -> None:
    """Everybody with role, guests among them, owners first; the invited are no members."""
    shown = table(opened(governed), "teams")
    assert shown["member"].tolist()[:2] == ["olga", "olivia"]
    assert set(shown["member"]) >= {"eve", "mallory"}
    assert "ivan@acme.example" not in set(shown["member"])
    assert words(shown.set_index("member").loc["mallory", "role"]) == ["Member", "Guest"]


def test_a_name_that_would_turn_its_direction_is_shown_with_the_mark(opened: Open) -> None:
    """Nobody looks like somebody else."""
    members = set(table(opened(governed), "teams")["member"])
    assert HOSTILE not in members
    assert HOSTILE.replace("\u202e", "<U+202E>") in members


def test_who_had_access_on_a_day(opened: Open) -> None:
    """Between two listings by events: mallory had come, mike had not left, olga was no owner."""
    app = opened(governed, on=day(25))
    shown = table(app, "teams")
    assert set(shown["member"]) == {"olivia", "olga", "mike", "mallory"}
    assert words(shown.set_index("member").loc["olga", "role"]) == ["Member"]
    assert any("By the listing of" in each.value for each in app.caption)


def test_before_the_first_listing_it_is_said_that_events_were_counted_back(opened: Open) -> None:
    """The reader learns what the answer rests on."""
    app = opened(governed, on=day(60))
    assert set(table(app, "teams")["member"]) == {"olivia", "olga", "mike"}
    said = [each.value for each in (*app.caption, *app.warning)]
    assert any("Worked back by events from the first listing" in each for each in said)


@pytest.mark.parametrize(("days", "wrong"), [(30, False), (10, True)])
def test_missing_events_since_the_listing_are_said(opened: Open, days: int, wrong: bool) -> None:
    """A day after the newest event that was read is not known as well as a day before."""
    app = opened(half_read, on=day(days))
    said = [each.value.replace("\\", "") for each in (app.warning if wrong else app.caption)]
    (found,) = (each for each in said if "By the listing of" in each)
    assert ("Some of the events between may be missing" in found) == wrong


def half_read(folder: Path) -> Path:
    """Members listed forty days ago, and events read until twenty days ago; gives back `folder`."""
    with writing(folder) as writer:
        told(writer, push(ago(50), "sha256:a"), until=ago(20))
        people(writer, 40, member("olivia", "Owner"))
    return folder


def test_a_kind_is_picked_by_the_link(opened: Open) -> None:
    """What a colleague sent is what is shown, with the number of each kind beside it."""
    app = opened(governed, show="Guests")
    assert table(app, "teams")["member"].tolist() == ["mallory"]
    assert app.query_params["show"] == "Guests"
    assert not opened(governed, show="nonsense").exception


def test_what_is_different_between_two_days(opened: Open) -> None:
    """Came, left, got another role; whichever day is named first."""
    for query in ({"on": day(3), "against": day(39)}, {"on": day(39), "against": day(3)}):
        shown = table(opened(governed, **query), "before").fillna("")
        changes = {row.member: (words(row.change), row.after) for row in shown.itertuples()}
        assert changes == {
            "mallory": (["came"], "Member"),
            "mike": (["left"], ""),
            "olga": (["other role"], "Owner"),
        }


def test_an_invitation_that_waits_shows_its_age(opened: Open) -> None:
    """Ivan was invited five weeks ago, by olivia."""
    (row,) = table(opened(governed), "age").itertuples()
    assert (row.name, row.person, words(row.age)) == (
        "ivan@acme.example",
        "olivia",
        ["over 30 days"],
    )


def test_who_came_without_an_event_is_pointed_out(opened: Open) -> None:
    """Eve was there one day, and nothing tells who let her in."""
    shown = table(opened(governed), "why")
    assert "eve" in set(shown["thing"])
    assert "mallory" not in set(shown["thing"])


def test_what_was_not_permitted_is_said_with_what_would_do(opened: Open) -> None:
    """No listing is no empty organisation; the reason is shown as text."""
    app = opened(forbidden)
    said = [each.value.replace("\\", "") for each in app.warning]
    assert any("Members: not permitted. members want evil<U+202E>" in each for each in said)
    assert any("By events alone" in each for each in said)
    assert any("Not collected: see above." in each for each in said)
    assert not any("No invitation waits" in each.value for each in app.success)
    assert table(app, "teams")["member"].tolist() == ["mallory"]
