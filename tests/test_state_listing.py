"""Listings that move while they are paged, or break off: what is missing has not departed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from hub.lookalike import LocalHub
from tests.states import asked, column, look, many_members, many_tags, meanwhile
from tests.worlds import small_world

COUNT = 250
TAGS = "select tag from tags where repository = 'acme/api'"
CLOSED = "select count(*) from tags_history where valid_to is not null"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with 250 tags in one repository and 250 members, asked again without waiting."""
    world = small_world()
    world.tags["api"] = many_tags(COUNT)
    world.members = [*world.members[:1], *many_members(COUNT)]
    with LocalHub(world) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def forget(hub: LocalHub, tag: str) -> None:
    """Delete a tag."""
    del hub.world.tags["api"][tag]


def test_a_push_while_paging_hides_no_tag(hub: LocalHub, tmp_path: Path) -> None:
    """A row that is pushed to the next page comes twice; the listing is read again and is whole."""
    pushed = {"name": "fresh", "last_updated": "2026-02-01T00:00:00Z", "digest": "sha256:ff"}
    with meanwhile(hub, "/api/tags", 2, lambda: hub.world.tags["api"].update(fresh=pushed)):
        assert look(hub, tmp_path, "repositories", "tags")["tags"].state == "done"
    assert column(tmp_path, TAGS) == sorted(hub.world.tags["api"])
    assert asked(tmp_path, CLOSED) == [(0,)]


def test_a_deletion_while_paging_hides_no_tag(hub: LocalHub, tmp_path: Path) -> None:
    """A row that slips back to a page already read is missed by one reading, not by the next."""
    look(hub, tmp_path, "repositories", "tags")
    with meanwhile(hub, "/api/tags", 2, lambda: forget(hub, "build-3")):
        assert look(hub, tmp_path, "tags", sweep=True)["tags"].state == "done"
    assert column(tmp_path, TAGS) == sorted(hub.world.tags["api"])
    assert column(tmp_path, "select tag from tags_history where valid_to is not null") == [
        "build-3"
    ]


def test_a_listing_that_never_holds_still_closes_nothing(hub: LocalHub, tmp_path: Path) -> None:
    """Where every reading differs the run says so, keeps what came, and lets nobody go."""
    look(hub, tmp_path, "members")
    gone = hub.world.members.pop()
    counts = iter(range(10_000))

    def join(seen: object) -> None:
        if getattr(seen, "path", "").endswith("/members"):
            newcomer = many_members(1)[0] | {"id": f"late-{next(counts)}"}
            hub.world.members.insert(0, newcomer | {"username": newcomer["id"]})

    hub.before_answer.append(join)
    outcome = look(hub, tmp_path, "members")["members"]
    assert (outcome.state, outcome.failed) == ("partial", True)
    assert "while it was paged" in str(outcome.error)
    assert gone["username"] in column(tmp_path, "select username from members")
    assert asked(tmp_path, "select count(*) from members where starts_with(username, 'late')")
    hub.before_answer.remove(join)
    assert look(hub, tmp_path, "members")["members"].state == "done"
    assert gone["username"] not in column(tmp_path, "select username from members")


@pytest.mark.parametrize("fault", ["500", "503", "cut", "reset", "429-text"])
def test_a_passing_fault_on_a_page_is_nothing(hub: LocalHub, tmp_path: Path, fault: str) -> None:
    """A page that fails once is asked again, and the listing is whole."""
    hub.faults.once(fault, path="/members", page=2)  # type: ignore[arg-type]
    assert look(hub, tmp_path, "members")["members"].state == "done"
    assert len(column(tmp_path, "select username from members")) == COUNT + 1


@pytest.mark.parametrize("fault", ["500", "cut", "reset"])
def test_a_listing_that_breaks_off_closes_nothing(
    hub: LocalHub, tmp_path: Path, fault: str
) -> None:
    """Nobody left the organisation because page 3 failed, and the run says that it failed."""
    look(hub, tmp_path, "members")
    hub.world.members = hub.world.members[:-1]
    hub.faults.once(fault, times=100, path="/members", page=3)  # type: ignore[arg-type]
    outcome = look(hub, tmp_path, "members")["members"]
    assert outcome.state == "failed"
    assert len(column(tmp_path, "select username from members")) == COUNT + 1
    ((state, reason),) = asked(
        tmp_path,
        "select state, reason from listings where resource = 'members' "
        "order by read_at desc limit 1",
    )
    assert state == "partial"
    assert "cut off after 2 pages" in reason


def test_an_empty_answer_is_no_exodus(hub: LocalHub, tmp_path: Path) -> None:
    """A hiccup that answers with an empty list and a count of none lets nobody go."""
    look(hub, tmp_path, "members")
    everybody = hub.world.members
    hub.world.members = []
    with meanwhile(hub, "/members", 1, lambda: None):

        def come_back(seen: object) -> None:
            if getattr(seen, "path", "").endswith("/members") and first.pop():
                return
            hub.world.members = everybody

        first = [False, True]
        hub.before_answer.append(come_back)
        assert look(hub, tmp_path, "members")["members"].state == "done"
    assert len(column(tmp_path, "select username from members")) == COUNT + 1


def test_a_true_exodus_is_believed(hub: LocalHub, tmp_path: Path) -> None:
    """When two readings say that most have gone, they have gone."""
    look(hub, tmp_path, "members")
    hub.world.members = hub.world.members[:2]
    before = len(hub.requests)
    assert look(hub, tmp_path, "members")["members"].state == "done"
    listed = [seen for seen in hub.requests[before:] if seen.path.endswith("/members")]
    assert len(listed) == 2
    assert len(column(tmp_path, "select username from members")) == 2
