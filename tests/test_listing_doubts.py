"""Entries that cannot be understood, and secrets that should not have come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.listings import image, keep, member, tag
from tests.readings import rows
from warehouse.database import Writer, open_for_writing

MISFITS: list[tuple[str, Any, str]] = [
    ("repositories", "a text", "the entry is no object"),
    ("repositories", None, "the entry is no object"),
    ("repositories", {"description": "nameless"}, "the entry has nothing to know it by"),
    ("repositories", {"name": ""}, "the entry has nothing to know it by"),
    ("repositories", {"name": "api", "star_count": "many"}, "star_count is no whole number"),
    ("repositories", {"name": "api", "status": 1.5}, "status is no whole number"),
    ("repositories", {"name": "api", "is_private": "maybe"}, "is_private is no truth"),
    ("repositories", {"name": "api", "categories": "tools"}, "categories is no list"),
    ("tags", {"name": ["latest"]}, "the entry has nothing to know it by"),
    ("tags", tag(full_size="big"), "full_size is no whole number"),
    ("tags", tag(last_updated="yesterday"), "last_updated is no time"),
    ("tags", tag(tag_last_pulled=17), "tag_last_pulled is no time"),
    ("tags", tag(images="none"), "images is no list"),
    ("tags", tag(v2={}), "v2 is no truth"),
    ("members", member("ada", groups="owners"), "groups is no list"),
    ("members", member("ada", id=True), "the entry has nothing to know it by"),
    ("members_export", {"Username": "ada", "Date Joined": []}, '"Date Joined" is no text'),
    ("teams", {"id": 1, "name": 5}, "name is no text"),
    ("team_members", member("ada", date_joined="1 May"), "date_joined is no time"),
    ("invites", {"id": "i", "created_at": True}, "created_at is no time"),
    ("org_access_tokens", {"id": "t", "is_active": "yes!"}, "is_active is no truth"),
    ("personal_access_tokens", {"uuid": "u", "scopes": "all"}, "scopes is no list"),
    ("org_settings", {"restricted_images": []}, "restricted_images is no object"),
    ("scim_users", {"id": "u", "meta": {"created": "?"}}, "meta.created is no time"),
]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def test_what_does_not_fit_is_rejected_once(writer: Writer) -> None:
    """Word for word and with the reason, however often it is listed; nothing else is stopped."""
    for hour in range(2):
        for resource, entry, _ in MISFITS:
            keep(writer, resource, [entry], hours=hour, scope=f"of {resource}")
    assert rows(writer, "from state_versions") == []
    assert rows(writer, "select resource, reason from rejected order by all") == sorted(
        (resource, why) for resource, _, why in MISFITS
    )
    raw = rows(writer, "select raw from rejected where resource = 'repositories' order by rowid")
    assert [orjson.loads(text) for (text,) in raw] == [
        entry for resource, entry, _ in MISFITS if resource == "repositories"
    ]


def test_good_entries_beside_bad_ones_are_kept(writer: Writer) -> None:
    """A hundred entries that do not fit take no good one with them."""
    bad: list[Any] = [tag(f"bad-{number}", full_size=[]) for number in range(50)]
    good = [tag(f"good-{number}") for number in range(100)]
    kept = keep(writer, "tags", [*bad, *range(50)], good, scope="api")
    assert (kept.rows, kept.new, kept.rejected) == (200, 200, 100)
    assert rows(writer, "select count(*), count(distinct tag) from tag_images") == [(100, 100)]


def test_what_moves_does_not_reject_again(writer: Writer) -> None:
    """An entry that does not fit is the same one when only its pulls differ."""
    for hour, pulled in enumerate(("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")):
        bad = tag(full_size="big", tag_last_pulled=pulled, images=[image(last_pulled=pulled)])
        keep(writer, "tags", [bad], scope="api", hours=hour)
    assert rows(writer, "select count(*) from rejected") == [(1,)]


def test_a_misfit_that_moves_is_shown(writer: Writer) -> None:
    """Where what moves is what does not fit, the raw text shows it."""
    keep(writer, "tags", [tag(tag_last_pulled="never")], scope="api")
    assert rows(writer, "select raw ->> 'tag_last_pulled' from rejected") == [("never",)]


def test_who_cannot_be_understood_has_not_left(writer: Writer) -> None:
    """Whose entry does not fit is there still, as known before, with images and all."""
    keep(writer, "tags", [tag()], scope="api")
    assert keep(writer, "tags", [tag(full_size="big")], scope="api", hours=1).closed == 0
    assert rows(
        writer,
        "select full_size, hour(tags.last_listed_at), architecture from tags, tag_images",
    ) == [(5, 13, "amd64")]


def test_a_broken_id_is_not_made_up_for(writer: Writer) -> None:
    """Whose id cannot be read is not taken for somebody known by another field."""
    keep(writer, "members", [member("ada", id=None)])
    broken = keep(writer, "members", [member("ada", id={})], hours=1, state="partial")
    assert (broken.new, broken.rejected) == (0, 1)
    assert rows(writer, "select hour(last_listed_at) from members") == [(12,)]


def test_an_image_that_does_not_fit_takes_no_tag_with_it(writer: Writer) -> None:
    """The tag and its other images are kept; images are not closed where one has no name."""
    both = [image(), image(architecture="arm64", size=7)]
    keep(writer, "tags", [tag(images=both)], scope="api")
    bad = [image(), image(architecture="arm64", size="seven")]
    assert keep(writer, "tags", [tag(images=bad)], scope="api", hours=1).rejected == 1
    for hour, nothing in enumerate((7, None), 2):
        named = [tag(images=[image(), nothing])]
        assert keep(writer, "tags", named, scope="api", hours=hour).rejected == 1
    assert rows(writer, "select architecture, size from tag_images order by 1") == [
        ("amd64", 5),
        ("arm64", 7),
    ]


@pytest.mark.parametrize("v2", [True, "true", "registry", None])
def test_v2_may_be_a_truth_or_a_text(writer: Writer, v2: object) -> None:
    """The contract says text, the answers say truth; both are taken."""
    keep(writer, "tags", [tag(v2=v2)], scope="api")
    assert rows(writer, "select v2 from tags") == [(True if v2 in (True, "true") else None,)]


@pytest.mark.parametrize("name", ["token", "secret", "password"])
def test_no_secret_is_stored(writer: Writer, name: str) -> None:
    """A secret that comes all the same is stored nowhere, in whatever depth or entry."""
    hidden = 'not-a-secret "quoted" \\ value'
    token = {"id": "t", name: hidden, name.title(): hidden, "more": [{name: hidden}]}
    keep(writer, "org_access_tokens", [token, {name: hidden}, token | {"id": []}])
    assert rows(writer, "select count(*) from rejected") == [(2,)]
    for table in ("state_versions", "rejected", "listings"):
        assert "not-a-secret" not in str(rows(writer, f"from {table}"))
    ((others,),) = rows(writer, "select other_fields from org_access_tokens")
    assert orjson.loads(others) == {name.title(): None, "more": [{name: None}]}
