"""Answers with a wrong type in every field: no traceback, and the good entries beside are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import stamina
from pydantic import SecretStr

from flows.resources import RESOURCES
from hub.lookalike import LocalHub
from tests.states import asked, column, look
from tests.worlds import START_MS, Record, push_text, small_world

WRONG: list[Any] = [
    None,
    "",
    "\x00\x1b\u202e",
    "../..",
    -1,
    2**64 - 1,
    1.5,
    1e300,
    True,
    [],
    [None, 7, "x", {}],
    {},
    {"name": {"name": []}, "0": None},
]
PATHS = {  # of each listing: where it is, its entries, and what they are known by
    "repositories": ("/acme/repositories", "name"),
    "tags": ("/api/tags", "name"),
    "members": ("/orgs/acme/members", "id"),
    "teams": ("/orgs/acme/groups", "id"),
    "team_members": ("/owners/members", "id"),
    "invites": ("/invites", "id"),
    "org_access_tokens": ("/acme/access-tokens", "id"),
    "personal_access_tokens": ("/v2/access-tokens", "uuid"),
    "scim_users": ("/scim/2.0/Users", "id"),
}
DETAILS = ("tag", "digest", "access_token_id", "access_token_label", "username", "team")
ACTIONS = ("repo.create", "repo.delete", "org.team.member.add", "org.access_token.create")
SCIM: dict[str, Any] = {"scim_token": SecretStr("not-a-secret-scim")}
KEYS = "select key from state_versions where kind = '{}' and valid_to is null"
STATES = {"done", "partial", "failed", "not permitted"}


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A small organization with one good event, asked again without waiting."""
    with LocalHub(small_world(1)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What each listing holds where nothing is wrong, by the keys of the entries."""
    folder = tmp_path_factory.mktemp("good")
    with LocalHub(small_world(1)) as hub:
        look(hub, folder, *RESOURCES, **SCIM)
    return {listing: set(column(folder, KEYS.format(listing))) for listing in PATHS}


def samples(hub: LocalHub) -> dict[str, Record]:
    """A good entry of each listing."""
    world = hub.world
    return {
        "repositories": world.repositories["api"],
        "tags": world.tags["api"]["1.0"],
        "members": world.members[0],
        "teams": world.teams["owners"],
        "team_members": world.members[0],
        "invites": world.invites[0],
        "org_access_tokens": world.org_access_tokens[0],
        "personal_access_tokens": world.personal_access_tokens["olivia"][0],
        "scim_users": world.scim_users[0],
    }


def bent(good: Record, key: str) -> list[Any]:
    """The entry under another key each time, with each wrong value in each of its fields."""
    entries = [
        good | {key: f"bad-{field}-{number}", field: wrong}
        for field in good
        for number, wrong in enumerate(WRONG)
    ]
    return [*WRONG, *entries]


@pytest.mark.parametrize("listing", PATHS)
def test_any_value_in_any_field_of_a_listing(
    hub: LocalHub, tmp_path: Path, good: dict[str, set[str]], listing: str
) -> None:
    """Every resource ends in an outcome, and the good entries of this one are all there."""
    path, key = PATHS[listing]
    hub.faults.bad_rows = bent(samples(hub)[listing], key)
    hub.faults.once("bad-rows", times=1_000, path=path, page=1)
    outcomes = look(hub, tmp_path, *RESOURCES, **SCIM)
    assert {one.state for one in outcomes.values()} <= STATES
    assert good[listing]
    assert good[listing] <= set(column(tmp_path, KEYS.format(listing)))


def test_any_value_in_any_field_of_an_event(hub: LocalHub, tmp_path: Path) -> None:
    """What an event says becomes part of no bad request, and the good event is kept."""
    hub.habits.lists_repositories = False
    good = orjson.loads(push_text(1))
    for number, event in enumerate(events(good), 1):
        hub.world.log.add(START_MS + number, event)
    hub.world.log.add_text(START_MS + 10_000, push_text(10))
    for _ in range(2):
        outcomes = look(hub, tmp_path, *RESOURCES, **SCIM)
        assert {one.state for one in outcomes.values()} <= STATES
        assert outcomes["tags"].state == "done"
    tags = column(tmp_path, "select tag from audit_events where tag is not null")
    assert {"build-0", "build-10"} <= set(tags)
    assert {path for path in paths(hub) if path.endswith("/tags")} == {
        "/v2/namespaces/acme/repositories/api/tags"
    }


def paths(hub: LocalHub) -> set[str]:
    """The paths that were asked for."""
    return {seen.path for seen in hub.requests}


def events(good: Record) -> list[Any]:
    """The event with each wrong value in each of its fields, and in each detail."""
    whole = [good | {field: wrong} for field in good if field != "timestamp" for wrong in WRONG]
    details = [good | {"data": good["data"] | {key: wrong}} for key in DETAILS for wrong in WRONG]
    others = [event | {"action": action} for event in whole for action in ACTIONS]
    return [event for event in [*WRONG, *whole, *details, *others] if event != good]


@pytest.mark.parametrize("field", ["count", "results"])
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_any_value_around_a_listing(
    hub: LocalHub, tmp_path: Path, field: str, wrong: object
) -> None:
    """A page object with a wrong count or list ends in a sentence, and closes nothing."""
    look(hub, tmp_path, "members")
    hub.faults.count, hub.faults.list = wrong, wrong
    kind = "false-count" if field == "count" else "false-list"
    hub.faults.chance(kind, 1, "/orgs/acme/members")  # type: ignore[arg-type]
    outcome = look(hub, tmp_path, "members")["members"]
    assert outcome.state in STATES
    assert len(column(tmp_path, "select member from members")) == 4


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_any_value_in_the_catalogue_of_actions(
    hub: LocalHub, tmp_path: Path, wrong: object
) -> None:
    """Groups and actions that cannot be understood cost none of the others."""
    known = hub.world.actions
    bad = [{"name": wrong, "label": wrong}, wrong]
    hub.world.actions = {"$.a": wrong, "b": {"actions": wrong}, "c": {"label": wrong}, **known}
    hub.world.actions["d"] = {"label": wrong, "actions": bad}
    assert look(hub, tmp_path, "audit-actions")["audit-actions"].state == "done"
    assert asked(tmp_path, "select count(*) >= 75 from audit_actions") == [(True,)]
    hub.world.actions = wrong  # type: ignore[assignment]
    outcome = look(hub, tmp_path, "audit-actions")["audit-actions"]
    empty = wrong is None or isinstance(wrong, dict)
    assert outcome.state == ("done" if empty else "partial")


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_any_value_in_the_settings(hub: LocalHub, tmp_path: Path, wrong: object) -> None:
    """Settings that cannot be understood are no settings, and close none."""
    look(hub, tmp_path, "org-settings")
    hub.world.settings = {"restricted_images": wrong, "other": wrong}
    fits = wrong is None or isinstance(wrong, dict)
    outcome = look(hub, tmp_path, "org-settings")["org-settings"]
    assert outcome.state == ("done" if fits else "partial")
    closed = "select count(*) from org_settings_history where valid_to is not null"
    assert asked(tmp_path, closed) == [(int(fits),)]
