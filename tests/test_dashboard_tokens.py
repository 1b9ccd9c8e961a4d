"""The screen Tokens: which there are, and which want a look."""

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
    return opener("tokens", tmp_path_factory, monkeypatch)


def remarks(app: AppTest) -> dict[str, list[str]]:
    """What is said of each token that is shown."""
    shown: pd.DataFrame = app.dataframe[0].value
    return {str(row.token_label): words(row.remarks) for row in shown.itertuples()}


def test_what_is_worth_a_look_is_said_of_each_token(opened: Open) -> None:
    """Those that live, the gravest first."""
    assert remarks(opened(governed)) == {
        "wide": ["every repository", "no expiry", "never used"],
        "laptop": ["owner left"],
        "ci": ["ends in 30 days"],
        "stale": ["idle 90 days"],
        "off": ["switched off"],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"look": "gone"}, {"old"}),
        ({"look": "owner left"}, {"laptop"}),
        ({"look": "idle 90 days"}, {"stale"}),
        ({"look": "nonsense"}, {"wide", "laptop", "ci", "stale", "off"}),
        ({"used": "30 to 89 days ago"}, {"laptop", "off"}),
        ({"look": "switched off", "used": "in the last 7 days"}, set()),
    ],
)
def test_a_link_names_the_tokens_to_look_at(
    opened: Open, query: dict[str, str], expected: set[str]
) -> None:
    """By what is worth a look and by last use, both in the URL."""
    assert set(remarks(opened(governed, **query))) == expected


def test_a_token_says_whose_it_is_what_it_may_do_and_did(opened: Open) -> None:
    """As listed and as events tell, side by side."""
    shown = opened(governed).dataframe[0].value.set_index("token_label")
    assert words(shown.loc["wide", "scopes"]) == ["acme/*: repo-push"]
    assert words(shown.loc["ci", "repositories"]) == ["api"]
    assert (shown.loc["laptop", "person"], words(shown.loc["laptop", "owner_now"])) == (
        "mike",
        ["left"],
    )


def test_what_was_not_permitted_is_said_and_events_are_shown(opened: Open) -> None:
    """Whether an owner is a member nobody can tell; a listing that broke off says so."""
    app = opened(forbidden)
    said = [each.value.replace("\\", "") for each in app.warning]
    assert any("Personal tokens: not permitted." in each for each in said)
    assert any("The organisation's tokens: read in part only." in each for each in said)
    shown = app.dataframe[0].value
    assert set(shown["token_label"]) == {"half", "ci", "laptop"}
    assert not any(words(each) for each in shown["owner_now"])
