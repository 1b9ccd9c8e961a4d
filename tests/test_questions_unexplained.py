"""unexplained_changes: state that no event explains, and events that left no state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.listed import Entry, happened, hour, invitee, listing, member, push, tags, told
from tests.readings import Event, Row, rows
from warehouse.database import Writer, open_for_writing

FOUND = "select resource, thing, change, before, after from unexplained_changes order by all"
Made = Callable[[Writer], None]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def twice(resource: str, before: list[Entry], after: list[Entry], scope: str = "") -> Made:
    """A listing at one o'clock and another at three."""

    def make(writer: Writer) -> None:
        listing(writer, resource, 1, before, scope=scope)
        listing(writer, resource, 3, after, scope=scope)

    return make


TAG = {"name": "v1", "digest": "a"}
MOVED = {"name": "v1", "digest": "b"}
PLATFORM = {"id": 7, "name": "platform"}
SECRET, OPEN = {"name": "api", "is_private": True}, {"name": "api", "is_private": False}
KEY = {"id": "t1", "label": "ci"}
ALLOWED, FORBIDDEN = ({"restricted_images": {"enabled": value}} for value in (False, True))
ADDED, REMOVED, ROLE = "org.member.add", "org.member.remove", "org.member.role.change"
CHANGES: list[tuple[Made, Event, Row]] = [
    (twice("tags", [], [TAG], "api"), push(2, "a"), ("tags", "acme/api:v1", "appeared", None, "a")),
    (
        twice("tags", [TAG], [MOVED], "api"),
        push(2, "b"),
        ("tags", "acme/api:v1", "changed", "a", "b"),
    ),
    (
        twice("tags", [TAG], [], "api"),
        happened(2, "repo.tag.delete", "acme/api", tag="v1"),
        ("tags", "acme/api:v1", "gone", "a", None),
    ),
    (
        twice("repositories", [], [SECRET]),
        happened(2, "repo.create", "acme/api"),
        ("repositories", "acme/api", "appeared", None, "private"),
    ),
    (
        twice("repositories", [SECRET], [OPEN]),
        happened(2, "repo.change_privacy", "acme/api"),
        ("repositories", "acme/api", "changed", "private", "public"),
    ),
    (
        twice("repositories", [SECRET], []),
        happened(2, "repo.delete", "acme/api"),
        ("repositories", "acme/api", "gone", "private", None),
    ),
    (
        twice("members", [], [member("olivia")]),
        happened(2, ADDED, "olivia"),
        ("members", "olivia", "appeared", None, "Member"),
    ),
    (
        twice("members", [member("olivia")], [member("olivia", "Owner")]),
        happened(2, ROLE, "olivia"),
        ("members", "olivia", "changed", "Member", "Owner"),
    ),
    (
        twice("members", [member("olivia")], []),
        happened(2, REMOVED, "olivia"),
        ("members", "olivia", "gone", "Member", None),
    ),
    (
        twice("members", [], [invitee("x@y.example")]),
        happened(2, "org.member.invite.send", "acme", email="X@y.example"),
        ("members", "x@y.example", "appeared", None, "Invitee"),
    ),
    (
        twice("teams", [], [PLATFORM]),
        happened(2, "org.team.create", "acme", team="Platform"),
        ("teams", "platform", "appeared", None, "platform"),
    ),
    (
        twice("teams", [PLATFORM], [PLATFORM | {"name": "base"}]),
        happened(2, "org.team.update", "acme"),
        ("teams", "base", "changed", "platform", "base"),
    ),
    (
        twice("org_access_tokens", [], [KEY]),
        happened(2, "org.access_token.create", "acme", id="t1"),
        ("org_access_tokens", "ci", "appeared", None, None),
    ),
    (
        twice("org_access_tokens", [KEY], []),
        happened(2, "org.access_token.delete", "acme", label="ci"),
        ("org_access_tokens", "ci", "gone", None, None),
    ),
]


@pytest.mark.parametrize(("make", "explanation", "change"), CHANGES)
def test_a_change_wants_an_event(
    writer: Writer, make: Made, explanation: Event, change: Row
) -> None:
    """Each kind of change is reported unless its event is there, as soon as it is not too early."""
    make(writer)
    told(writer, until=3.1)
    assert rows(writer, FOUND) == []
    told(writer, until=3.2)
    assert rows(writer, FOUND) == [change]
    told(writer, explanation)
    assert rows(writer, FOUND) == []


def test_settings_change_by_their_event_only(writer: Writer) -> None:
    """What they were and are stands in the report."""
    twice("org_settings", [ALLOWED], [FORBIDDEN])(writer)
    told(writer)
    ((resource, thing, change, before, after),) = rows(writer, FOUND)
    assert (resource, thing, change) == ("org_settings", "acme", "changed")
    assert "false" in before
    assert "true" in after
    told(writer, happened(2, "org.settings.update", "acme"))
    assert rows(writer, FOUND) == []


def test_team_members_come_and_go_with_their_people_and_teams(writer: Writer) -> None:
    """An event about the person or the team explains them as well as one about both."""
    listing(writer, "teams", 1, [PLATFORM])
    twice("team_members", [member("olivia")], [member("mallory")], "7")(writer)
    told(writer)
    assert rows(writer, FOUND) == [
        ("team_members", "mallory in platform", "appeared", None, None),
        ("team_members", "olivia in platform", "gone", None, None),
    ]
    told(
        writer,
        happened(2, "org.team.member.add", "mallory", team="platform"),
        happened(2, REMOVED, "olivia"),
    )
    assert rows(writer, FOUND) == []


def test_the_time_of_a_change_lies_between_two_listings(writer: Writer) -> None:
    """It is told with the report, and an event of another day explains nothing."""
    twice("tags", [TAG], [MOVED], "api")(writer)
    told(writer, push(0.5, "b"), push(0.6, "a"), push(5, "b"))
    found = "select seen_at, not_before, not_after, why from unexplained_changes"
    assert rows(writer, found) == [(hour(3), hour(1), hour(3), "No event tells of it.")]


def test_what_was_not_collected_may_have_explained_it(writer: Writer) -> None:
    """Where events of the time between the listings were never read, nothing is judged."""
    twice("tags", [TAG], [MOVED], "api")(writer)
    assert rows(writer, FOUND) == []


def test_a_first_or_partial_listing_explains_nothing(writer: Writer) -> None:
    """What was not looked at before may have been there for ever."""
    told(writer)
    tags(writer, 1, "partial", v1="a")
    tags(writer, 2, v1="a", v2="b")
    assert rows(writer, FOUND) == []
    tags(writer, 3, "partial", v2="b")
    assert rows(writer, FOUND) == []
