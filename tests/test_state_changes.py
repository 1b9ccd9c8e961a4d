"""State that changes: who left, what moved, what is gone; and what is not asked for twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from hub.lookalike import LocalHub
from tests.states import asked, column, look, many_tags
from tests.worlds import small_world


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub of a small organisation, asked again without waiting."""
    with LocalHub(small_world()) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def asked_since(hub: LocalHub, before: int, ending: str) -> list[str]:
    """The paths with that ending that were asked for since then."""
    return [seen.path for seen in hub.requests[before:] if seen.path.endswith(ending)]


def test_what_has_not_moved_costs_one_request(hub: LocalHub, tmp_path: Path) -> None:
    """A repository whose newest tags and count are as before is not paged to the end."""
    hub.world.tags["api"] = many_tags(250)
    look(hub, tmp_path, "repositories", "tags")
    before = len(hub.requests)
    assert look(hub, tmp_path, "tags")["tags"].rows == 0
    assert len(asked_since(hub, before, "/api/tags")) == 1
    assert len(column(tmp_path, "select tag from tags where repository = 'acme/api'")) == 250


def test_a_push_costs_no_whole_listing(hub: LocalHub, tmp_path: Path) -> None:
    """One more tag is found on the first pages, and the count says that nothing else moved."""
    hub.world.tags["api"] = many_tags(250)
    look(hub, tmp_path, "repositories", "tags")
    hub.world.tags["api"]["fresh"] = {
        "name": "fresh",
        "last_updated": "2026-03-01T00:00:00Z",
        "digest": "sha256:ff",
    }
    before = len(hub.requests)
    assert look(hub, tmp_path, "tags")["tags"].rows == 1
    assert len(asked_since(hub, before, "/api/tags")) == 2
    assert len(column(tmp_path, "select tag from tags where repository = 'acme/api'")) == 251


def test_a_deleted_tag_is_found_by_the_count(hub: LocalHub, tmp_path: Path) -> None:
    """A tag that went from the last page is noticed, though the newest tags are as before."""
    hub.world.tags["api"] = many_tags(250)
    look(hub, tmp_path, "repositories", "tags")
    del hub.world.tags["api"]["build-240"]
    assert look(hub, tmp_path, "tags")["tags"].state == "done"
    assert column(tmp_path, "select tag from tags_history where valid_to is not null") == [
        "build-240"
    ]


def test_a_sweep_reads_to_the_end(hub: LocalHub, tmp_path: Path) -> None:
    """A sweep asks for every page, moved or not."""
    hub.world.tags["api"] = many_tags(250)
    look(hub, tmp_path, "repositories", "tags")
    before = len(hub.requests)
    look(hub, tmp_path, "tags", sweep=True)
    assert len(asked_since(hub, before, "/api/tags")) == 3


def test_the_tags_of_a_deleted_repository_go(hub: LocalHub, tmp_path: Path) -> None:
    """What is listed no more and answers no more is gone, with its tags and their images."""
    look(hub, tmp_path, "repositories", "tags")
    del hub.world.repositories["api"], hub.world.tags["api"]
    outcomes = look(hub, tmp_path, "repositories", "tags")
    assert [one.state for one in outcomes.values()] == ["done", "done"]
    assert column(tmp_path, "select name from repositories") == ["bare", "web"]
    for view in ("tags", "tag_images"):
        assert asked(tmp_path, f"from {view} where repository = 'acme/api'") == []
    assert asked(tmp_path, "from tags_history where repository = 'acme/api'")


def test_a_repository_that_hides_loses_no_tag(hub: LocalHub, tmp_path: Path) -> None:
    """A repository that is listed but answers 404 keeps its tags, and the run says so."""
    look(hub, tmp_path, "repositories", "tags")
    kept = column(tmp_path, "select tag from tags")
    gone = hub.world.repositories.pop("api")
    outcome = look(hub, tmp_path, "tags")["tags"]
    hub.world.repositories["api"] = gone
    assert outcome.state == "partial"
    assert "api" in str(outcome.error)
    assert column(tmp_path, "select tag from tags") == kept


def test_repositories_are_watched_by_name(hub: LocalHub, tmp_path: Path) -> None:
    """Without a listing of repositories, the settings and the events name them."""
    outcome = look(hub, tmp_path, "tags", repositories=("acme/web", "api", "other/thing"))["tags"]
    assert outcome.state == "done"
    assert column(tmp_path, "select distinct repository from tags") == ["acme/api", "acme/web"]


def test_an_invitation_that_is_accepted(hub: LocalHub, tmp_path: Path) -> None:
    """The e-mail's row ends in the moment in which the account's begins."""
    look(hub, tmp_path, "members")
    hub.world.members[-1] = hub.world.members[0] | {
        "id": "b" * 32,
        "username": "newcomer",
        "email": "new@acme.example",
        "role": "Member",
    }
    look(hub, tmp_path, "members")
    assert asked(
        tmp_path,
        "select old.role, new.role from members_history old "
        "join members_history new on old.email = new.email and old.valid_to = new.valid_from",
    ) == [("Invitee", "Member")]


def test_a_renamed_team_is_the_same_team(hub: LocalHub, tmp_path: Path) -> None:
    """A team keeps its members under its new name."""
    look(hub, tmp_path, "teams")
    team = hub.world.teams.pop("platform") | {"name": "foundations"}
    hub.world.teams["foundations"] = team
    hub.world.team_members["foundations"] = hub.world.team_members.pop("platform")
    look(hub, tmp_path, "teams")
    assert column(tmp_path, "select team from teams") == ["foundations", "owners"]
    assert asked(tmp_path, "from team_members_history where valid_to is not null") == []
    assert column(
        tmp_path, "select username from team_members where team = 'foundations'"
    ) == sorted(hub.world.team_members["foundations"])


def test_a_deleted_team_has_no_members(hub: LocalHub, tmp_path: Path) -> None:
    """When a whole listing lacks a team, nobody is in it any more."""
    look(hub, tmp_path, "teams")
    del hub.world.teams["platform"], hub.world.team_members["platform"]
    assert look(hub, tmp_path, "teams")["teams"].state == "done"
    assert column(tmp_path, "select distinct team from team_members") == ["owners"]


def test_pulls_and_sightings_make_no_version(hub: LocalHub, tmp_path: Path) -> None:
    """What changes all the time is kept current, and is no change."""
    look(hub, tmp_path, "repositories", "tags", "members")
    hub.world.tags["api"]["latest"]["tag_last_pulled"] = "2026-02-02T02:02:02.123456789Z"
    hub.world.members[0]["last_seen_at"] = "2026-02-03T03:03:03Z"
    outcomes = look(hub, tmp_path, "repositories", "tags", "members")
    assert [one.rows for one in outcomes.values()] == [0, 0, 0]
    pulled = "select epoch_us(tag_last_pulled) from tags where repository = 'acme/api' "
    assert asked(tmp_path, pulled + "and tag = 'latest'") == [(1_769_997_722_123_456,)]
    assert column(tmp_path, "select 1 from tags_history where valid_to is not null") == []
    assert column(tmp_path, "select 1 from members where last_seen_at is not null") == [1]
