"""What the screen of the collection asks: where log and catalogue differ, and which runs failed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from tests.readings import event, load
from warehouse.database import Writer, open_for_writing
from warehouse.load import load_actions


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A new warehouse."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def catalogue(writer: Writer, *names: str) -> None:
    """Let the catalogue of actions hold these of the group "repo"."""
    listed = [{"name": name, "label": name, "description": name} for name in names]
    answer = {"actions": {"repo": {"label": "Repository", "actions": listed}}}
    load_actions(writer, "acme", json.dumps(answer).encode(), datetime.now(UTC))


def drift(writer: Writer) -> dict[str, str]:
    """What differs, by action."""
    rows = writer.run("dashboard/catalogue_drift", {"account": "acme", "most": 10})
    return {action: said for action, said, *_ in rows}


def test_log_and_catalogue_are_compared(writer: Writer) -> None:
    """What is logged but not listed, listed no more, and listed since lately."""
    load(writer, [event(1)])
    assert drift(writer) == {}
    catalogue(writer, "create", "delete")
    assert drift(writer) == {"repo.tag.push": "logged, not in the catalogue"}
    catalogue(writer, "create", "tag.push")
    assert drift(writer) == {
        "repo.delete": "gone from the catalogue",
        "repo.tag.push": "new in the catalogue",
    }


def test_runs_that_went_wrong_or_one_run_can_be_looked_at_alone(writer: Writer) -> None:
    """What was not permitted went as it must; what failed or was not whole did not."""
    now = datetime.now(UTC).isoformat()
    for state in ("done", "failed", "partial", "not permitted"):
        who = {"run_id": str(uuid4()), "resource": "tags", "account": "acme"}
        writer.run("open_run", who | {"now": now})
        ending = {"state": state, "requests": 1, "rows": 0, "error": None}
        writer.run("close_run", who | ending | {"now": now, "clock_ahead_seconds": None})
    asked = {"account": "acme", "now": now, "most": 10, "run": "", "only_wrong": False}
    assert len(writer.run("dashboard/runs", asked)) == 4
    assert len(writer.run("dashboard/runs", asked | {"only_wrong": True})) == 2
    ((_, (state,), *_),) = writer.run("dashboard/runs", asked | {"run": who["run_id"]})
    assert state == "not permitted"
