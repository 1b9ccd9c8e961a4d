"""unexplained_changes, its other half: events without the state that they should have left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.listed import happened, hour, listing, member, push, tags, told
from tests.readings import Event, Row, rows
from warehouse.database import Writer, open_for_writing

FOUND = "select resource, thing, change from unexplained_changes order by all"
PUSHED = [("tags", "acme/api:v1", "pushed")]
ADDED, REMOVED = "org.member.add", "org.member.remove"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def test_a_push_that_no_listing_shows_is_reported(writer: Writer) -> None:
    """With its time, and as of when a listing shows it otherwise."""
    told(writer, push(1, "a"))
    tags(writer, 0.5)
    assert rows(writer, FOUND) == []
    tags(writer, 2)
    assert rows(writer, FOUND) == PUSHED
    found = "select not_before, seen_at, why from unexplained_changes"
    said = "An event tells of it, but no listing since shows it."
    assert rows(writer, found) == [(hour(1), hour(2), said)]


@pytest.mark.parametrize(
    "since",
    [
        push(1.5, "b"),
        happened(1.5, "repo.tag.delete", "acme/api", tag="v1"),
        happened(1.5, "repo.delete", "acme/api"),
    ],
)
def test_a_push_that_was_replaced_or_deleted_need_not_show(writer: Writer, since: Event) -> None:
    """Nothing is expected of what did not last until a listing."""
    told(writer, push(1, "a"), since)
    listing(writer, "tags", 3, [{"name": "v1", "digest": "b"}] if "digest" in str(since) else [])
    tags(writer, 4, "partial")
    assert rows(writer, FOUND) == []


def test_a_partial_listing_proves_no_absence(writer: Writer) -> None:
    """The tag may stand on the page that did not come."""
    told(writer, push(1, "a"))
    tags(writer, 2, "partial")
    assert rows(writer, FOUND) == []


def test_a_listing_at_the_same_time_may_have_missed_it(writer: Writer) -> None:
    """Only one that began later by the lateness must show it."""
    told(writer, push(1, "a"))
    tags(writer, 1.1)
    assert rows(writer, FOUND) == []


EVENTS: list[tuple[Event, str, Row]] = [
    (happened(2, ADDED, "mallory"), "members", ("members", "mallory", "added")),
    (happened(2, REMOVED, "olivia"), "members", ("members", "olivia", "removed")),
    (
        happened(2, "org.team.member.add", "mallory", team="platform"),
        "team_members",
        ("team_members", "mallory in platform", "added"),
    ),
    (
        happened(2, "org.team.member.remove", "olivia", team="platform"),
        "team_members",
        ("team_members", "olivia in platform", "removed"),
    ),
    (
        happened(2, "repo.create", "acme/mallory"),
        "repositories",
        ("repositories", "acme/mallory", "added"),
    ),
    (
        happened(2, "repo.delete", "acme/olivia"),
        "repositories",
        ("repositories", "acme/olivia", "removed"),
    ),
    (
        happened(2, "org.access_token.create", "acme", id="mallory", label="ci"),
        "org_access_tokens",
        ("org_access_tokens", "ci", "added"),
    ),
    (
        happened(2, "org.access_token.delete", "acme", id="olivia", label="ci"),
        "org_access_tokens",
        ("org_access_tokens", "ci", "removed"),
    ),
]


def staff(writer: Writer, resource: str, hours: float, *names: str) -> None:
    """A listing with an entry for each of these, members or not."""
    entries = [member(name) | {"id": name, "name": name, "label": name} for name in names]
    listing(writer, resource, hours, entries, scope="7" if resource == "team_members" else "")


@pytest.mark.parametrize(("told_of", "resource", "report"), EVENTS)
def test_an_outcome_that_no_listing_shows_is_reported(
    writer: Writer, told_of: Event, resource: str, report: Row
) -> None:
    """Whoever was added must be listed, whoever was removed must not."""
    listing(writer, "teams", 1, [{"id": 7, "name": "platform"}])
    told(writer, told_of)
    staff(writer, resource, 1, "olivia")
    assert rows(writer, FOUND) == []
    staff(writer, resource, 3, "olivia")
    assert rows(writer, FOUND) == [report]


@pytest.mark.parametrize(("told_of", "resource"), [each[:2] for each in EVENTS])
def test_an_outcome_that_a_listing_shows_is_not(
    writer: Writer, told_of: Event, resource: str
) -> None:
    """Also where it was gone again by the next listing but one, with an event of its own."""
    listing(writer, "teams", 1, [{"id": 7, "name": "platform"}])
    told(writer, told_of)
    staff(writer, resource, 1, "olivia")
    staff(writer, resource, 3, *(["olivia", "mallory"] if "mallory" in str(told_of) else []))
    assert rows(writer, FOUND) == []


def test_who_leaves_the_organisation_need_not_be_in_its_teams(writer: Writer) -> None:
    """Added to a team and removed from the organisation before anybody looked."""
    listing(writer, "teams", 1, [{"id": 7, "name": "platform"}])
    told(
        writer,
        happened(2, "org.team.member.add", "mallory", team="platform"),
        happened(2.5, REMOVED, "mallory"),
    )
    staff(writer, "team_members", 1, "olivia")
    staff(writer, "team_members", 3, "olivia")
    assert rows(writer, FOUND) == []
