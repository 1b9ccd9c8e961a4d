"""The explorer: filters that live in the URL, rows that can be taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from dashboard.bar import freshness
from dashboard.period import EVERYTHING, period
from dashboard.scope import Scope
from dashboard.spreadsheet import as_csv, as_json_lines
from tests import warehouses
from tests.screens import screen
from warehouse.publish import newest

ALL = {"period": EVERYTHING}
NO_FILTER = {
    "groups": [],
    "actions": [],
    "user": "",
    "token": "",
    "repository": "",
    "tag": "",
    "text": "",
    "by": "",
    "weekday": "",
    "hour": "",
    "from_time": "",
    "from_key": "",
}
Explore = Callable[..., AppTest]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full warehouse."""
    return warehouses.full(tmp_path_factory.mktemp("full"))


@pytest.fixture
def explore(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Explore:
    """Open the explorer by a link with those filters."""
    monkeypatch.setenv("HUBTRAIL_DATA", str(folder))

    def open_explorer(**query: str | list[str]) -> AppTest:
        return screen("explorer", **query)

    return open_explorer


@pytest.fixture
def scope(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Scope:
    """Everything in the full warehouse."""
    monkeypatch.setenv("HUBTRAIL_DATA", str(folder))
    snapshot = newest(folder)
    fresh = freshness(snapshot, warehouses.ACCOUNT)
    now = fresh.read_up_to
    assert now is not None
    everything = period(EVERYTHING, now, fresh.oldest)
    return Scope(snapshot, warehouses.ACCOUNT, EVERYTHING, (), everything, fresh, now)


def button(app: AppTest, label: str) -> Button:
    """The button of that name."""
    (found,) = (each for each in app.button if each.label == label)
    return found


@pytest.mark.parametrize(
    ("query", "column", "wanted"),
    [
        ({"group": "org"}, "action_group", {"org"}),
        ({"action": ["org.member.add", "org.member.remove"]}, "action", None),
        ({"user": "person3"}, "actor_user", {"person3"}),
        ({"token": "token4"}, "token_label", {"token4"}),
        ({"token": "id-of-token4"}, "token_label", {"token4"}),
        ({"repository": "acme-robotics/image5"}, "repository", {"acme-robotics/image5"}),
        ({"tag": "v7"}, "tag", {"v7"}),
    ],
)
def test_a_link_with_a_filter_shows_what_it_names(
    explore: Explore, query: dict[str, str | list[str]], column: str, wanted: set[str] | None
) -> None:
    """Only what passes is listed, and a link that somebody was sent says the same to all."""
    shown = explore(**query, **ALL).dataframe[0].value
    assert len(shown)
    assert set(shown[column]) == (wanted or set(query["action"]))


def test_a_filter_by_text_finds_it_in_words_names_and_details(explore: Explore) -> None:
    """Upper and lower case alike, in the sentence as in the details."""
    shown = explore(text="ID-OF-TOKEN2", **ALL).dataframe[0].value
    assert len(shown)
    assert shown["data"].str.contains("id-of-token2").all()


def test_a_link_to_nobody_shows_nothing_rather_than_everything(explore: Explore) -> None:
    """A filter for a name that did not occur is not dropped."""
    app = explore(user="somebody-else", **ALL)
    assert not app.exception
    assert not app.dataframe
    assert app.selectbox(key="user").value == "somebody-else"


def test_hostile_names_can_be_asked_for_like_others(explore: Explore) -> None:
    """What stands in a filter is compared, never run or drawn."""
    for name in warehouses.HOSTILE[:6]:
        app = explore(user=name, **ALL)
        assert not app.exception
        assert len(app.dataframe[0].value) == 1


def test_every_event_is_on_one_page(explore: Explore) -> None:
    """Leafing to the end shows each event once; each page can be sent, and leafed back from."""
    app = explore(**ALL, columns=["event_key"])
    total = int(re.findall(r"[\d,]+", app.caption[0].value)[1].replace(",", ""))
    pages = [app.dataframe[0].value]
    while any(button.label == "Older" for button in app.button):
        button(app, "Older").click().run()
        pages.append(app.dataframe[0].value)
    assert pd.concat(pages)["event_key"].nunique() == sum(map(len, pages)) == total
    assert all(page["event_time"].is_monotonic_decreasing for page in pages)
    again = explore(**ALL, **{"from": app.query_params["from"]})
    assert again.dataframe[0].value["event_key"].tolist() == pages[-1]["event_key"].tolist()
    button(again, "Newer").click().run()
    assert again.dataframe[0].value["event_key"].tolist() == pages[-2]["event_key"].tolist()
    button(again, "Newest").click().run()
    assert again.dataframe[0].value["event_key"].tolist() == pages[0]["event_key"].tolist()


def test_another_filter_begins_with_its_newest_events(explore: Explore) -> None:
    """Nobody is left on a page that the filter has emptied."""
    app = explore(**ALL)
    button(app, "Older").click().run()
    app.text_input(key="tag").set_value("v7").run()
    assert "from" not in app.query_params
    assert set(app.dataframe[0].value["tag"]) == {"v7"}


@pytest.mark.parametrize("start", ["nonsense", "2026-01-01~nonsense", "never~", "~"])
def test_a_broken_page_in_a_link_breaks_nothing(explore: Explore, start: str) -> None:
    """No exception for a link that was cut while it was copied."""
    assert not explore(**ALL, **{"from": start}).exception


def test_the_columns_are_those_of_the_link(explore: Explore) -> None:
    """Chosen columns travel with the link; an unknown one is left out."""
    app = explore(**ALL, columns=["digest", "nonsense"])
    assert not app.exception
    assert json.loads(app.dataframe[0].proto.columns)
    assert list(app.dataframe[0].proto.column_order) == ["digest"]


def test_hours_weekdays_and_who_did_it_narrow_too(explore: Explore) -> None:
    """What a click on a cell of the week means."""
    app = explore(**ALL, weekday="Wed", hour="13", by="token")
    shown = app.dataframe[0].value
    assert {(time.isoweekday(), time.hour) for time in shown["event_time"]} == {(3, 13)}
    assert shown["token_label"].notna().all()


def test_the_number_shown_is_the_number_of_rows_taken_away(scope: Scope) -> None:
    """The two queries of the explorer filter alike."""
    for chosen in ({"text": "image1"}, {"user": "person2"}, {"groups": ["org", "billing"]}):
        counted = scope.ask("matching_by_group", **(NO_FILTER | chosen)).frame["events"].sum()
        taken = scope.download("matching_events", **(NO_FILTER | chosen), most=100_000)
        assert len(taken) == counted > 0


def test_the_files_hold_the_events_and_no_formula(scope: Scope) -> None:
    """Each event once in both files; what begins like a formula is quoted in the CSV alone."""
    taken = scope.download("matching_events", **NO_FILTER, most=100_000)
    lines = [json.loads(line) for line in as_json_lines(taken).splitlines()]
    rows = list(csv.DictReader(io.StringIO(as_csv(taken).decode(), newline="")))
    assert [row["event_key"] for row in rows] == [line["event_key"] for line in lines]
    assert not [row for row in rows for cell in row.values() if cell[:1] in set("=+-@\t\r＝＋－＠")]  # noqa: RUF001
    assert {"=HYPERLINK(1)", "＠SUM(A1)"} <= {line["actor_user"] for line in lines}  # noqa: RUF001
    assert "'=HYPERLINK(1)" in {row["actor_user"] for row in rows}
