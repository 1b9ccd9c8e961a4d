"""Keeping listings: what is new, changed, gone or said again, and what cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from tests.listings import image, invitee, keep, member, page, tag
from tests.readings import NOON, RUN, rows
from warehouse.database import Writer, open_for_writing
from warehouse.errors import WarehouseError
from warehouse.listing import Census, Kept, close_scope, staging

HISTORY = "select key, hour(valid_from), hour(valid_to) from state_versions "


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def test_what_is_said_again_changes_nothing(writer: Writer) -> None:
    """A listing read twice moves last_listed_at, and nothing else."""
    question = "select * exclude (last_listed_at) from state_versions order by all"
    assert keep(writer, "tags", [tag()], scope="api") == Kept(1, 2, 0, 0, 0)
    before = rows(writer, question)
    assert keep(writer, "tags", [tag()], scope="api", hours=1) == Kept(1, 0, 0, 0, 0)
    assert rows(writer, question) == before
    assert rows(writer, "select distinct last_listed_at from state_versions") == [
        (NOON + timedelta(hours=1),)
    ]


def test_what_moves_all_the_time_makes_no_version(writer: Writer) -> None:
    """A pull is kept current, of the tag and of its image."""
    keep(writer, "tags", [tag()], scope="api")
    pulled = "2026-03-02T11:00:00Z"
    later = tag(tag_last_pulled=pulled, tag_status="inactive", images=[image(last_pulled=pulled)])
    assert keep(writer, "tags", [later], scope="api", hours=1) == Kept(1, 0, 0, 0, 0)
    assert rows(
        writer,
        "select hour(tag_last_pulled), tags.status, hour(last_pulled) from tags, tag_images",
    ) == [(11, "inactive", 11)]


def test_a_change_closes_one_version_and_begins_another(writer: Writer) -> None:
    """The one ends in the moment in which the other begins."""
    keep(writer, "members", [member("ada")])
    changed = keep(writer, "members", [member("ada", role="Owner")], hours=1)
    assert changed == Kept(1, 0, 1, 0, 0)
    assert rows(
        writer, "select role, hour(valid_from), hour(valid_to) from members_history order by 2"
    ) == [("Member", 12, 13), ("Owner", 13, None)]


def test_only_a_whole_listing_lets_anybody_go(writer: Writer) -> None:
    """What a partial or newest listing lacks stays; what a whole one lacks is gone."""
    keep(writer, "members", [member("ada"), member("ben")])
    for state in ("partial", "newest"):
        assert keep(writer, "members", [member("ada")], hours=1, state=state).closed == 0
    assert keep(writer, "members", [member("ada")], hours=2).closed == 1
    assert rows(writer, "select member from members") == [("ada",)]


def test_who_comes_back_begins_anew(writer: Writer) -> None:
    """Between leaving and coming back nothing is valid."""
    for hour, people in enumerate(([member("ada")], [], [member("ada")])):
        keep(writer, "members", people, hours=hour)
    assert rows(writer, HISTORY + "order by 2") == [
        ("id-of-ada", 12, 13),
        ("id-of-ada", 14, None),
    ]


def test_scopes_and_accounts_do_not_meet(writer: Writer) -> None:
    """What is listed of one repository says nothing of another."""
    keep(writer, "tags", [tag()], scope="api")
    keep(writer, "tags", [tag()], scope="web")
    assert close_scope(writer, "acme", "tags", "api", RUN, NOON).closed == 2
    assert rows(writer, "select repository, tag from tags") == [("acme/web", "latest")]
    assert rows(writer, "select repository from tag_images") == [("acme/web",)]
    assert rows(writer, "select reason, closed from listings where scope = 'api'") == [
        (None, 0),
        ("It is gone.", 2),
    ]


def test_the_later_of_two_twins_counts(writer: Writer) -> None:
    """A key that came twice is one thing: as it was said last, with the images said last."""
    early = tag(digest="sha256:old", images=[image(), image(architecture="arm64")])
    assert keep(writer, "tags", [early], [tag()], scope="api") == Kept(2, 2, 0, 0, 0)
    assert rows(writer, "select digest, architecture from tag_images") == [("sha256:i", "amd64")]
    assert rows(writer, "select digest from tags") == [("sha256:t",)]


def test_images_follow_their_tag(writer: Writer) -> None:
    """An image that its tag no longer has is closed, in part listings too; no others are."""
    both = [image(), image(architecture="arm64")]
    keep(writer, "tags", [tag("a", images=both), tag("b", images=both)], scope="api")
    keep(writer, "tags", [tag("a")], scope="api", hours=1, state="partial")
    assert rows(writer, "select tag, count(*) from tag_images group by tag order by 1") == [
        ("a", 1),
        ("b", 2),
    ]
    keep(writer, "tags", [tag("a")], scope="api", hours=2)
    assert rows(writer, "select distinct tag from tag_images") == [("a",)]


@pytest.mark.parametrize("images", [{}, {"images": None}])
def test_a_tag_without_word_of_images_keeps_them(writer: Writer, images: dict[str, None]) -> None:
    """Only a list of images says which are gone."""
    keep(writer, "tags", [tag()], scope="api")
    silent = {key: value for key, value in tag().items() if key != "images"} | images
    assert keep(writer, "tags", [silent], scope="api", hours=1) == Kept(1, 0, 0, 0, 0)


def test_an_image_may_come_alone_and_twins_stay_two(writer: Writer) -> None:
    """`images` may be one object; two images with nothing to tell them apart are two."""
    keep(writer, "tags", [tag("one", images=image()), tag("two", images=[{}, {}])], scope="api")
    keep(writer, "tags", [tag("one", images=image()), tag("two", images=[{}, {}])], scope="api")
    assert rows(writer, "select tag, count(*) from tag_images group by tag order by 1") == [
        ("one", 1),
        ("two", 2),
    ]


def test_a_tag_deleted_and_made_again_is_another(writer: Writer) -> None:
    """Another id is another version, though nothing else differs."""
    keep(writer, "tags", [tag()], scope="api")
    assert keep(writer, "tags", [tag(id=2)], scope="api", hours=1).changed == 1
    assert rows(writer, "select tag_id from tags_history order by valid_from") == [(1,), (2,)]


@pytest.mark.parametrize("state", ["whole", "partial"])
def test_an_e_mail_becomes_an_account(writer: Writer, state: str) -> None:
    """The e-mail's row ends in the moment in which the account's begins, in part listings too."""
    keep(writer, "members", [invitee("Ada@acme.example")])
    keep(writer, "members", [member("ada")], hours=1, state=state)
    assert rows(writer, HISTORY + "order by 2") == [
        ("ada@acme.example", 12, 13),
        ("id-of-ada", 13, None),
    ]


def test_an_invitation_beside_an_account_stays(writer: Writer) -> None:
    """Who is a member and invited by the same e-mail is listed twice, and kept twice."""
    both = [member("ada"), invitee("ada@acme.example")]
    keep(writer, "members", both)
    assert keep(writer, "members", both, hours=1) == Kept(2, 0, 0, 0, 0)
    assert rows(writer, "select count(*) from members") == [(2,)]


def test_a_renamed_team_is_the_same_team(writer: Writer) -> None:
    """A team is known by its id, so that its members stay in it under the new name."""
    keep(writer, "teams", [{"id": 10, "name": "old"}, {"name": "bare"}])
    keep(writer, "team_members", [member("ada")], scope="10")
    assert keep(writer, "teams", [{"id": 10, "name": "new"}, {"name": "bare"}], hours=1).changed
    assert rows(writer, "select team_id, team, member from team_members") == [("10", "new", "ada")]


def test_a_token_without_word_of_resources_keeps_them(writer: Writer) -> None:
    """Resources come with the token's own page only; the list of tokens does not close them."""
    token = {"id": "t", "label": "ci", "last_used_at": None}
    resources = [{"type": "TYPE_REPO", "path": "acme/*", "scopes": ["repo-pull"]}]
    keep(writer, "org_access_tokens", [token | {"resources": resources}])
    question = "select token_id, path, scopes from org_access_token_resources"
    assert keep(writer, "org_access_tokens", [token], hours=1) == Kept(1, 0, 0, 0, 0)
    assert rows(writer, question) == [("t", "acme/*", ["repo-pull"])]
    assert keep(writer, "org_access_tokens", [token | {"resources": []}], hours=2).closed == 1
    assert rows(writer, question) == []


def test_a_clock_that_goes_back_overlaps_nothing(writer: Writer) -> None:
    """A listing that says it began before the last one is taken to have begun just after it."""
    keep(writer, "members", [member("ada")], hours=1)
    keep(writer, "members", [member("ada", role="Owner")], hours=0)
    assert rows(
        writer,
        "select epoch_us(valid_from) - epoch_us(lag(valid_to) over (order by valid_from)), "
        "valid_to > valid_from from members_history order by valid_from",
    ) == [(None, True), (0, None)]


def test_a_listing_that_fails_keeps_nothing(writer: Writer) -> None:
    """Versions and the listing's row are kept together or not at all."""
    with staging(writer, "acme", "members", "", NOON) as stage:
        stage.add(page([member("ada")]))
        with pytest.raises(WarehouseError):
            stage.keep(cast("UUID", "no run"), "whole", pages=1, requests=1)
    assert rows(writer, "from state_versions") == rows(writer, "from listings") == []


def test_the_census_counts_before_anything_is_kept(writer: Writer) -> None:
    """Entries, keys, entries without one, and what would be new, changed, or is there so far."""
    keep(writer, "members", [member("ada"), member("ben"), member("cyd")])
    with staging(writer, "acme", "members", "", NOON) as stage:
        assert stage.census() == Census(0, 0, 0, 0, 0, 3)
        stage.add(page([member("ada"), member("ben", role="Owner"), {"role": "Member"}]))
        stage.add(page([member("dan"), member("dan"), member("ada", last_seen_at=None)]))
        assert stage.census() == Census(
            6, 3, 1, 1, 1, 3, rejected=1, why="the entry has nothing to know it by"
        )
        assert stage.keys() == ["id-of-ada", "id-of-ben", "id-of-dan"]
    assert rows(writer, "select count(*) from members") == [(3,)]


def test_a_listing_leaves_its_row(writer: Writer) -> None:
    """What was read, how, and when."""
    with staging(writer, "acme", "members", "", NOON) as stage:
        stage.add(page([member("ada")]))
        stage.keep(RUN, "partial", reason="It was cut off.", counted=9, pages=1, requests=2)
    told: dict[str, Any] = {
        "account": "acme",
        "resource": "members",
        "scope": "",
        "state": "partial",
        "pages": 1,
        "requests": 2,
        "counted": 9,
        "rows": 1,
        "new": 1,
        "changed": 0,
        "closed": 0,
        "reason": "It was cut off.",
        "run_id": RUN,
        "read_at": NOON,
        "checked_at": NOON,
        "whole_at": None,
    }
    assert rows(writer, f"select {', '.join(told)} from listings") == [tuple(told.values())]


def test_what_has_not_moved_leaves_no_row(writer: Writer) -> None:
    """The row of the last change remembers when it was last looked at, and when to the end."""
    for hour, state in enumerate(("partial", "whole", "newest", "whole", "newest")):
        keep(writer, "members", [member("ada")], hours=hour, state=state)
    told = "select state, hour(read_at), hour(checked_at), hour(whole_at) from listings order by 2"
    assert rows(writer, told) == [("partial", 12, 12, None), ("whole", 13, 16, 15)]
    assert rows(writer, "select hour(last_listed_at) from members") == [(16,)]
