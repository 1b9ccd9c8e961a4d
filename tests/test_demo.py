"""`hubtrail demo`: from nothing to a filled warehouse, and nothing left running."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import pytest

from tests.commands import Place, processes_of

pytestmark = pytest.mark.server
EVENTS = 3000
MINUTES = 240.0  # seconds for what takes half a minute on an idle machine


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A folder for one demo; afterwards nothing of it runs."""
    place = Place(tmp_path, identifier="nobody", secret="not-a-secret-of-mine")
    yield place
    deadline = time.monotonic() + 15
    while (left := processes_of(place.data)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == []


def test_the_demo_fills_a_warehouse(place: Place) -> None:
    """Without a dashboard the demo ends by itself with 0, and its trail can be asked."""
    said = place.ended(place.start("demo", "--no-dashboard", "--events", str(EVENTS)), MINUTES)
    assert said.code == 0, said
    assert f"audit-events: {EVENTS:,} new" in said.out
    assert "Running as a Prefect flow" in said.err
    assert place.collected() == EVENTS
    assert "hubtrail sql" in said.err.splitlines()[-1]


def test_the_demo_may_be_stopped(place: Place) -> None:
    """SIGTERM while it starts, and again while it ends, leaves no process behind."""
    demo = place.start("demo", "--no-dashboard", "--events", str(EVENTS))
    _wait_until_there(place.data / "prefect" / "prefect.db")
    demo.terminate()
    time.sleep(0.5)
    demo.terminate()
    place.ended(demo, MINUTES).told(130, "Interrupted")


def test_the_demo_shows_its_dashboard(place: Place) -> None:
    """The dashboard answers where the demo says, until Ctrl-C, which is the demo's good end."""
    demo = place.start("demo", "--events", str(EVENTS))
    assert demo.stderr is not None
    url = _told(demo.stderr, r"Dashboard +(http://\S+)")
    _told(demo.stderr, "(Ctrl-C) ends the demo")
    assert httpx.get(url).status_code == 200
    os.kill(demo.pid, signal.SIGINT)
    assert place.ended(demo, MINUTES).code == 0


def _told(stderr: IO[str], pattern: str) -> str:
    """What the pattern's group is in the first line that it is found in."""
    for line in stderr:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"the demo never said {pattern}")


def _wait_until_there(file: Path) -> None:
    deadline = time.monotonic() + MINUTES
    while not file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
