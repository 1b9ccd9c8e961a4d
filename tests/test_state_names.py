"""Names that Docker Hub sends: only what can be a name of our own becomes part of a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import stamina

from flows.resources import RESOURCES
from hub.lookalike import LocalHub
from tests.commands import place_at
from tests.states import asked, column, look
from tests.worlds import START_MS, push_text, small_world

UNUSABLE: list[Any] = [
    None,
    "",
    "acme",
    "unowned",
    "/",
    "/api",
    "acme/",
    "acme/..",
    "acme/../other",
    "acme/api/tags",
    "acme/a b",
    "acme/api?page=2",
    "acme/api#top",
    "acme/%2e%2e",
    "acme/\x1b[2J",
    "acme/\u202egnp",
    f"acme/{'x' * 256}",
    "other/thing",
    "acme-two/api",
]


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A small organization with one usable event, asked again without waiting."""
    with LocalHub(small_world(1)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def add_events(hub: LocalHub, names: list[Any]) -> None:
    """Log a push for each of these names, one second apart."""
    for number, name in enumerate(names, 1):
        event = orjson.loads(push_text(number)) | {"name": name}
        hub.world.log.add(START_MS + number * 1000, event)


def paths(hub: LocalHub, part: str) -> set[str]:
    """The paths that were asked for and contain this text."""
    return {seen.path for seen in hub.requests if part in seen.path}


def test_names_in_events_that_are_not_ours_are_not_asked_for(hub: LocalHub, tmp_path: Path) -> None:
    """Without a list of repositories only valid names of the organization are asked for."""
    hub.habits.lists_repositories = False
    add_events(hub, UNUSABLE)
    outcomes = look(hub, tmp_path, "audit-events", "repositories", "tags")
    assert (outcomes["tags"].state, outcomes["tags"].error) == ("done", None)
    assert column(tmp_path, "select distinct repository from tags") == ["acme/api"]
    assert paths(hub, "/repositories/") == {"/v2/namespaces/acme/repositories/api/tags"}
    assert asked(tmp_path, "select count(*) from events") == [(len(UNUSABLE) + 1,)]


def test_names_in_events_do_not_make_a_listing_look_short(hub: LocalHub, tmp_path: Path) -> None:
    """No event with an unusable name makes us doubt the list of repositories."""
    add_events(hub, UNUSABLE)
    outcome = look(hub, tmp_path, "audit-events", "repositories")["repositories"]
    assert (outcome.state, outcome.error) == ("done", None)
    assert paths(hub, "/tags") == set()


def test_the_owner_in_an_event_may_be_in_capitals(hub: LocalHub, tmp_path: Path) -> None:
    """`Acme/web` is a repository of acme."""
    hub.habits.lists_repositories = False
    add_events(hub, ["Acme/web"])
    look(hub, tmp_path, "audit-events", "tags")
    assert column(tmp_path, "select distinct repository from tags") == ["acme/api", "acme/web"]


@pytest.mark.parametrize("name", ["..", "a b", "api/../../orgs", "x?y", "\u202ex"])
def test_a_listed_repository_that_cannot_be_asked_for(
    hub: LocalHub, tmp_path: Path, name: str
) -> None:
    """Its tags are reported as missing, and the other repositories are read."""
    hub.world.repositories[name] = hub.world.repositories["api"] | {"name": name}
    outcome = look(hub, tmp_path, "repositories", "tags")["tags"]
    assert outcome.state == "partial"
    assert "cannot be the name of a repository" in str(outcome.error)
    assert len(paths(hub, "/tags")) == 3
    assert column(tmp_path, "select distinct repository from tags") == ["acme/api", "acme/web"]


@pytest.mark.parametrize("name", [None, "", "..", "a/b", "a b", "a\nb", "a?b", "a%2fb"])
def test_a_team_that_cannot_be_asked_for(hub: LocalHub, tmp_path: Path, name: str | None) -> None:
    """Its members are reported as missing, and the other teams are read."""
    hub.world.teams["unusable"] = hub.world.teams["owners"] | {"id": 7, "name": name}
    outcome = look(hub, tmp_path, "teams")["teams"]
    assert outcome.state == "partial"
    assert "cannot be the name of a team" in str(outcome.error)
    assert len(paths(hub, "/groups/")) == 2
    assert column(tmp_path, "select distinct team from team_members") == ["owners", "platform"]


def test_a_team_may_have_letters_of_any_language(hub: LocalHub, tmp_path: Path) -> None:
    """What is harmless in a request is asked for, also beyond the letters of English."""
    hub.world.teams["größe"] = hub.world.teams["owners"] | {"id": 7, "name": "größe"}
    hub.world.team_members["größe"] = ["olivia"]
    assert look(hub, tmp_path, "teams")["teams"].state == "done"
    assert "größe" in column(tmp_path, "select distinct team from team_members")


@pytest.mark.parametrize("identifier", ["..", "a/b", "a b", 7, "x?y"])
def test_a_token_that_cannot_be_asked_for(
    hub: LocalHub, tmp_path: Path, identifier: object
) -> None:
    """Its resources are reported as missing; it and the other tokens are kept."""
    hub.world.org_access_tokens.append(
        hub.world.org_access_tokens[0] | {"id": identifier, "label": "unusable"}
    )
    outcome = look(hub, tmp_path, "org-access-tokens")["org-access-tokens"]
    assert outcome.state == "partial"
    assert "cannot be the id of a token" in str(outcome.error)
    assert len(paths(hub, "/access-tokens/")) == 2
    assert column(tmp_path, "select label from org_access_tokens") == ["deploy", "scan", "unusable"]


def test_another_token_in_the_answer_is_not_believed(hub: LocalHub, tmp_path: Path) -> None:
    """Details of a token count only where they carry its id."""
    look(hub, tmp_path, "org-access-tokens")
    first, second = hub.world.org_access_tokens
    hub.before_answer.append(
        lambda seen: first.update(id=second["id"]) if seen.path.endswith(first["id"]) else None
    )
    before = column(tmp_path, "select token_id from org_access_tokens")
    look(hub, tmp_path, "org-access-tokens")
    assert column(tmp_path, "select token_id from org_access_tokens") == before


def test_no_event_of_another_organization_confirms_a_listing(hub: LocalHub, tmp_path: Path) -> None:
    """The deletion of other/api says nothing about acme/api."""
    event = orjson.loads(push_text(1)) | {"name": "other/api", "action": "repo.delete", "data": {}}
    hub.world.log.add(START_MS + 1000, event)
    look(hub, tmp_path, *RESOURCES)
    assert asked(tmp_path, "from unexplained_changes where resource = 'repositories'") == []


def test_doctor_asks_for_no_name_that_is_none(hub: LocalHub, tmp_path: Path) -> None:
    """The first valid name in the list of repositories is tried, whatever stands before it."""
    hub.faults.bad_rows = [None, 7, {}, {"name": None}, {"name": ".."}, {"name": "web"}]
    hub.faults.once("empty", times=2, path="/acme/repositories")  # doctor lists them twice
    hub.faults.once("bad-rows", times=2, path="/acme/repositories")
    assert "tags" not in place_at(tmp_path, hub).type("doctor").out
    assert paths(hub, "/tags") == {"/v2/namespaces/acme/repositories/web/tags"}
