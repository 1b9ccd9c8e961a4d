"""The story: always the same, as long as asked, true to its own log, and full of things to find."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from subprocess import check_output
from typing import Any

import orjson
import pytest

from hub.lookalike.world import World
from hub.story import ACCOUNT, tell

ENDING = datetime(2026, 3, 18, 10, 30, 15, 250_000, UTC)
Event = dict[str, Any]


@cache
def world() -> World:
    """One story of 2,000 events, told once for all tests that only read it."""
    return tell(seed=7, events=2_000, ending=ENDING)


@cache
def events(count: int = 2_000) -> list[Event]:
    """The events of a story of that many, oldest first."""
    told = world() if count == 2_000 else tell(seed=7, events=count, ending=ENDING)
    return [orjson.loads(text) for text in told.log.texts]


def moment(event: Event) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(event["timestamp"])


def actor(event: Event) -> str:
    """Who did it, the token left out."""
    name: str = event["actor"].partition(" - access token ")[0]
    return name


def print_of(told: World) -> str:
    """A digest of the log and of all that the world says beside it."""
    state = {name: value for name, value in vars(told).items() if name not in {"log", "lock"}}
    text = orjson.dumps([told.log.times, state], default=repr, option=orjson.OPT_SORT_KEYS)
    return sha256(text + b"\n".join(told.log.texts)).hexdigest()


def test_the_same_seed_and_ending_tell_the_same_story() -> None:
    """Log and state are the same byte for byte."""
    assert print_of(tell(7, 2_000, ENDING)) == print_of(world())


def test_another_process_tells_the_same_story() -> None:
    """Nothing hangs on the order of sets or on hash seeds."""
    program = "from tests.test_story import *; print(print_of(tell(7, 2_000, ENDING)))"
    printed = check_output([sys.executable, "-c", program], text=True, env={"PYTHONHASHSEED": "5"})
    assert printed.strip() == print_of(world())


def test_another_seed_tells_another_story() -> None:
    """Seeds differ in people and pushes."""
    other = tell(8, 2_000, ENDING)
    assert other.log.texts != world().log.texts
    assert other.users != world().users


@pytest.mark.parametrize("count", [2_000, 5_000])
def test_there_are_as_many_events_as_asked(count: int) -> None:
    """The number is met within one in twenty; it is met exactly as long as it can be."""
    assert len(events(count)) == count


def test_few_events_leave_the_organisation_its_own_life() -> None:
    """Asked for ten events the story keeps joiners, incidents and all, without traffic."""
    least = tell(7, 10, ENDING)
    assert 800 < len(least.log) < 1_100
    assert len(least.members) == len(world().members)


def test_the_story_ends_now() -> None:
    """The newest event is less than a minute before the ending, the oldest a year."""
    newest, oldest = moment(events()[-1]), moment(events()[0])
    assert timedelta(0) < ENDING - newest < timedelta(minutes=1)
    assert timedelta(days=360) < ENDING - oldest < timedelta(days=365)


def test_without_an_ending_it_ends_today() -> None:
    """The default ending is the present moment; no event is in the future."""
    newest = tell(events=0).log.times[-1] / 1_000
    assert 0 < time.time() - newest < 90


def test_times_ascend_and_agree_with_the_texts() -> None:
    """The log is ordered, and each entry's time is the one that its text says."""
    times = world().log.times
    assert times == sorted(times)
    assert times == [round(moment(event).timestamp() * 1_000) for event in events()]


def test_every_event_has_the_shape_of_an_audit_log_event() -> None:
    """The seven fields of openapi.yaml's AuditLog, data of strings only or none at all."""
    fields = {"account", "action", "name", "actor", "timestamp", "action_description"}
    for event in events():
        assert set(event) - {"data"} == fields
        assert all(isinstance(value, str) for value in event.get("data", {}).values())
        assert event["account"] == ACCOUNT
        assert len(event["timestamp"]) == len("2024-11-01T12:34:56.789Z")


def test_every_action_is_in_the_catalogue() -> None:
    """The story speaks only of actions that Docker Hub knows, and of more than forty of them."""
    known = {
        f"{group}.{each['name']}"
        for group, entry in world().actions.items()
        for each in entry["actions"]
    }
    used = {event["action"] for event in events()}
    assert used <= known
    assert len(used) > 40


def test_tokens_show_in_actor_and_data() -> None:
    """Where a token acted, the actor names its label and data its id (behaviour.md 1.5, 1.6)."""
    marked = [event for event in events() if "access_token_id" in event.get("data", {})]
    assert len(marked) > 800
    for event in marked:
        assert event["actor"].endswith(f' - access token "{event["data"]["access_token_label"]}"')
        assert event["data"]["access_token_type"] == "TYPE_UNSPECIFIED"


def test_some_events_are_twins_share_a_millisecond_or_lack_data() -> None:
    """The odd things of the real log are there: twins, shared times, missing and empty data."""
    texts, times = Counter(world().log.texts), Counter(world().log.times)
    assert 2 <= sum(count == 2 for count in texts.values()) < 20
    assert sum(count > 1 for count in times.values()) > 30
    assert sum("data" not in event for event in events()) > 50
    assert any(event.get("data") == {} for event in events())
    assert any(event["action_description"].endswith("\n") for event in events())


def test_nothing_waits_for_a_slow_tale() -> None:
    """No tale holds the clock up: at most a team dissolved shares a millisecond."""
    assert Counter(tell(7, 30_000, ENDING).log.times).most_common(1)[0][1] < 20


def test_weekdays_are_busier_than_weekends() -> None:
    """Monday to Friday each see at least twice the pushes of a Saturday or Sunday."""
    days = Counter(moment(event).weekday() for event in events(20_000))
    assert min(days[day] for day in range(5)) > 2 * max(days[5], days[6])


def test_christmas_is_quiet() -> None:
    """Between Christmas and New Year less happens than in half of any usual week."""
    by_day = Counter(moment(event).date() for event in events(20_000))
    christmas = datetime(2025, 12, 24, tzinfo=UTC).date()
    quiet = sum(by_day[christmas + timedelta(days=day)] for day in range(7))
    usual = sum(by_day[christmas + timedelta(days=day - 28)] for day in range(7))
    assert quiet < usual / 2


def test_machines_push_more_than_people() -> None:
    """Tokens of pipelines make at least four pushes of five."""
    pushes = [event for event in events(20_000) if event["action"] == "repo.tag.push"]
    machines = sum(actor(event).startswith("acme") for event in pushes)
    assert machines > 0.8 * len(pushes)
    assert len({actor(event) for event in pushes}) > 30


def test_a_short_story_is_quickly_told() -> None:
    """2,000 events take no second and no megabyte and a half."""
    begun = time.perf_counter()
    told = tell(9, 2_000, ENDING)
    assert time.perf_counter() - begun < 1
    assert sum(map(len, told.log.texts)) < 1_500_000
