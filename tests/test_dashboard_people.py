"""The screen Members, further down: who is in which team, and whom the identity provider knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests import screens
from tests.governed import ago, day, forbidden, opener, words, writing
from tests.listed import happened, listing, member, told


@pytest.fixture
def provided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two teams since twenty days; mike joined web ten days ago. SCIM lacks and has others."""
    with writing(tmp_path) as writer:
        joined = happened(ago(10), "org.team.member.add", "acme", username="mike", team="web")
        told(writer, joined, until=ago(0))
        here = [member("olivia", "Owner", groups=["owners", "web"]), member("olga", groups=["web"])]
        listing(writer, "members", ago(20), [*here, member("mike")])
        listing(writer, "members", ago(1), [*here, member("mike", groups=["web"])])
        users = [
            user("olivia"),
            user("olga", active=False),
            user("zoe"),
            user("gone", active=False),
        ]
        listing(writer, "scim_users", ago(1), users)
    monkeypatch.setenv("HUBTRAIL_DATA", str(tmp_path))


def user(name: str, *, active: bool = True) -> dict[str, Any]:
    """Somebody as SCIM has them, known by e-mail."""
    mail = {"value": f"{name}@acme.example", "primary": True}
    return {"id": name, "userName": f"{name}@acme.example", "active": active, "emails": [mail]}


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The first table that has the column."""
    found: pd.DataFrame = next(each.value for each in app.dataframe if column in each.value.columns)
    return found


@pytest.mark.usefixtures("provided")
@pytest.mark.parametrize(("days", "web"), [(0, 3), (15, 2)])
def test_who_was_in_which_team(days: int, web: int) -> None:
    """As of the chosen day, the largest team first, with its owners."""
    shown = table(screens.screen("members", on=day(days)), "owners").set_index("team")
    assert shown["people"].to_dict() == {"web": web, "owners": 1}
    assert shown["owners"].to_dict() == {"web": 1, "owners": 1}
    assert words(shown.loc["owners", "members"]) == ["olivia"]


@pytest.mark.usefixtures("provided")
def test_whom_only_one_side_knows() -> None:
    """Switched off and still a member first; who is switched off and gone is nobody's worry."""
    shown = table(screens.screen("members"), "finding")
    found = [
        (*finding, name.split("@")[0])
        for finding, name in zip(shown["finding"], shown["name"], strict=True)
    ]
    assert found == [
        ("switched off, still a member", "olga"),
        ("provisioned, no member", "zoe"),
        ("member, not provisioned", "mike"),
    ]


def test_without_scim_it_is_said_what_would_do(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes an empty table for agreement."""
    said = [
        each.value for each in opener("members", tmp_path_factory, monkeypatch)(forbidden).warning
    ]
    assert any("SCIM users" in each for each in said)
