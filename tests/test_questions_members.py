"""membership_changes and members_at: events and listings told as one history of the members."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.listed import happened, hour, invitee, listing, member, told
from tests.readings import Row, rows
from warehouse.database import Writer, open_for_writing

CHANGES = (
    "select change, member, team, role_before, role, source, "
    "(epoch(event_time - '2026-03-02 12:00:00+00'::timestamptz) / 3600)::integer "
    "from membership_changes order by event_time, change, member"
)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def test_a_change_that_both_show_is_told_once(writer: Writer) -> None:
    """With the event's time, and what only the listing knows."""
    told(
        writer,
        happened(2, "org.member.add", "mallory"),
        happened(4, "org.member.role.change", "mallory", new_role="owner"),
        happened(6, "org.member.remove", "mallory"),
    )
    listing(writer, "members", 1, [member("olivia")])
    listing(writer, "members", 3, [member("olivia"), member("mallory")])
    listing(writer, "members", 5, [member("olivia"), member("mallory", "Owner")])
    listing(writer, "members", 7, [member("olivia")])
    assert rows(writer, CHANGES) == [
        ("added", "mallory", None, None, "Member", "both", 2),
        ("role changed", "mallory", None, "Member", "owner", "both", 4),
        ("removed", "mallory", None, "Owner", None, "both", 6),
    ]


def test_what_only_listings_show_is_dated_between_them(writer: Writer) -> None:
    """It happened after the one listing and before the other; a first listing shows no change."""
    told(writer)
    listing(writer, "members", 1, [member("olivia")])
    listing(writer, "members", 3, [member("olivia", "Owner"), member("mallory")])
    listing(writer, "members", 5, [member("olivia", "Owner")])
    assert rows(writer, CHANGES) == [
        ("added", "mallory", None, None, "Member", "listing", 3),
        ("role changed", "olivia", None, "Member", "Owner", "listing", 3),
        ("removed", "mallory", None, "Member", None, "listing", 5),
    ]
    question = "select distinct event_key, action, not_before from membership_changes order by 3"
    assert rows(writer, question) == [(None, None, hour(1)), (None, None, hour(3))]


def test_a_partial_listing_dismisses_nobody(writer: Writer) -> None:
    """Who is not on the pages that came has not left."""
    told(writer)
    listing(writer, "members", 1, [member("olivia"), member("mallory")])
    listing(writer, "members", 3, [member("olivia")], state="partial")
    assert rows(writer, CHANGES) == []


@pytest.mark.parametrize(
    ("events", "source"),
    [([], "listing"), ([happened(4, "org.member.add", "mallory")], "both")],
)
def test_an_accepted_invitation_is_one_person_joining(
    writer: Writer, events: list[dict[str, str]], source: str
) -> None:
    """The e-mail's row goes and the account's comes: nobody left, with an event or without."""
    told(writer, happened(2, "org.member.invite.send", "mallory@acme.example"), *events)
    listing(writer, "members", 1, [member("olivia")])
    listing(writer, "members", 3, [member("olivia"), invitee("Mallory@acme.example")])
    listing(writer, "members", 5, [member("olivia"), member("mallory")])
    assert [(row[0], row[1], row[5]) for row in rows(writer, CHANGES)] == [
        ("invited", "mallory@acme.example", "both"),
        ("joined", "mallory", source),
    ]


def test_an_invitation_that_went_is_no_removal(writer: Writer) -> None:
    """It was withdrawn or has run out; nobody was a member."""
    told(writer)
    listing(writer, "members", 1, [member("olivia"), invitee("x@y.example")])
    listing(writer, "members", 3, [member("olivia")])
    assert [row[:2] for row in rows(writer, CHANGES)] == [("invitation ended", "x@y.example")]


def test_teams_are_followed_by_both(writer: Writer) -> None:
    """Whatever the team's key is, events and listings mean the team of the same name."""
    told(writer, happened(2, "org.team.member.add", "mallory", team="platform"))
    listing(writer, "teams", 1, [{"id": 7, "name": "platform"}])
    listing(writer, "team_members", 1, [member("olivia")], scope="7")
    listing(writer, "team_members", 3, [member("olivia"), member("mallory")], scope="7")
    listing(writer, "team_members", 5, [member("mallory")], scope="7")
    assert [(*row[:3], row[5]) for row in rows(writer, CHANGES)] == [
        ("added", "mallory", "platform", "both"),
        ("removed", "olivia", "platform", "listing"),
    ]


def members_at(writer: Writer, hours: float, columns: str = "member, role") -> list[Row]:
    """What the macro answers for that many hours after noon."""
    found = writer.cursor.execute(
        f"select {columns} from members_at($moment) order by 1", {"moment": hour(hours)}
    )
    return found.fetchall()


def test_members_as_listed(writer: Writer) -> None:
    """At and after a listing, what it said; who is only invited is no member."""
    told(writer)
    listing(
        writer,
        "members",
        1,
        [member("olivia", "Owner", groups=["owners", "a"]), invitee("x@y.example")],
    )
    listing(writer, "members", 3, [member("mallory")])
    assert members_at(writer, 1) == members_at(writer, 2.9) == [("olivia", "Owner")]
    assert members_at(writer, 3) == [("mallory", "Member")]
    assert members_at(writer, 2, "username, email, teams, source") == [
        ("olivia", "olivia@acme.example", ["a", "owners"], "listed")
    ]
    assert members_at(writer, 4, "member, since, source") == [("mallory", hour(3), "listed")]


def test_members_between_listings_by_events(writer: Writer) -> None:
    """What happened since the last listing is added to it, and said to come from events."""
    told(
        writer,
        happened(2, "org.member.add", "mallory", role="member"),
        happened(3, "org.member.role.change", "mallory", role="editor", old_role="member"),
        happened(4, "org.team.member.add", "mallory", team="platform"),
        happened(5, "org.member.remove", "olivia"),
    )
    listing(writer, "members", 1, [member("olivia")])
    columns = "member, role, teams, source"
    assert members_at(writer, 2.5, columns) == [
        ("mallory", "Member", [], "events"),
        ("olivia", "Member", [], "listed"),
    ]
    assert members_at(writer, 6, columns) == [("mallory", "Editor", ["platform"], "events")]


def test_members_before_the_first_listing_backwards(writer: Writer) -> None:
    """Who was added since was not there, who was removed was, and roles and teams were others."""
    told(
        writer,
        happened(1, "org.member.add", "olivia"),
        happened(2, "org.member.remove", "mallory", role="owner"),
        happened(3, "org.member.role.change", "peggy", role="owner", old_role="member"),
        happened(4, "org.team.member.add", "peggy", team="owners"),
        happened(5, "org.team.member.remove", "peggy", team="platform"),
    )
    staff = [member("olivia"), member("peggy", "Owner", groups=["owners"])]
    listing(writer, "members", 6, staff)
    assert members_at(writer, 0.5, "member, role, teams, source") == [
        ("mallory", None, [], "events"),
        ("peggy", "Member", ["platform"], "events"),
    ]
    assert members_at(writer, 1.5) == [
        ("mallory", None),
        ("olivia", "Member"),
        ("peggy", "Member"),
    ]
    assert members_at(writer, 4.5, "member, teams") == [
        ("olivia", []),
        ("peggy", ["owners", "platform"]),
    ]


def test_members_without_any_listing_forwards(writer: Writer) -> None:
    """Where members may not be listed, events are counted from nobody on."""
    told(writer, happened(1, "org.member.add", "olivia"), happened(3, "org.member.add", "peggy"))
    assert members_at(writer, 2, "member, source, since") == [("olivia", "events", hour(1))]
