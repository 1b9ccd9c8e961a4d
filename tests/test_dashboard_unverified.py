"""Time that was answered but not verified, on the screens of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.bar import freshness
from dashboard.published import answer
from tests import screens, warehouses
from warehouse.publish import newest

SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "collection")
DAY = timedelta(days=1)
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A data folder in which two days are not verified, and one in which nothing is."""
    states = {"partly": warehouses.partly_verified, "not at all": warehouses.unverified}
    return {name: make(tmp_path_factory.mktemp("data")) for name, make in states.items()}


@pytest.fixture
def opened(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a screen of the dashboard of the warehouse in that state, with that query."""

    def open_screen(state: str, screen: str, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("HUBTRAIL_DATA", str(folders[state]))
        return screens.screen(screen, **query)

    return open_screen


def ask(folder: Path, name: str, **more: object) -> pd.DataFrame:
    """What a query of the dashboard answers for the last 20 days."""
    now = datetime.now(UTC)
    period = {"since": (now - 20 * DAY).isoformat(), "until": (now + DAY).isoformat()}
    asked = {"account": warehouses.ACCOUNT, "now": now.isoformat(), "most": 10}
    return answer(newest(folder), name, asked | period | more).frame


def header(app: AppTest) -> str:
    """The remarks above the screen, without escapes."""
    return app.markdown[0].value.replace("\\", "")


def days_ago(*days: int) -> list[str]:
    """Those days, as a link names them."""
    return [f"{(datetime.now(UTC) - each * DAY).date()}" for each in days]


def test_time_not_read_and_time_not_verified_are_told_apart(folders: dict[str, Path]) -> None:
    """Ten days before the first reading were not read, two between readings are not verified."""
    frame = ask(folders["partly"], "uncollected")
    assert frame["state"].tolist() == ["not read", "not verified"]
    assert frame["seconds"].tolist() == pytest.approx([10 * 86_400, 2 * 86_400], abs=60)


def test_unverified_time_up_to_now_is_not_spared(folders: dict[str, Path]) -> None:
    """The newest minutes may be unread, but what was answered for them must be verified."""
    now = datetime.now(UTC) - timedelta(minutes=2)
    recent = {"since": (now - timedelta(minutes=30)).isoformat(), "now": now.isoformat()}
    frame = ask(folders["not at all"], "uncollected", **recent)
    assert frame["state"].tolist() == ["not verified"]
    assert frame["seconds"].tolist() == [1_800.0]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_opens_where_nothing_is_verified(opened: Open, screen: str) -> None:
    """No exception, and no claim that anything was read up to a time."""
    app = opened("not at all", screen)
    assert not app.exception
    assert "Nothing is verified yet" in header(app)
    assert "5 days not verified here: events may be missing" in header(app)
    assert "Read up to" not in header(app)
    assert "complete since" not in header(app)


def test_events_that_are_not_verified_are_counted(opened: Open) -> None:
    """They are kept, so the numbers hold them, without a comparison to the period before."""
    app = opened("not at all", "overview")
    assert app.metric[0].value == "3"
    assert not any(metric.delta for metric in app.metric)


def test_members_by_unverified_events_are_not_said_to_be_all(opened: Open) -> None:
    """Who had access is worked out from events, of which some may be missing."""
    said = [each.value.replace("\\", "") for each in opened("not at all", "members").warning]
    assert any("No events are verified yet, so some may be missing." in each for each in said)


def test_the_header_names_unverified_time_and_a_wrong_clock(opened: Open) -> None:
    """How much is not verified, here and in all, and how wrong the clock was."""
    week, last_day = (
        opened("partly", "overview", period=f"last {each}") for each in ("30 days", "24 hours")
    )
    assert "2 days not verified here: events may be missing" in header(week)
    assert "2 days not verified]" in header(last_day)
    assert "this machine's clock was 2 days ahead of Docker Hub's" in header(last_day)
    assert "Read up to" in header(last_day)


def test_an_empty_answer_of_unverified_time_is_no_proof(opened: Open) -> None:
    """The explorer never says that all of such a time was read."""
    app = opened("partly", "explorer", user="nobody", period="chosen days", days=days_ago(7, 5))
    assert any("not verified: events may be missing" in each.value for each in app.warning)
    assert not app.info
    verified = opened("partly", "explorer", user="nobody", period="last 24 hours")
    assert any("all of this time was read" in each.value for each in verified.info)


def test_the_collection_screen_lists_what_is_not_verified(opened: Open) -> None:
    """From, to, hours and the reason."""
    app = opened("partly", "collection")
    (shown,) = (each.value for each in app.dataframe if "reason" in each.value and len(each.value))
    assert shown["hours"].tolist() == [48.0]
    assert shown["reason"].tolist() == [warehouses.DOUBT]
    assert shown["to_time"].tolist() == [shown["from_time"].iloc[0] + 2 * DAY]


def test_the_collection_screen_says_that_everything_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good news where no time is unverified."""
    monkeypatch.setenv("HUBTRAIL_DATA", str(warehouses.young(tmp_path)))
    said = [each.value for each in screens.screen("collection").success]
    assert "Everything that was answered is verified." in said


def test_a_day_of_the_calendar_is_as_good_as_its_worst_part(folders: dict[str, Path]) -> None:
    """Unverified time spoils a day; with unread time beside it, the day is partly read."""
    partly = ask(folders["partly"], "coverage_calendar").set_index("day")["state"]
    assert partly.iloc[-12:].tolist() == [
        "not read",
        "partly read",
        *["read"] * 2,
        *["not verified"] * 3,
        *["read"] * 5,
    ]
    unverified = ask(folders["not at all"], "coverage_calendar").set_index("day")["state"]
    assert unverified.iloc[-7:].tolist() == ["not read", "partly read", *["not verified"] * 5]


def test_a_run_dated_in_the_future_does_not_count_as_the_newest(tmp_path: Path) -> None:
    """Once the clock is right again, the header no longer calls it wrong."""
    fresh = freshness(newest(warehouses.clock_set_right(tmp_path)), warehouses.ACCOUNT)
    assert (fresh.last_state, fresh.last_error) == ("done", "")
    assert fresh.clock_ahead_seconds == 0


def test_nothing_verified_leaves_the_times_open(folders: dict[str, Path]) -> None:
    """What is known of such a trail is how far answers reach, and how much is not verified."""
    fresh = freshness(newest(folders["not at all"]), warehouses.ACCOUNT)
    assert (fresh.read_up_to, fresh.complete_since) == (None, None)
    assert fresh.answered_up_to is not None
    assert fresh.unverified_seconds == 5 * 86_400
