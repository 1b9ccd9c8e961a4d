"""The joined questions over a year that is known: nothing to explain but what a test breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import orjson
import pytest

from hub.lookalike.world import Record, World
from hub.page import read_page
from hub.story import ACCOUNT, Story
from tests.readings import RUN, Row, rows
from warehouse.database import Writer, open_for_writing
from warehouse.listing import close_scope, staging
from warehouse.load import Reading, load_window

ENDING = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOOKS = (150, 30, 6, 0)  # days before the ending on which the state is listed
OTHERS = (300, 151, 100, 10)  # days on which only the story says who is a member
SWEPT = timedelta(days=1)


@dataclass
class Year:
    """A warehouse that holds the story, the world at its end, and who was a member on some days."""

    file: Path
    world: World
    members: dict[int, list[Row]]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """All events of the story, and the state as it was at four moments of it."""
    file = tmp_path_factory.mktemp("story") / "hubtrail.duckdb"
    story, members = Story(7, 2_000, ENDING), {}
    with open_for_writing(file) as writer:
        for days in sorted(LOOKS + OTHERS, reverse=True):
            story.play(milliseconds(days))
            members[days] = members_of(story.world())
            if days in LOOKS:
                look(writer, story.world(), moment_of(days))
        load(writer, story.world())
    return Year(file, story.world(), members)


@pytest.fixture
def writer(year: Year, tmp_path: Path) -> Iterator[Writer]:
    """A warehouse of its own with the story in it."""
    with open_for_writing(Path(copy(year.file, tmp_path))) as writer:
        yield writer


def milliseconds(days: int) -> int:
    """The moment so many days before the ending, as the story counts."""
    return int((ENDING - timedelta(days=days)).timestamp() * 1_000)


def moment_of(days: int) -> datetime:
    """A second after it, when everything of that moment has happened."""
    return ENDING - timedelta(days=days) + timedelta(seconds=1)


def members_of(world: World) -> list[Row]:
    """Name, role and teams of each member."""
    return sorted(
        (each["username"], each["role"], sorted(each["groups"]))
        for each in world.members
        if each["role"] != "Invitee"
    )


def look(writer: Writer, world: World, moment: datetime) -> None:
    """List all that the events speak of as it is in the world at that moment."""
    keep(writer, "repositories", world.repositories.values(), moment)
    keep(writer, "members", world.members, moment)
    keep(writer, "teams", world.teams.values(), moment)
    keep(writer, "org_access_tokens", world.org_access_tokens, moment)
    keep(writer, "org_settings", [world.settings], moment)
    for name, each in world.tags.items():
        keep(writer, "tags", each.values(), moment, name)
    for (name,) in rows(writer, "select distinct split_part(repository, '/', 2) from tags"):
        if name not in world.tags:
            close_scope(writer, ACCOUNT, "tags", name, RUN, moment)
    people = {each["username"]: each for each in world.members if "username" in each}
    for name, usernames in world.team_members.items():
        inside = [people[username] for username in usernames]
        keep(writer, "team_members", inside, moment, str(world.teams[name]["id"]))


def keep(
    writer: Writer, resource: str, entries: Iterable[Record], moment: datetime, scope: str = ""
) -> None:
    """Keep a whole listing."""
    with staging(writer, ACCOUNT, resource, scope, moment) as stage:
        stage.add(orjson.dumps([*entries], option=orjson.OPT_SORT_KEYS))
        stage.keep(RUN, "whole", pages=1, requests=1)


def load(writer: Writer, world: World) -> None:
    """Load the whole log, as read a day after the story's ending."""
    page = read_page(b'{"logs":[%b]}' % b",".join(reversed(world.log.texts)))
    reading = Reading(
        account=ACCOUNT,
        start=ENDING - timedelta(days=400),
        end=ENDING + SWEPT,
        entries=page.entries,
        page_count=1,
        requests=1,
        tail_page=1,
        tail_hash="the tail",
        read_at=ENDING + SWEPT,
        seen_at=datetime.now(UTC),
        fields=page.fields,
    )
    load_window(writer, reading, RUN)


def test_the_story_leaves_nothing_unexplained(writer: Writer) -> None:
    """Every change of its state has its event, and every event its state."""
    assert rows(writer, "select count(*) > 200 from state_changes") == [(True,)]
    assert rows(writer, "from unexplained_changes") == []
    assert rows(writer, "from inconsistencies") == []


def test_every_digest_that_was_listed_was_pushed(writer: Writer) -> None:
    """No move is known from a listing alone, and what lives now is what the last listing shows."""
    assert rows(writer, "select count(*) from tag_moves where source = 'listing'") == [(0,)]
    living = "select repository, tag, digest from tag_moves where live_until is null"
    listed = "select repository, tag, digest from tags"
    assert rows(writer, f"({living}) except ({listed})") == []
    assert rows(writer, f"({listed}) except ({living})") == []


def test_lives_of_a_tag_follow_each_other(writer: Writer) -> None:
    """No two digests of one tag live at the same time."""
    question = (
        "select count(*) from (select live_until, lead(moved_at) over (partition by repository, "
        "tag order by moved_at, live_until nulls last) as moved_on from tag_moves) "
        "where moved_on is not null and coalesce(live_until > moved_on, true)"
    )
    assert rows(writer, question) == [(0,)]


def test_the_moves_of_one_tag_are_those_among_all(writer: Writer) -> None:
    """Looked up alone, of all time or from one of its pushes on, a tag has the moves it has."""
    often = "from pushes group by all having count(*) > 3 order by count(*) desc limit 20"
    for repository, tag in rows(writer, f"select repository, tag {often}"):
        moves = f"from tag_moves where (repository, tag) = ('{repository}', '{tag}')"
        all_moves = rows(writer, f"{moves} order by moved_at")
        assert alone(writer, repository, tag, "null") == all_moves
        middle = all_moves[len(all_moves) // 2][3]
        later = alone(writer, repository, tag, f"'{middle}'")
        assert later[1:] == all_moves[len(all_moves) // 2 + 1 :]


def alone(writer: Writer, repository: str, tag: str, from_time: str) -> list[Row]:
    """The moves of a tag by `tag_moves_of`."""
    of_one = f"tag_moves_of('{ACCOUNT}', '{repository}', '{tag}', {from_time})"
    return rows(writer, f"from {of_one} order by moved_at")


@pytest.mark.parametrize("days", LOOKS + OTHERS)
def test_members_at_any_time_are_those_of_the_story(year: Year, writer: Writer, days: int) -> None:
    """With role and teams: worked out backwards, between listings by events, and as listed."""
    found = writer.cursor.execute(
        "select member, role, teams from members_at($moment)", {"moment": moment_of(days)}
    )
    assert found.fetchall() == year.members[days]


def test_tokens_of_people_who_left_are_found(writer: Writer) -> None:
    """Pavel Orsin left in summer, and his laptop's token still pushed afterwards."""
    question = (
        "select label, kind, source from token_inventory "
        "where not owner_is_member and owner = 'pavelorsin'"
    )
    assert rows(writer, question) == [("pavelorsin-laptop", "inferred", "events")]


def test_what_nobody_logged_is_found(year: Year, writer: Writer) -> None:
    """A tag moved, a member more and a repository less behind the log's back: these three only."""
    tags = year.world.tags["arm-controller"]
    moved = tags | {"latest": tags["latest"] | {"digest": "sha256:other"}}
    mallory = {"id": "m", "username": "mallory", "role": "Owner", "groups": []}
    fewer = [each for each in year.world.repositories.values() if each["name"] != "robot-sdk"]
    moment = ENDING + timedelta(hours=2)
    keep(writer, "tags", moved.values(), moment, "arm-controller")
    keep(writer, "members", [*year.world.members, mallory], moment)
    keep(writer, "repositories", fewer, moment)
    question = "select resource, thing, change from unexplained_changes order by all"
    assert rows(writer, question) == [
        ("members", "mallory", "appeared"),
        ("repositories", f"{ACCOUNT}/robot-sdk", "gone"),
        ("tags", f"{ACCOUNT}/arm-controller:latest", "changed"),
    ]
