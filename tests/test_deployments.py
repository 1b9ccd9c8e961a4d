"""What `prefect.yaml` promises, read as Prefect reads it; no server is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from prefect import Flow
from prefect.exceptions import ParameterTypeError

from flows import deployed
from flows.backfill import backfill
from flows.ingest import Resource, ingest
from flows.resources import RESOURCES
from flows.run import Outcome

FILE = Path(__file__).parent.parent / "prefect.yaml"
DEPLOYMENTS: dict[str, dict[str, Any]] = {
    deployment["name"]: deployment for deployment in yaml.safe_load(FILE.read_text())["deployments"]
}
STRETCH = {"start": "2026-01-05T00:00:00", "end": "2026-01-06T00:00:00Z"}


def flow_of(deployment: dict[str, Any]) -> Flow[..., Any]:
    """The flow that the deployment's entrypoint names."""
    module, _, name = deployment["entrypoint"].partition(":")
    found = getattr(import_module(module), name)
    assert isinstance(found, Flow)
    return found


def test_events_are_collected_every_five_minutes() -> None:
    """Audit events come every five minutes, and no second run starts beside a long one."""
    events = DEPLOYMENTS["events"]
    (schedule,) = events["schedules"]
    assert (schedule["interval"], schedule["active"]) == (300, True)
    assert events["parameters"] == {"resources": ["audit-events"]}
    assert events["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


def test_actions_are_collected_daily() -> None:
    """The catalogue of actions comes once a day."""
    actions = DEPLOYMENTS["actions"]
    (schedule,) = actions["schedules"]
    minute, hour, *days = schedule["cron"].split()
    assert (minute.isdigit(), hour.isdigit(), days) == (True, True, ["*", "*", "*"])
    assert (schedule["timezone"], schedule["active"]) == ("UTC", True)
    assert actions["parameters"] == {"resources": ["audit-actions"]}


def test_state_is_collected_by_schedule() -> None:
    """Every resource has its rhythm, and nightly each listing of state is read to its end."""
    scheduled = [each for each in DEPLOYMENTS.values() if each.get("schedules")]
    often = [each for each in scheduled if not each["parameters"].get("sweep")]
    assert sorted(name for each in often for name in each["parameters"]["resources"]) == sorted(
        RESOURCES
    )
    (nightly,) = (each["parameters"] for each in scheduled if each not in often)
    assert set(nightly["resources"]) == set(RESOURCES) - {"audit-events", "audit-actions"}
    assert [
        DEPLOYMENTS[name]["schedules"][0]["cron"].split()[1] for name in ("images", "people")
    ] == [
        "*",
        "*/6",
    ]


def test_a_backfill_waits_for_somebody() -> None:
    """A backfill has no schedule, and several wait for each other."""
    assert "schedules" not in DEPLOYMENTS["backfill"]
    assert DEPLOYMENTS["backfill"]["concurrency_limit"]["collision_strategy"] == "ENQUEUE"


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_each_deployment_can_run(name: str) -> None:
    """Each entrypoint is a flow that takes the deployment's parameters, in the pool `hubtrail`."""
    deployment = DEPLOYMENTS[name]
    needed = STRETCH if name == "backfill" else {}
    flow_of(deployment).validate_parameters(deployment.get("parameters", {}) | needed)
    assert deployment["work_pool"]["name"] == "hubtrail"
    assert deployment["description"]


def test_the_flow_knows_every_resource() -> None:
    """Prefect's form offers the resources that a run can collect, and refuses others."""
    assert get_args(Resource) == RESOURCES
    with pytest.raises(ParameterTypeError):
        ingest.validate_parameters({"resources": ["pulls"], "account": None})


@pytest.mark.parametrize(
    ("start", "end"), [("2026-02-01", "2026-01-01"), ("2998-01-01", "2999-01-01")]
)
def test_a_backfill_of_no_time_is_refused(start: str, end: str) -> None:
    """A stretch that ends before it starts or lies ahead is told, never noted as covered."""
    asked: dict[str, Any] = {"start": start, "end": end, "account": None}
    asked = backfill.validate_parameters(asked)
    with pytest.raises(ValueError, match="Nothing can have been logged"):
        backfill.fn(**asked)


def test_the_state_of_a_run_steers_no_terminal() -> None:
    """Prefect's workers print the message of a failed run, with what Docker Hub said."""
    failed = Outcome("members", "acme", "failed", 1, 0, "said \x1b[2J\u202e [bold]")
    assert deployed._state([failed]).message == r"said \x1b[2J\u202e [bold]"
