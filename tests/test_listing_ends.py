"""Servers that would answer without end: each reading stops soon, says why, and closes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stamina
from pydantic import SecretStr

from flows import listing
from flows.survey import WORKERS
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from tests.commands import place_at
from tests.states import asked, column, look, many_members, many_tags
from tests.worlds import small_world

COUNT = 250
LISTED = {  # each listing that is read by pages: its resource, its path, how many entries it has
    "repositories": ("/acme/repositories", COUNT),
    "tags": ("/api/tags", COUNT),
    "members": ("/orgs/acme/members", COUNT + 1),
    "teams": ("/groups", COUNT),
    "org-access-tokens": ("/access-tokens", COUNT),
    "personal-access-tokens": ("/v2/access-tokens", COUNT),
    "scim-users": ("/scim/2.0/Users", COUNT),
}
STATE = "select state, reason from listings where resource = '{}' order by read_at desc limit 1"
SCIM: dict[str, Any] = {"scim_token": SecretStr("not-a-secret-scim")}


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with 250 entries in each listing, asked again without waiting."""
    world = small_world()
    api, team = world.repositories["api"], world.teams["owners"]
    more = [f"more-{number:03}" for number in range(COUNT - 3)]
    world.repositories |= {name: api | {"name": name} for name in more}
    world.tags["api"] = many_tags(COUNT)
    world.members = [*world.members[:1], *many_members(COUNT)]
    world.teams = {f"t{n}": team | {"id": n, "name": f"t{n}"} for n in range(COUNT)}
    tokens = (world.org_access_tokens, world.personal_access_tokens["olivia"], world.scim_users)
    for entries in tokens:
        key = "uuid" if "uuid" in entries[0] else "id"
        entries[:] = [entries[0] | {key: f"id-{number:03}"} for number in range(COUNT)]
    with LocalHub(world) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def listings(hub: LocalHub, path: str, since: int = 0) -> int:
    """How many requests for pages of that listing came since then."""
    return sum(seen.path.endswith(path) for seen in hub.requests[since:])


def last(folder: Path, resource: str) -> tuple[str, str]:
    """State and reason of the newest listing of a resource."""
    ((state, reason),) = asked(folder, STATE.format(resource.replace("-", "_")))
    return state, reason


def miscount(hub: LocalHub, count: object) -> None:
    """Let this stand in place of the count of members."""
    hub.faults.count = count
    hub.faults.chance("false-count", 1, "/orgs/acme/members")


def kept(folder: Path, resource: str) -> int:
    """How many entries of a resource hold."""
    ((count,),) = asked(folder, f"select count(*) from {resource.replace('-', '_')}")
    return int(count)


WITHOUT_END: list[tuple[list[Kind], str]] = [
    (["page-ignored", "false-count"], "with a page it had sent before"),
    (["growing-list"], "came twice"),
    (["false-count"], "1000000000 entries were counted"),
]


@pytest.mark.parametrize(
    ("resource", "kinds", "reason"),
    [
        *((resource, ["page-ignored"], "with a page it had sent before") for resource in LISTED),
        *((name, *one) for name in ("members", "tags", "scim-users") for one in WITHOUT_END),
    ],
)
def test_a_listing_without_end_is_left(
    hub: LocalHub, tmp_path: Path, resource: str, kinds: list[Kind], reason: str
) -> None:
    """It is read once, in few requests, and is not whole; nothing that was known is closed."""
    path, entries = LISTED[resource]
    if resource == "tags":
        hub.world.repositories = {"api": hub.world.repositories["api"]}
    if resource == "teams":  # their members are another matter
        hub.world.teams = {name: team | {"name": "a/b"} for name, team in hub.world.teams.items()}
    look(hub, tmp_path, "repositories", resource, **SCIM)
    for kind in kinds:
        hub.faults.chance(kind, 1, path)
    before = len(hub.requests)
    outcome = look(hub, tmp_path, resource, sweep=True, **SCIM)[resource]
    assert (outcome.state, outcome.failed) == ("partial", True)
    assert reason in str(outcome.error)
    assert listings(hub, path, before) <= 4
    state, said = last(tmp_path, resource)
    assert state == "partial"
    assert reason in said
    assert kept(tmp_path, resource) >= entries
    assert asked(tmp_path, f"from {resource.replace('-', '_')}_history where valid_to < now()") == (
        []
    )


def test_what_came_before_the_end_is_kept(hub: LocalHub, tmp_path: Path) -> None:
    """The first page of a listing that repeats itself is kept."""
    hub.faults.chance("page-ignored", 1, "/members")
    assert look(hub, tmp_path, "members")["members"].rows >= 100
    assert kept(tmp_path, "members") == 100


def test_pages_are_limited(hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing with new entries on every page ends at the limit, and is read once."""
    monkeypatch.setattr(listing, "PAGES_MOST", 20)
    hub.faults.chance("endless-list", 1, "/orgs/acme/members")
    outcome = look(hub, tmp_path, "members")["members"]
    assert (outcome.state, outcome.error) == ("partial", "It did not end within 20 pages.")
    assert listings(hub, "/orgs/acme/members") == 20
    assert kept(tmp_path, "members") == 20 * 100


def test_several_listings_without_end_end_the_search(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where repository after repository has no end, not all of them are tried."""
    monkeypatch.setattr(listing, "PAGES_MOST", 20)
    for name in hub.world.repositories:
        hub.world.tags[name] = many_tags(3)
    look(hub, tmp_path, "repositories")
    hub.faults.chance("endless-list", 1, "/tags")
    outcome = look(hub, tmp_path, "tags")["tags"]
    assert outcome.state == "failed"
    assert "did not end, and no more were asked for" in str(outcome.error)
    assert listings(hub, "/tags") <= 20 * (listing.READINGS + 2 * WORKERS)  # some are read at once
    assert kept(tmp_path, "tags") >= 3 * 20 * 3


def test_far_more_rows_than_counted(hub: LocalHub, tmp_path: Path) -> None:
    """A page with thousands of entries too many is kept, and not read again."""
    hub.faults.bad_rows = [one | {"id": f"more-{one['id']}"} for one in many_members(3_000)]
    hub.faults.chance("bad-rows", 1, "/orgs/acme/members")
    miscount(hub, 10)
    outcome = look(hub, tmp_path, "members")["members"]
    assert (outcome.state, outcome.error) == ("partial", "10 entries were counted, 3100 came.")
    assert listings(hub, "/orgs/acme/members") == 1
    assert kept(tmp_path, "members") == 3_100


@pytest.mark.parametrize("count", [None, "250", 1.5, [], {}, True])
def test_without_a_count_full_pages_go_on(hub: LocalHub, tmp_path: Path, count: object) -> None:
    """A count that is none does not make the first page the whole listing."""
    miscount(hub, count)
    outcome = look(hub, tmp_path, "members")["members"]
    assert (outcome.state, outcome.error) == ("done", None)
    assert kept(tmp_path, "members") == COUNT + 1


@pytest.mark.parametrize("count", [-1, 0, 2**63, 2**64 - 1])
def test_a_count_that_cannot_be(hub: LocalHub, tmp_path: Path, count: int) -> None:
    """What came is kept, and the listing is not whole."""
    miscount(hub, count)
    assert look(hub, tmp_path, "members")["members"].state == "partial"
    assert kept(tmp_path, "members") >= 100
    assert listings(hub, "/orgs/acme/members") <= 12


def test_an_empty_list_without_a_count_closes_nothing(hub: LocalHub, tmp_path: Path) -> None:
    """An empty body that comes again and again is no proof that everybody left."""
    look(hub, tmp_path, "members")
    miscount(hub, None)
    hub.faults.chance("empty", 1, "/orgs/acme/members")
    outcome = look(hub, tmp_path, "members")["members"]
    assert outcome.state == "partial"
    assert "empty and had no count" in str(outcome.error)
    assert kept(tmp_path, "members") == COUNT + 1


@pytest.mark.parametrize("resource", ["members", "teams", "repositories", "scim-users"])
def test_entries_that_were_all_rejected_are_no_listing(
    hub: LocalHub, tmp_path: Path, resource: str
) -> None:
    """Such a listing is partial, says so, and closes nothing."""
    hub.world.teams = {"t0": hub.world.teams["t0"]}
    look(hub, tmp_path, resource, **SCIM)
    before, path = kept(tmp_path, resource), LISTED[resource][0]
    bad: dict[str, Any] = {"username": [], "description": [], "displayName": []}
    hub.faults.bad_rows = [bad | {"id": f"x{n}", "name": f"x{n}"} for n in range(10)] + [None, 7]
    hub.faults.chance("empty", 1, path)
    hub.faults.chance("bad-rows", 1, path)
    asked_before = len(hub.requests)
    outcome = look(hub, tmp_path, resource, **SCIM)[resource]
    assert (outcome.state, outcome.failed) == ("partial", True)
    assert "All 12 entries were rejected: " in str(outcome.error)
    assert last(tmp_path, resource)[0] == "partial"
    assert kept(tmp_path, resource) == before
    assert listings(hub, path, asked_before) == 1


def test_ingest_says_that_all_entries_were_rejected(hub: LocalHub, tmp_path: Path) -> None:
    """The command says so in a sentence and ends with 1."""
    hub.world.invites = [{"id": f"x{number}", "created_at": "soon"} for number in range(12)]
    place = place_at(tmp_path, hub)
    place.type("ingest", "--only", "invites").told(
        1, "acme invites: partial. All 12 entries were rejected: created_at is no time."
    )
    assert "All 12 entries were rejected" in place.type("status").out


def test_some_rejected_entries_are_no_departures(hub: LocalHub, tmp_path: Path) -> None:
    """What was known of a rejected entry stays, and the others are kept as they are now."""
    look(hub, tmp_path, "members")
    hub.world.members[1] |= {"groups": "none"}
    hub.world.members[2] |= {"role": "Owner"}
    assert look(hub, tmp_path, "members")["members"].state == "done"
    assert kept(tmp_path, "members") == COUNT + 1
    assert column(tmp_path, "select username from members where role = 'Owner'") == [
        "member-1",
        "olivia",
    ]
