"""`hubtrail ingest`: what it collects, what it says, and how it may be cut short."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.resources import RESOURCES
from hub.lookalike import LocalHub
from hub.story import ACCOUNT, CREDENTIALS, tell
from tests.commands import Place, place_at
from tests.worlds import small_world

EVENTS = 2000
ACTIONS = 75


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """The small world with events that fill a few windows."""
    with LocalHub(small_world(events=EVENTS)) as served:
        yield served


def test_a_year_is_collected_whole(tmp_path: Path) -> None:
    """Every event of an organisation's log is kept once, and a second run finds nothing to do."""
    world = tell(events=EVENTS)
    identifier, secret, _ = CREDENTIALS[0]
    with LocalHub(world) as hub:
        place = Place(
            tmp_path, hub_url=hub.url, identifier=identifier, secret=secret, accounts=ACCOUNT
        )
        first, second = place.type("ingest"), place.type("ingest")
    assert (first.code, second.code) == (0, 0)
    assert f"{ACCOUNT} audit-events: {EVENTS:,} new" in first.out
    assert f"{ACCOUNT} audit-events: 0 new" in second.out
    assert place.collected() == EVENTS


def test_json_is_one_object(tmp_path: Path, hub: LocalHub) -> None:
    """With --json stdout is one object that tells of each resource; narration stays on stderr."""
    outcomes = place_at(tmp_path, hub).type("ingest", "--json").json["outcomes"]
    told = {each["resource"]: (each["state"], each["rows"]) for each in outcomes}
    assert told.keys() == set(RESOURCES)
    assert told["audit-events"] == ("done", EVENTS)
    assert told["audit-actions"] == ("done", ACTIONS)
    assert told["scim-users"] == ("not permitted", 0)


def test_only_takes_resources(tmp_path: Path, hub: LocalHub) -> None:
    """--only collects the named resources and nothing else, alone, repeated or comma separated."""
    place = place_at(tmp_path, hub)
    said = place.type("ingest", "--only", "audit-actions")
    assert said.out == f"acme audit-actions: {ACTIONS} new, 2 requests\n"
    assert {seen.path for seen in hub.requests} == {"/v2/auth/token", "/v2/auditlogs/acme/actions"}
    said = place.type("ingest", "--only", "audit-actions,audit-events")
    assert said.out.count("acme audit-") == 2


def test_a_stretch_is_collected_alone(tmp_path: Path, hub: LocalHub) -> None:
    """--from and --to collect the events between, the first included, the last not."""
    place = place_at(tmp_path, hub)
    stretch = ("--from", "2026-01-05T09:00:10Z", "--to", "2026-01-05T10:01:00+01:00")
    assert "audit-events: 50 new" in place.type("ingest", *stretch).out
    assert place.type("prove", *stretch).code == 0
    assert place.collected() == 50


def test_the_future_is_never_covered(tmp_path: Path, hub: LocalHub) -> None:
    """A stretch that reaches ahead is read up to now; nobody can vouch for more."""
    place = place_at(tmp_path, hub)
    assert place.type("ingest", "--from", "2026-01-05", "--to", "2999-01-01").code == 0
    said = place.type("prove", "--from", "2026-01-06", "--to", "2999-01-01", "--json").json
    assert said["gaps"][0]["to_time"] == "2999-01-01T00:00:00+00:00"
    assert said["gaps"][0]["from_time"] <= datetime.now(UTC).isoformat()


def test_one_account_of_several(tmp_path: Path, hub: LocalHub) -> None:
    """--account collects that organisation, whatever else the settings name."""
    place = place_at(tmp_path, hub)
    place.let(accounts="nobody,acme")
    said = place.type("ingest", "--account", "Acme", "--only", "audit-actions")
    assert (said.code, said.err) == (0, "")


def test_an_organisation_token_is_enough(tmp_path: Path, hub: LocalHub) -> None:
    """The organisation's name and an access token from a file collect its log."""
    file = tmp_path / "token"
    file.write_text("not-a-secret-acme-oat\n")
    place = place_at(tmp_path, hub)
    place.let(identifier="acme", secret="", secret_file=str(file))
    place.secrets.add("not-a-secret-acme-oat")
    assert place.type("ingest").code == 0
    assert place.collected() == EVENTS


def test_ctrl_c_keeps_what_is_committed(tmp_path: Path, hub: LocalHub) -> None:
    """Ctrl-C in mid-run ends it soon, with a sentence and without losing a window."""
    place = place_at(tmp_path, hub)
    hub.service.latency = 0.3
    under_way = place.start("ingest")
    _wait_for(hub, requests=12)
    os.kill(under_way.pid, signal.SIGINT)
    place.ended(under_way, seconds=10).told(130, "Interrupted", "kept")
    hub.service.latency = 0.0
    assert place.type("ingest").code == 0
    assert place.collected() == EVENTS


def test_one_run_at_a_time(tmp_path: Path, hub: LocalHub) -> None:
    """A second run is told who is writing, and readers and the first run go on."""
    place = place_at(tmp_path, hub)
    hub.service.latency = 0.3
    under_way = place.start("ingest")
    _wait_for(hub, requests=2)
    place.type("ingest").told(1, "Another run is in progress", f"process {under_way.pid}")
    hub.service.latency = 0.0
    assert place.ended(under_way).code == 0


def test_a_used_up_limit_ends_the_run_cleanly(tmp_path: Path, hub: LocalHub) -> None:
    """A limit that comes back too late ends the run with the time; what came before is kept."""
    hub.faults.quiet_seconds = 3_600
    hub.before_answer.append(
        lambda _: hub.faults.once("429-json") if len(hub.requests) == 20 else None
    )
    place = place_at(tmp_path, hub)
    said = place.type("ingest", "--only", "audit-events")
    assert (said.code, said.out) == (1, "")
    assert "rate limit is used up until" in said.err.splitlines()[-1]
    assert place.type("sql", "from coverage", "--format", "jsonl").out.count("\n") >= 5


def test_a_bad_day_is_survived(tmp_path: Path, hub: LocalHub) -> None:
    """Passing faults are repeated, said once, and cost nothing."""
    for kind in ("503", "cut", "reset", "429-json"):
        hub.faults.once(kind, path="/v2/auditlogs")
    place = place_at(tmp_path, hub)
    said = place.type("ingest")
    assert said.code == 0
    assert said.err.count("asking again") == 1
    assert place.collected() == EVENTS


def _wait_for(hub: LocalHub, requests: int) -> None:
    deadline = time.monotonic() + 30
    while len(hub.requests) < requests:
        assert time.monotonic() < deadline
        time.sleep(0.01)
