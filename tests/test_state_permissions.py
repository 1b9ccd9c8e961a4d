"""What plan, role or kind of token does not allow is said, and stops nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stamina
from pydantic import SecretStr

from flows.resources import RESOURCES
from hub.lookalike import Credential, LocalHub
from tests.states import asked, column, look
from tests.worlds import SCOPES, small_world

TOKEN: dict[str, Any] = {"identifier": "acme", "secret": SecretStr("not-a-secret-acme-oat")}
PERSONAL: dict[str, Any] = {"identifier": "robot", "secret": SecretStr("not-a-secret-robot")}
SCIM: dict[str, Any] = {"scim_token": SecretStr("not-a-secret-scim")}


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with one event, asked again without waiting."""
    with LocalHub(small_world(1)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def barred(outcomes: dict[str, Any]) -> dict[str, str]:
    """The resources that were not permitted, and what was said of each."""
    return {name: one.error for name, one in outcomes.items() if one.state == "not permitted"}


def test_an_owner_with_a_password_sees_everything(hub: LocalHub, tmp_path: Path) -> None:
    """A password sign-in of an owner and the SCIM token read every resource there is."""
    outcomes = look(hub, tmp_path, *RESOURCES, **SCIM)
    assert {one.state for one in outcomes.values()} == {"done"}
    assert all(one.rows for one in outcomes.values())


@pytest.mark.parametrize(
    ("credential", "expected"),
    [
        (PERSONAL, {"personal-access-tokens": "password", "scim-users": "HUBTRAIL_SCIM_TOKEN"}),
        (
            TOKEN,
            {
                "repositories": "scope-repository-list",
                "tags": "organisation access token",
                "org-access-tokens": "organisation access token",
                "org-settings": "organisation access token",
                "personal-access-tokens": "password",
                "scim-users": "HUBTRAIL_SCIM_TOKEN",
            },
        ),
    ],
    ids=["personal token", "organisation token"],
)
def test_what_a_credential_may_not_is_said(
    hub: LocalHub, tmp_path: Path, credential: dict[str, Any], expected: dict[str, str]
) -> None:
    """Each resource that is not permitted says what would do; the others are collected."""
    outcomes = look(hub, tmp_path, *RESOURCES, **credential)
    said = barred(outcomes)
    assert said.keys() == expected.keys()
    for name, words in expected.items():
        assert words in said[name]
        assert not outcomes[name].failed
    noted = asked(tmp_path, "select resource, error from runs where state = 'not permitted'")
    assert dict(noted) == said


def test_what_is_not_permitted_is_asked_once(hub: LocalHub, tmp_path: Path) -> None:
    """A token that may see no tags is not sent to every repository to learn it again."""
    look(hub, tmp_path, "repositories")
    before = len(hub.requests)
    look(hub, tmp_path, "tags", **TOKEN)
    assert sum(seen.path.endswith("/tags") for seen in hub.requests[before:]) == 1


def test_a_listing_that_is_short_by_scope_is_noticed(hub: LocalHub, tmp_path: Path) -> None:
    """A token that sees public repositories only makes no private one disappear."""
    look(hub, tmp_path, "audit-events", "repositories")
    outcome = look(hub, tmp_path, "repositories", **TOKEN)["repositories"]
    assert (outcome.state, outcome.failed) == ("not permitted", False)
    assert "scope-repository-list" in str(outcome.error)
    assert column(tmp_path, "select name from repositories") == ["api", "bare", "web"]


def test_a_first_listing_that_is_short_is_noticed_by_the_events(
    hub: LocalHub, tmp_path: Path
) -> None:
    """Where no better listing is known, a repository that was pushed to gives it away."""
    outcome = look(hub, tmp_path, "audit-events", "repositories", **TOKEN)["repositories"]
    assert (outcome.state, outcome.failed) == ("not permitted", False)
    assert "lacks api" in str(outcome.error)


def test_the_scope_makes_it_whole(hub: LocalHub, tmp_path: Path) -> None:
    """With scope-repository-list an organisation token lists all repositories."""
    hub.world.credentials.append(
        Credential(
            "acme", "not-a-secret-acme-all", "oat", scopes=(*SCOPES, "scope-repository-list")
        )
    )
    better = TOKEN | {"secret": SecretStr("not-a-secret-acme-all")}
    assert look(hub, tmp_path, "audit-events", "repositories", **better)["repositories"].state == (
        "done"
    )


def test_the_export_is_a_witness_that_may_be_missing(hub: LocalHub, tmp_path: Path) -> None:
    """Who is no owner gets the members without their export, and the run says so."""
    hub.world.credentials.append(Credential("mallory", "not-a-secret-mallory-pat", "pat"))
    member = {"identifier": "mallory", "secret": SecretStr("not-a-secret-mallory-pat")}
    outcome = look(hub, tmp_path, "members", **member)["members"]
    assert (outcome.state, outcome.failed) == ("done", False)
    assert "no second witness" in str(outcome.error)
    assert column(tmp_path, "select username from members where username is not null")
