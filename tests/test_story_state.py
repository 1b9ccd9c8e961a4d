"""The story's state: what the events say is what Docker Hub would answer, at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from hub.lookalike.world import World
from hub.story import ACCOUNT, AUDITOR, OWNER, Story
from tests.test_story import ENDING, Event, actor, events, print_of, world


def replay(log: list[Event]) -> dict[str, Any]:
    """The state that follows from the events alone."""
    state: dict[str, Any] = {"tags": {}, "members": {}, "teams": {}, "private": {}, "invited": {}}
    for event in log:
        data, name, action = event.get("data", {}), event["name"], event["action"]
        match action:
            case "repo.create":
                state["tags"][name] = {}
                state["private"][name] = data["privacy"] == "private"
            case "repo.delete":
                del state["tags"][name], state["private"][name]
            case "repo.change_privacy":
                state["private"][name] = data["privacy"] == "private"
            case "repo.tag.push":
                state["tags"][name][data["tag"]] = data["digest"], event["timestamp"], actor(event)
            case "repo.tag.delete":
                del state["tags"][name][data["tag"]]
            case _:
                _replay_people(state, action, name, data)
    return state


def _replay_people(state: dict[str, Any], action: str, name: str, data: dict[str, str]) -> None:
    match action:
        case "org.member.add":
            state["members"][name] = data["role"]
            state["invited"].pop(data["email"], None)
        case "org.member.remove":
            del state["members"][name]
        case "org.member.role.change":
            assert state["members"][name] == data["old_role"]
            state["members"][name] = data["role"]
        case "org.member.invite.send":
            state["invited"][name] = data["team"]
        case "org.team.create":
            state["teams"][data["team"]] = set()
        case "org.team.delete":
            del state["teams"][data["team"]]
        case "org.team.member.add":
            state["teams"][data["team"]].add(name)
        case "org.team.member.remove":
            state["teams"][data["team"]].remove(name)


def assert_true_to_its_log(told: World) -> None:
    """Fail unless the world's state is what its events say."""
    state = replay([orjson.loads(text) for text in told.log.texts])
    assert state["tags"] == {
        f"{ACCOUNT}/{name}": {
            tag: (each["digest"], short(each["tag_last_pushed"]), each["last_updater_username"])
            for tag, each in tags.items()
        }
        for name, tags in told.tags.items()
    }
    assert state["private"] == {
        f"{ACCOUNT}/{name}": each["is_private"] for name, each in told.repositories.items()
    }
    here = [each for each in told.members if each["role"] != "Invitee"]
    assert state["members"] == {each["username"]: each["role"].lower() for each in here}
    assert state["teams"] == {name: set(names) for name, names in told.team_members.items()}
    assert state["invited"] == {each["invitee"]: each["team"] for each in told.invites}


def short(stamp: str) -> str:
    """The milliseconds of a stamp in microseconds."""
    return stamp[:23] + "Z"


def test_the_state_at_the_end_follows_from_the_events() -> None:
    """Tags, repositories, members, teams and invites are what the log says."""
    assert_true_to_its_log(world())


@pytest.mark.parametrize("days", [2, 100, 340])
def test_the_state_at_any_moment_follows_from_the_events(days: int) -> None:
    """A story stopped in the year shows the state of that moment."""
    story = Story(7, 5_000, ENDING)
    story.play(story.ending - days * 86_400_000)
    assert_true_to_its_log(story.world())


def test_a_story_told_in_parts_is_the_same_story() -> None:
    """Stopping on the way changes nothing of what follows."""
    story = Story(7, 2_000, ENDING)
    for days in (300, 200, 30, 9, 0):
        story.play(story.ending - days * 86_400_000)
    assert print_of(story.world()) == print_of(world())


def test_organisation_tokens_follow_from_the_events() -> None:
    """Created minus deleted is what is listed, and who has pushed with one shows as last use."""
    created, deleted = (
        {event["data"]["id"] for event in events() if event["action"] == f"org.access_token.{verb}"}
        for verb in ("create", "delete")
    )
    assert {token["id"] for token in world().org_access_tokens} == created - deleted
    assert any(token["last_used_at"] for token in world().org_access_tokens)


def test_the_world_is_as_large_as_promised() -> None:
    """Some 120 members and 60 repositories, guests, waiting invites, multi-platform images."""
    told = world()
    here = [each for each in told.members if each["role"] != "Invitee"]
    assert 95 < len(here) < 135
    assert 55 < len(told.repositories) < 65
    assert 0 < sum(each["is_guest"] for each in here) < 15
    assert {each["role"] for each in told.members} == {"Owner", "Editor", "Member", "Invitee"}
    assert 0 < sum("last_seen_at" not in each for each in here) < len(here) / 2
    assert len(told.invites) > 10
    platforms = [
        {image["architecture"] for image in tag["images"]}
        for tags in told.tags.values()
        for tag in tags.values()
    ]
    assert {"amd64", "arm64", "unknown"} in platforms
    assert {"amd64"} in platforms


def test_the_demo_can_sign_in() -> None:
    """A service user with a token, an owner with a password, an organisation token; no values."""
    told = world()
    assert [(each.identifier, each.kind) for each in told.credentials] == [
        (AUDITOR, "pat"),
        (OWNER, "password"),
        (ACCOUNT, "oat"),
    ]
    roles = {each.get("username"): each["role"] for each in told.members}
    assert roles[AUDITOR] == roles[OWNER] == "Owner"
    tokens = [each for own in told.personal_access_tokens.values() for each in own]
    assert told.personal_access_tokens[AUDITOR]
    assert len(told.personal_access_tokens[OWNER]) == 2
    assert {each["token"] for each in tokens} == {""}


def test_state_is_never_later_than_the_ending() -> None:
    """Whatever has happened by the state's word has happened by the story's end."""
    told = world()
    last = ENDING.isoformat().replace("+00:00", "Z")
    seen = [each["last_seen_at"] for each in told.members if "last_seen_at" in each]
    pulled = [tag["tag_last_pulled"] or "" for tags in told.tags.values() for tag in tags.values()]
    assert max(seen) <= last
    assert max(pulled) <= last


def fields(schema: str) -> set[str]:
    """The names that openapi.yaml gives to a record's fields."""
    text = (Path(__file__).parent / "data" / "openapi.yaml").read_text()
    schemas = yaml.load(text, yaml.CSafeLoader)["components"]["schemas"]
    parts = [schemas[schema], *schemas[schema].get("allOf", [])]
    parts += [schemas[each["$ref"].rpartition("/")[2]] for each in parts if "$ref" in each]
    return {name for part in parts for name in part.get("properties", {})}


def test_records_have_the_fields_of_the_api() -> None:
    """No field but openapi.yaml's and those that the real service adds (behaviour.md 6 to 8)."""
    told = world()
    tags = [tag for tags in told.tags.values() for tag in tags.values()]
    added = {
        "org_member": (told.members, set()),
        "org_group": (told.teams.values(), set()),
        "invite": (told.invites, {"role"}),
        "getOrgAccessTokenResponse": (told.org_access_tokens, set()),
        "accessToken": (told.personal_access_tokens[OWNER], {"expires_at"}),
        "scim_user": (told.scim_users, set()),
        "tag": (tags, {"tag_status", "media_type", "content_type", "digest"}),
        "image": ([image for tag in tags for image in tag["images"]], set()),
    }
    for schema, (records, extra) in added.items():
        assert set().union(*records) - fields(schema) == extra, schema
