"""token_inventory: tokens that are listed, and those that only events give away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.listed import happened, hour, listing, member, push, told
from tests.readings import event, rows
from warehouse.database import Writer, open_for_writing

CREATED = "2026-03-01T00:00:00Z"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def token(**fields: Any) -> dict[str, Any]:
    """An organisation's token as its own page shows it."""
    return {
        "id": "t1",
        "label": "ci",
        "created_by": "olivia",
        "is_active": True,
        "created_at": CREATED,
        "expires_at": "2027-03-01T00:00:00Z",
        "last_used_at": None,
        "resources": [{"type": "TYPE_REPO", "path": "acme/api", "scopes": ["pull", "push"]}],
    } | fields


def test_a_listed_token_that_pushes_is_one_row(writer: Writer) -> None:
    """What Docker Hub lists and what events tell stand side by side."""
    told(writer, push(1, "a"), push(2, "b"), push(3, "c", name="acme/web"))
    listing(writer, "org_access_tokens", 4, [token()])
    listing(writer, "members", 4, [member("olivia")])
    question = (
        "select kind, token_id, label, owner, owner_is_member, is_active, scopes, expires_at, "
        "last_used_at, first_push_at, last_push_at, pushes, repositories, source, gone_at "
        "from token_inventory"
    )
    assert rows(writer, question) == [
        (
            "organisation",
            "t1",
            "ci",
            "olivia",
            True,
            True,
            ["acme/api: pull push"],
            hour(0).replace(year=2027, month=3, day=1, hour=0),
            hour(3),
            hour(1),
            hour(3),
            3,
            ["acme/api", "acme/web"],
            "both",
            None,
        )
    ]


def test_a_token_of_somebody_is_inferred_from_pushes(writer: Writer) -> None:
    """Docker Hub lists nobody else's tokens; whether the owner is a member is known."""
    told(writer, push(1, "a", actor='mallory - access token "ci"'))
    question = "select kind, token_id, owner, owner_is_member, is_active from token_inventory"
    assert rows(writer, question) == [("inferred", "t1", "mallory", None, None)]
    listing(writer, "members", 2, [member("olivia")])
    assert rows(writer, question) == [("inferred", "t1", "mallory", False, None)]


def test_ones_own_token_is_personal(writer: Writer) -> None:
    """It has its uuid, scopes and last use as listed."""
    listed = {
        "uuid": "p1",
        "token_label": "laptop",
        "is_active": False,
        "scopes": ["repo:read"],
        "created_at": CREATED,
        "last_used": "2026-03-01T10:00:00Z",
    }
    listing(writer, "personal_access_tokens", 1, [listed], scope="olivia")
    question = "select kind, token_id, label, owner, is_active, scopes, source from token_inventory"
    assert rows(writer, question) == [
        ("personal", "p1", "laptop", "olivia", False, ["repo:read"], "listed")
    ]


def test_a_token_that_is_gone_keeps_its_row(writer: Writer) -> None:
    """It is no longer active since the event that deleted it, or since a listing without it."""
    told(
        writer,
        happened(1, "org.access_token.create", "acme", id="t2", label="old"),
        happened(2, "org.access_token.delete", "acme", id="t2", label="old"),
    )
    listing(writer, "org_access_tokens", 1.5, [token(), token(id="t2", label="old")])
    listing(writer, "org_access_tokens", 3, [])
    question = "select token_id, is_active, gone_at, source from token_inventory order by 1"
    assert rows(writer, question) == [
        ("t1", False, hour(3), "listed"),
        ("t2", False, hour(2), "both"),
    ]


def test_a_token_only_events_know_of_can_be_the_organisations(writer: Writer) -> None:
    """What was created and deleted before anything was listed, or pushes in its name."""
    told(
        writer,
        happened(1, "org.access_token.create", "acme", id="t2", label="x"),
        push(2, "a", actor='acme - access token "ci"'),
    )
    question = "select token_id, kind, owner, created_at, source from token_inventory order by 1"
    assert rows(writer, question) == [
        ("t1", "organisation", "acme", None, "events"),
        ("t2", "organisation", "olivia", hour(1), "events"),
    ]


def test_a_label_without_an_id_means_the_users_one_token_of_that_label(writer: Writer) -> None:
    """Where there are two of that label, or none, the label stands for itself."""
    by_label = {"actor": 'robot - access token "ci"', "data": {"tag": "t", "digest": "d"}}
    one = push(1, "a", actor='robot - access token "ci"')
    told(writer, one, event(7200, **by_label))
    question = "select token_id, label, pushes from token_inventory order by 1 nulls last"
    assert rows(writer, question) == [("t1", "ci", 2)]
    another = push(3, "b", actor='robot - access token "ci"')
    another["data"] = another["data"] | {"access_token_id": "t9"}
    told(writer, one, event(7200, **by_label), another)
    assert rows(writer, question) == [("t1", "ci", 1), ("t9", "ci", 1), (None, "ci", 1)]
