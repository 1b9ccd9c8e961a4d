"""The explorer: filters that live in the URL, rows that can be taken away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

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
    everything = period(EVERYTHING, now, fresh.oldest)
    return Scope(snapshot, warehouses.ACCOUNT, EVERYTHING, (), everything, fresh, now)


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


def test_the_newest_two_hundred_are_shown_and_more_on_request(explore: Explore) -> None:
    """The cap is said, and a button lifts it."""
    app = explore(**ALL)
    assert len(app.dataframe[0].value) == 200
    assert app.caption[0].value.startswith("The newest 200 of 2,9")
    app.button[0].click().run()
    assert len(app.dataframe[0].value) == 400


def test_the_number_shown_is_the_number_of_rows_taken_away(scope: Scope) -> None:
    """The two queries of the explorer filter alike."""
    for chosen in ({"text": "image1"}, {"user": "person2"}, {"groups": ["org", "billing"]}):
        counted = scope.ask("matching_by_group", **(NO_FILTER | chosen))["events"].sum()
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
