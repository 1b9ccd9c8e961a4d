"""Listings that mislead on request: without end, with any rows, any count and any refusal."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from tests.worlds import signed_in, small_world

TEAMS = "/v2/orgs/acme/groups"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with two teams."""
    with LocalHub(small_world()) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in before anything goes wrong."""
    with signed_in(hub.url) as client:
        yield client


@pytest.mark.parametrize(("kind", "fresh"), [("growing-list", 1), ("endless-list", 2)])
def test_a_list_without_end_has_new_rows_on_every_page(
    hub: LocalHub, client: httpx.Client, kind: Kind, fresh: int
) -> None:
    """One row, or all rows, of each page were never sent before, and a billion are counted."""
    hub.faults.chance(kind, 1, TEAMS)
    first, second = (client.get(TEAMS, params={"page": page}).json() for page in (1, 50))
    assert first["count"] == second["count"] == 1_000_000_000
    known = {team["name"] for team in first["results"]}
    assert len([team for team in second["results"] if team["name"] not in known]) == fresh


def test_rows_and_counts_are_what_a_test_says(hub: LocalHub, client: httpx.Client) -> None:
    """`bad-rows` adds rows of any kind, `false-count` counts anything."""
    hub.faults.bad_rows, hub.faults.count = [None, 7, {"name": []}], "many"
    hub.faults.once("bad-rows", path=TEAMS)
    struck, after = (client.get(TEAMS).json() for _ in range(2))
    assert struck["results"] == [*after["results"], None, 7, {"name": []}]
    assert struck["count"] == after["count"] + 3
    hub.faults.once("false-count", path=TEAMS)
    assert client.get(TEAMS).json()["count"] == "many"


def test_a_refusal_may_say_anything(hub: LocalHub, client: httpx.Client) -> None:
    """`refused` answers 403 with what `message` says, by default something that steers."""
    hub.faults.once("refused")
    struck = client.get(TEAMS)
    assert (struck.status_code, struck.json()) == (403, {"message": hub.faults.message})
    assert "\x1b]0;" in hub.faults.message
