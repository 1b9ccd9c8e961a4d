"""Killed while listing: nobody departs who is there, and the next run catches up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from hub.lookalike import LocalHub
from tests.killed import kill, victims_of
from tests.states import asked, column, look, many_members, many_tags
from tests.worlds import small_world

KILLS = 25
DOUBLED = (
    "select kind, scope, parent, key from state_versions where valid_to is null "
    "group by all having count(*) > 1"
)
OVERLAPPING = (
    "select key from state_versions one join state_versions other "
    "using (kind, account, scope, parent, key) where one.valid_from < other.valid_from "
    "and coalesce(one.valid_to, 'infinity') > other.valid_from"
)


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three pages of tags and of members, as quick as a near one."""
    world = small_world()
    world.tags["api"] = many_tags(230)
    world.members = [*world.members[:2], *many_members(230)]
    with LocalHub(world, latency=0.004) as hub:
        yield hub


def change(hub: LocalHub, number: int, gone: set[str]) -> None:
    """Let a tag and a member go, and others come."""
    with hub.world.lock:
        gone |= {f"build-{number}", f"member-{number}"}
        hub.world.tags["api"].pop(f"build-{number}")
        hub.world.members = [
            each for each in hub.world.members if each["username"] != f"member-{number}"
        ]
        name = f"late-{number}"
        hub.world.tags["api"][name] = many_tags(1)["build-0"] | {"name": name}
        newcomer = many_members(1)[0] | {"id": name, "username": name, "email": f"{name}@acme.test"}
        hub.world.members.append(newcomer)


def test_killed_while_listing_nobody_departs_who_is_there(hub: LocalHub, tmp_path: Path) -> None:
    """After 25 kills what is kept is sound, and one run makes it what the hub has."""
    random = Random(7)
    gone: set[str] = set()
    look(hub, tmp_path, "repositories", "tags", "members")
    with victims_of(hub, "repositories", "tags", "members") as victims:
        for number in range(KILLS):
            change(hub, number, gone)
            kill(victims, tmp_path, random.uniform(0, 1.2))
            closed = asked(
                tmp_path,
                "select coalesce(body ->> 'username', key) from state_versions "
                "where valid_to is not null and kind in ('tags', 'members')",
            )
            assert {name for (name,) in closed} <= gone
            assert asked(tmp_path, DOUBLED) == asked(tmp_path, OVERLAPPING) == []
    outcomes = look(hub, tmp_path, "repositories", "tags", "members")
    assert {outcome.state for outcome in outcomes.values()} == {"done"}
    tags = column(tmp_path, "select tag from tags where repository = 'acme/api'")
    assert tags == sorted(hub.world.tags["api"])
    members = column(tmp_path, "select username from members")
    assert members == sorted(each["username"] for each in hub.world.members)
