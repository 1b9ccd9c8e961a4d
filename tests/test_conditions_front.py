"""Something in front of Docker Hub answers: that is no permission, and is not asked for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import stamina

from flows.resources import RESOURCES
from flows.run import Errand, run
from hub.lookalike import LocalHub
from tests.runs import settings_of
from tests.worlds import small_world


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events, asked again without waiting."""
    with LocalHub(small_world(50)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


@pytest.mark.parametrize("kind", ["blocked-html", "blocked-text"])
def test_a_wall_before_everything_is_named_and_soon_left(
    hub: LocalHub, tmp_path: Path, kind: str
) -> None:
    """After two resources the others fail at once, and none of them as not permitted."""
    hub.faults.chance(kind, 1.0, "/v2/")  # type: ignore[arg-type]
    outcomes = run(settings_of(hub, tmp_path), Errand(RESOURCES, ("acme",)))
    assert {outcome.state for outcome in outcomes} == {"failed"}
    assert all("in front of Docker Hub" in str(outcome.error) for outcome in outcomes)
    assert sum(outcome.requests for outcome in outcomes) < 30


def test_a_wall_before_one_resource_stops_no_other(hub: LocalHub, tmp_path: Path) -> None:
    """Members that a firewall hides are failed, not gone and not forbidden; events are read."""
    hub.faults.chance("blocked-html", 1.0, "/members")
    outcomes = run(
        settings_of(hub, tmp_path), Errand(("audit-events", "members", "teams"), ("acme",))
    )
    states = {outcome.resource: outcome.state for outcome in outcomes}
    assert (states["audit-events"], states["members"]) == ("done", "failed")
    with duckdb.connect(tmp_path / "hubtrail.duckdb", read_only=True) as warehouse:
        noted = warehouse.execute("select count(*) from runs where state = 'not permitted'")
        assert noted.fetchall() == [(0,)]


def test_a_run_whose_entries_were_all_rejected_has_failed(hub: LocalHub, tmp_path: Path) -> None:
    """It says so, and covers nothing."""
    log = hub.world.log
    log.texts[:] = [text.replace(b'"action":"repo.tag.push"', b'"action":7') for text in log.texts]
    (outcome,) = run(settings_of(hub, tmp_path), Errand(("audit-events",), ("acme",)))
    assert (outcome.state, outcome.failed, outcome.rows) == ("failed", True, 0)
    assert "entries that Docker Hub answered for acme were rejected" in str(outcome.error)


def test_events_of_another_account_are_reported(hub: LocalHub, tmp_path: Path) -> None:
    """They are kept with the account they carry, and the run says how many there are."""
    log = hub.world.log
    log.texts[:3] = [
        text.replace(b'"account":"acme"', b'"account":"other"') for text in log.texts[:3]
    ]
    (outcome,) = run(settings_of(hub, tmp_path), Errand(("audit-events",), ("acme",)))
    assert (outcome.state, outcome.rows) == ("done", 50)
    assert "3 new events of acme carry another account" in str(outcome.error)
