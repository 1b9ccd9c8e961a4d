"""Prefect's part with a real server: deploy, a scheduled run by a worker, records without secrets.

The steps are the README's; the first scheduled run is brought forward, because the schedule of
`prefect.yaml` would let it wait up to five minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.lookalike import LocalHub
from hubtrail.children import LOOPBACK, answers_at, child, free_ports
from tests.commands import Place, place_at, processes_of
from tests.worlds import small_world

pytestmark = pytest.mark.server
EVENTS = 2000
CHECKOUT = Path(__file__).parent.parent
PREFECT = (sys.executable, "-m", "prefect")
PATIENCE = 180.0  # seconds; an idle machine needs ten
WRONG = "not-a-secret-mistyped"
Record = dict[str, Any]


@dataclass(frozen=True)
class Server:
    """A Prefect server of this module's own, and where it keeps its files."""

    home: Path
    environment: dict[str, str]

    def ask(self, path: str, **question: Any) -> Any:
        """The answer to a POST of its API."""
        answer = httpx.post(f"{self.environment['PREFECT_API_URL']}/{path}", json=question)
        return answer.raise_for_status().json() if answer.content else None

    def runs(self, state: str) -> list[Record]:
        """The flow runs in that type of state, the next or oldest first."""
        of_state = {"state": {"type": {"any_": [state]}}}
        found: list[Record] = self.ask(
            "flow_runs/filter", flow_runs=of_state, sort="EXPECTED_START_TIME_ASC"
        )
        return found

    def run(self, name: str, state: str) -> Record:
        """The flow run of that name in that state."""
        return next(run for run in self.runs(state) if run["name"] == name)

    def prefect(self, *words: str) -> None:
        """Type a `prefect` command in the checkout, which must go well."""
        done = subprocess.run(
            [*PREFECT, *words],
            env=self.environment | {"HUBTRAIL_HOME": str(CHECKOUT)},
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def hub() -> Iterator[LocalHub]:
    """The small world."""
    with LocalHub(small_world(events=EVENTS)) as served:
        yield served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server without any record; at the end nothing of it is left running."""
    home = tmp_path_factory.mktemp("prefect")
    (port,) = free_ports(0)
    others = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment = others | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api",
        "PREFECT_SERVER_API_HOST": LOOPBACK,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    with child("server", [*PREFECT, "server", "start"], environment, home):
        answers_at(f"{environment['PREFECT_API_URL']}/health", home / "server.log")
        yield Server(home, environment)
    assert processes_of(home) == []


@pytest.fixture(scope="module")
def place(server: Server, hub: LocalHub, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Settings for the look-alike and the server."""
    place = place_at(tmp_path_factory.mktemp("place"), hub)
    place.environment |= server.environment
    return place


@pytest.fixture(scope="module")
def scheduled(server: Server, place: Place) -> Record:
    """The first run that the schedule of the deployment `events` made, done by a worker."""
    server.prefect("work-pool", "create", "hubtrail", "--type", "process")
    server.prefect("--no-prompt", "deploy", "--all")
    waiting = until(lambda: [run for run in server.runs("SCHEDULED") if _of_events(run)])[0]
    assert waiting["auto_scheduled"]
    now = {"type": "SCHEDULED", "state_details": {"scheduled_time": datetime.now(UTC).isoformat()}}
    server.ask(f"flow_runs/{waiting['id']}/set_state", state=now, force=True)
    worker = [*PREFECT, "worker", "start", "--pool", "hubtrail"]
    with child("worker", worker, place.environment, server.home):
        ended = ("COMPLETED", "FAILED")
        return until(
            lambda: [
                run for state in ended for run in server.runs(state) if run["id"] == waiting["id"]
            ]
        )[0]


def _of_events(run: Record) -> bool:
    return bool(run["parameters"].get("resources") == ["audit-events"])


def test_a_scheduled_run_fills_the_warehouse(scheduled: Record, place: Place) -> None:
    """A fresh checkout, `deploy --all` and a worker are enough for events to come by schedule."""
    assert (scheduled["state_type"], scheduled["auto_scheduled"]) == ("COMPLETED", True)
    assert place.collected() == EVENTS


def test_a_run_reads_well(scheduled: Record, server: Server) -> None:
    """The run is called what it collects, and says what came; its windows are its tasks."""
    assert scheduled["name"] == "audit-events"
    assert scheduled["state"]["message"].startswith("2,000 new rows in ")
    tasks = until(lambda: server.ask("task_runs/filter"))
    assert 5 < len(tasks) < 100
    assert all(" to 20" in task["name"] for task in tasks)


def test_a_run_leaves_artifacts(scheduled: Record, server: Server) -> None:
    """A table tells what was collected, a progress bar ended at a hundred per cent."""
    found = {each["key"]: each for each in server.ask("artifacts/filter")}
    assert found.keys() == {"collected", "progress-acme"}
    assert all(each["flow_run_id"] == scheduled["id"] for each in found.values())
    assert '"new rows": 2000' in found["collected"]["data"]
    assert float(found["progress-acme"]["data"]) == 100


def test_ingest_by_hand_is_seen(scheduled: Record, server: Server, place: Place) -> None:
    """With a server configured `hubtrail ingest` is a flow run there, and says where to look."""
    said = place.type("ingest")
    assert (said.code, said.out.count("acme audit-")) == (0, 2)
    url = server.environment["PREFECT_API_URL"].removesuffix("/api")
    assert said.err.splitlines()[0] == f"Running as a Prefect flow, to be seen at {url}."
    by_hand = server.run("everything by hand", "COMPLETED")
    assert by_hand["id"] != scheduled["id"]
    within = {"id": {"any_": [by_hand["id"]]}}
    tasks = {task["name"] for task in server.ask("task_runs/filter", flow_runs=within)}
    assert {"members of acme", "tags of acme", "org-settings of acme"} <= tasks


def test_a_failure_is_seen_as_one(server: Server, place: Place) -> None:
    """A run that failed is Failed there, with the sentence that the command line says."""
    place.let(secret=WRONG, data=str(place.folder / "other"))
    said = place.type("ingest", "--only", "audit-actions")
    place.let(secret="not-a-secret-olivia", data=str(place.data))
    assert said.code == 1
    failed = server.run("audit-actions by hand", "FAILED")
    assert failed["state"]["message"].startswith("Docker Hub refused to sign in 'olivia'")
    assert failed["state"]["message"] in said.err


def test_a_server_that_does_not_answer(place: Place, tmp_path: Path) -> None:
    """A configured server that is not there is told in one sentence, and nothing is collected."""
    lonely = Place(tmp_path)
    lonely.environment = place.environment | {
        "HUBTRAIL_DATA": str(lonely.data),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{free_ports(0)[0]}/api",
    }
    lonely.type("ingest").told(1, "PREFECT_API_URL")
    assert not lonely.data.exists()


def test_no_record_holds_a_secret(scheduled: Record, server: Server, place: Place) -> None:
    """Neither the server's files nor its logs nor what its API tells hold a secret or a bearer."""
    assert scheduled["state_type"] == "COMPLETED"
    kinds = ("flow_runs", "task_runs", "logs", "artifacts", "deployments")
    told = [str(server.ask(f"{kind}/filter")).encode() for kind in kinds]
    kept = [path.read_bytes() for path in server.home.rglob("*") if path.is_file()]
    assert {WRONG, "not-a-secret-olivia"} < place.secrets
    for text in (*told, *kept):
        assert not any(secret.encode() in text for secret in place.secrets)


def until(look: Callable[[], list[Record]]) -> list[Record]:
    """Look until there is something to see."""
    deadline = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return seen
