"""Each screen, run with warehouses in each state of life."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests import screens, warehouses
from warehouse import ask
from warehouse.ask import open_snapshot
from warehouse.publish import newest

SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "collection")
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A data folder for each state of life."""
    states = {
        "empty": warehouses.empty,
        "young": warehouses.young,
        "full": warehouses.full,
    }
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in states.items()}


@pytest.fixture
def opened(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a screen of the dashboard of a warehouse in that state, with that query."""

    def open_screen(state: str, screen: str = "overview", **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("HUBTRAIL_DATA", str(folders.get(state, state)))
        return screens.screen(screen, **query)

    return open_screen


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("state", ["young", "full"])
def test_every_screen_opens_and_says_how_fresh_it_is(opened: Open, state: str, screen: str) -> None:
    """No exception, and the words on freshness and completeness first."""
    app = opened(state, screen)
    assert not app.exception
    assert screen.capitalize() in app.subheader[0].value
    assert "Read up to" in app.markdown[0].value
    assert "complete since" in app.markdown[0].value


@pytest.mark.parametrize("screen", SCREENS)
def test_before_anything_is_collected_it_says_what_to_type(opened: Open, screen: str) -> None:
    """A friendly page with the command, and the reason of a run that failed."""
    app = opened("empty", screen)
    assert not app.exception
    assert app.title[0].value == "Nothing is collected yet"
    assert "hubtrail demo" in app.code[0].value
    assert "Docker Hub refused the secret" in app.error[0].value


def test_without_any_snapshot_it_says_what_to_type(opened: Open, tmp_path: Path) -> None:
    """A newcomer's first look, before the first command."""
    app = opened(str(tmp_path))
    assert not app.exception
    assert app.title[0].value == "Nothing is collected yet"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_damaged_snapshot_is_said(opened: Open, tmp_path: Path, screen: str) -> None:
    """Never as if nothing had been collected."""
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    (snapshots / "latest").write_text("torn.duckdb\n")
    (snapshots / "torn.duckdb").write_bytes(b"torn" * 5_000)
    app = opened(str(tmp_path), screen)
    assert not app.exception
    assert "torn\\.duckdb cannot be opened" in app.error[0].value
    assert not app.title


def test_a_wrong_setting_is_said_in_a_sentence(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback for a typing error."""
    monkeypatch.setenv("HUBTRAIL_QUOTA_SHARE", "lots")
    app = opened("full")
    assert not app.exception
    assert "HUBTRAIL\\_QUOTA\\_SHARE" in app.error[0].value


def test_the_four_numbers_are_those_of_the_events(opened: Open, folders: dict[str, Path]) -> None:
    """Counted again from the events themselves."""
    app = opened("full", period="everything")
    events, changes = rows(folders["full"], "audit_events"), rows(folders["full"], "pushes")
    by_token = events["token_label"].notna()
    members = rows(folders["full"], "membership_changes")
    expected = [
        len(changes),
        len(members),
        int((by_token | events["action"].str.startswith("org.access_token.")).sum()),
        events.loc[~by_token, "actor_user"].nunique(),
    ]
    assert [metric.value for metric in app.metric] == [f"{number:,}" for number in expected]
    assert not any(metric.delta for metric in app.metric)  # nothing was read before


def test_the_change_to_the_period_before_is_shown_where_both_were_read(opened: Open) -> None:
    """A week and the week before lie in what was read, though not the month before."""
    assert all(metric.delta for metric in opened("full", period="last 24 hours").metric)
    assert not any(metric.delta for metric in opened("full").metric)


def test_what_is_looked_at_stands_in_the_url(opened: Open) -> None:
    """The address is the link to send, whatever the link before said; nonsense is not followed."""
    app = opened("full", account="nobody", period="nonsense", days="never")
    assert not app.exception
    assert app.query_params["account"] == warehouses.ACCOUNT
    app.selectbox(key="period in the bar").select("last 7 days").run()
    assert app.query_params["period"] == "last 7 days"


def test_a_gap_a_reject_and_a_failure_are_pointed_out(opened: Open) -> None:
    """What is wrong is coloured, what a name says in Markdown is not believed."""
    strip = opened("full", "collection").markdown[0].value.replace("\\", "")
    assert "1 gap, 2 days" in strip
    assert "1 rejected" in strip
    assert strip.count(":orange-badge[") == 3


def test_nothing_happened_and_nobody_looked_are_told_apart(opened: Open) -> None:
    """The young organisation: no members changed in ten minutes, but a month was not read."""
    young = opened("young", "members")
    assert any("of this time was not" in each.value for each in young.warning)
    unread = opened("young", "members", period="chosen days", days=["2024-01-01", "2024-01-02"])
    assert any("Not collected" in each.value for each in unread.warning)
    read = opened("full", "explorer", period="last 24 hours", user="nobody")
    assert any("all of this time was read" in each.value for each in read.info)


def test_the_newest_pushes_say_what_they_moved(opened: Open, folders: dict[str, Path]) -> None:
    """The badge of each push is the view's verdict over all time."""
    shown = opened("full", "pushes").dataframe[0].value
    expected = rows(folders["full"], "pushes").sort_values("event_time", ascending=False)
    assert len(shown) == 200
    assert shown["event_time"].tolist() == expected["event_time"].head(200).tolist()
    assert {effect for (effect,) in shown["effect"]} == {"new", "moved"}


def test_the_tokens_list_says_who_used_each_on_what(opened: Open) -> None:
    """Every token of the events, hostile ones too, with its user and repositories."""
    shown = opened("full", "tokens").dataframe[0].value
    assert len(shown) == 9 + len(warehouses.HOSTILE)
    token = shown[shown["token_label"] == "token3"].iloc[0]
    assert list(token["kind"]) == ["organisation"]
    assert "image3" in list(token["repositories"])


def test_the_calendar_and_the_lists_of_collection_show_what_went_wrong(opened: Open) -> None:
    """Gap, lateness, runs with the failure first, and the rejected entry word for word."""
    shown = [each.value for each in opened("full", "collection").dataframe]
    gaps, late, runs, rejected = shown[0], shown[1], shown[2], shown[-1]
    assert gaps["hours"].tolist() == [48.0]
    assert late["late_events"].tolist() == [1]
    assert [state for (state,) in runs["state"]] == ["failed", "done"]
    assert rejected["raw"].tolist() == ['{"timestamp":"never"}']


def test_a_question_that_wants_too_much_memory_is_said_so(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader learns what to do; nothing breaks."""
    monkeypatch.setitem(ask.SANDBOX, "memory_limit", "1500KB")
    app = opened(str(warehouses.young(tmp_path)))
    assert not app.exception
    assert "choose a shorter time" in app.warning[-1].value


def test_a_new_snapshot_is_shown_without_being_asked(opened: Open, tmp_path: Path) -> None:
    """The next look at the pointer starts the page over, and old answers are not kept."""
    folder = warehouses.young(tmp_path)
    app = opened(str(folder))
    assert app.metric[0].value == "3"
    old = newest(folder)
    warehouses.push_again(folder, f"{warehouses.ACCOUNT}/brand-new")
    old.unlink()
    assert app.run().metric[0].value == "4"
    assert not app.exception


def rows(folder: Path, view: str) -> pd.DataFrame:
    """All rows of a view of the newest snapshot."""
    with closing(open_snapshot(newest(folder))) as connection:
        frame: pd.DataFrame = connection.view(view).to_arrow_table().to_pandas()
        return frame


def test_the_time_machine_tells_the_lives_of_a_tag(opened: Open, folders: dict[str, Path]) -> None:
    """Every digest that the chosen tag had, each from its push to the next; the last one lives."""
    moves = rows(folders["full"], "tag_moves")
    mine = moves[(moves["repository"] == "acme-robotics/image3") & (moves["tag"] == "v7")]
    app = opened("full", "pushes", of="image3", pointer="v7")
    lives = app.dataframe[1].value
    assert (
        lives["digest"].tolist() == mine.sort_values("moved_at")["digest"].str[:19].tolist()[::-1]
    )
    assert lives["alive"].tolist() == [True] + [False] * (len(mine) - 1)
    assert lives["live_until"].tolist()[1:] == lives["moved_at"].tolist()[:-1]


def test_the_time_machine_knows_no_tag_that_never_was(opened: Open) -> None:
    """A link to a tag that nobody pushed shows nothing, and nothing hostile is run."""
    for tag in ("never", "'; drop view pushes; --", *warehouses.HOSTILE[:6]):
        assert not opened("full", "pushes", of="image3", pointer=tag).exception
