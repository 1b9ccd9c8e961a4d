"""Runs over the state: out of budget, giving way, and nothing secret kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from pydantic import SecretStr

from flows.resources import RESOURCES
from hub.lookalike import LocalHub
from hub.lookalike.service import Seen
from tests.states import asked, column, look, many_members
from tests.worlds import small_world
from warehouse import database

MEMBERS = 350
VISIT = """
import sys
from pathlib import Path
from flows.run import Errand, run
from tests.runs import settings_at
errand = Errand(("audit-events",), ("acme",))
(outcome,) = run(settings_at(sys.argv[1], Path(sys.argv[2])), errand, patience=60)
print(outcome.state)
"""


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events and four pages of members, asked again without waiting."""
    world = small_world(10)
    world.members = [*world.members[:2], *many_members(MEMBERS)]
    with LocalHub(world) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def test_a_budget_that_is_used_up_closes_nothing(hub: LocalHub, tmp_path: Path) -> None:
    """Where the wait would be too long the run stops, keeps what came, and the next goes on."""
    look(hub, tmp_path, "members")
    gone = hub.world.members.pop(1)
    hub.faults.quiet_seconds = 10_000
    hub.faults.once("429-json", path="/members", page=3)
    outcome = look(hub, tmp_path, "members")["members"]
    assert (outcome.state, outcome.failed) == ("stopped", True)
    assert gone["username"] in column(tmp_path, "select username from members")
    assert look(hub, tmp_path, "members")["members"].state == "done"
    assert gone["username"] not in column(tmp_path, "select username from members")


def test_events_come_before_state(hub: LocalHub, tmp_path: Path) -> None:
    """Whatever the order of asking, the first question is for the log."""
    look(hub, tmp_path, *RESOURCES)
    paths = [seen.path for seen in hub.requests if seen.path != "/v2/auth/token"]
    events = [place for place, path in enumerate(paths) if path == "/v2/auditlogs/acme"]
    state = [place for place, path in enumerate(paths) if "auditlogs" not in path]
    assert max(events) < min(state)


def test_state_gives_way_to_events_that_wait(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run over many listings lends the warehouse to one that waits, and then goes on."""
    monkeypatch.setattr(database, "TURN", 0.5)
    names = [f"service-{number}" for number in range(300)]
    bare = hub.world.repositories["bare"]
    hub.world.repositories = {name: bare | {"name": name} for name in names}
    visitors: list[subprocess.Popen[str]] = []

    def visit(seen: Seen) -> None:
        if seen.path.endswith("/tags") and not visitors:
            words = [sys.executable, "-c", VISIT, hub.url, str(tmp_path)]
            visitors.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))

    hub.before_answer.append(visit)
    outcome = look(hub, tmp_path, "repositories", "tags")["tags"]
    with visitors[0] as visitor:
        assert visitor.communicate(timeout=60)[0] == "done\n"
    assert outcome.state == "done"
    assert asked(tmp_path, "select count(*) from listings where resource = 'tags'") == [(300,)]
    ((events, tags),) = asked(
        tmp_path,
        "select any_value(ended_at) filter (resource = 'audit-events'), "
        "any_value(ended_at) filter (resource = 'tags') from runs",
    )
    assert events < tags
    assert column(tmp_path, "select distinct state from runs") == ["done"]


def test_no_secret_is_kept(hub: LocalHub, tmp_path: Path) -> None:
    """Whatever Docker Hub sends in fields that ask for it, no file of the warehouse holds it."""
    hub.faults.chance("secrets", 1)
    outcomes = look(hub, tmp_path, *RESOURCES, scim_token=SecretStr("not-a-secret-scim"))
    assert {outcome.state for outcome in outcomes.values()} == {"done"}
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (*hub.faults.leaked, "not-a-secret-scim"):
        assert secret.encode() not in kept


def test_where_no_repositories_are_listed_events_and_settings_name_them(
    hub: LocalHub, tmp_path: Path
) -> None:
    """An older service without the list of repositories costs the list, not the tags."""
    hub.habits.lists_repositories = False
    resources = ("audit-events", "repositories", "tags")
    outcomes = look(hub, tmp_path, *resources, repositories=("acme/web",))
    assert outcomes["repositories"].state == "not permitted"
    assert outcomes["tags"].state == "done"
    assert column(tmp_path, "select distinct repository from tags") == ["acme/api", "acme/web"]


@pytest.mark.parametrize("shapes", ["seen", "spec", "clients"])
def test_state_is_understood_in_every_shape(hub: LocalHub, tmp_path: Path, shapes: str) -> None:
    """Arrays or objects, count or total, page objects or bare arrays: all of it is kept."""
    hub.habits.shapes = shapes  # type: ignore[assignment]
    outcomes = look(hub, tmp_path, *RESOURCES, scim_token=SecretStr("not-a-secret-scim"))
    assert {outcome.state for outcome in outcomes.values()} == {"done"}
    assert asked(tmp_path, "from rejected") == []
    for view in ("tag_images", "team_members", "org_access_token_resources", "scim_users"):
        assert asked(tmp_path, f"from {view}"), view
