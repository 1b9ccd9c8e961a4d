"""The doctor on clocks: how far this machine's is from Docker Hub's, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.lookalike import LocalHub
from tests.commands import place_at
from tests.worlds import small_world

HOUR = 3_600.0


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events."""
    with LocalHub(small_world(events=20)) as served:
        yield served


def found(folder: Path, hub: LocalHub) -> tuple[int, dict[str, Any]]:
    """The doctor's exit code, and what it says of the clock."""
    said = place_at(folder, hub).type("doctor", "--json")
    findings = said.json["findings"]
    assert [each["what"] for each in findings][:2] == ["credentials", "clock"]
    return said.code, findings[1]


@pytest.mark.parametrize("ahead", [0.0, 2.0, -2.0])
def test_clocks_that_agree_are_fine(tmp_path: Path, hub: LocalHub, ahead: float) -> None:
    """A difference that a response's Date cannot tell for certain is none."""
    hub.habits.clock_ahead = ahead
    code, clock = found(tmp_path, hub)
    assert (code, clock["fine"]) == (0, True)
    assert clock["said"] == "this machine's clock and Docker Hub's agree."


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (9 * HOUR + 630, "9 h 10 min behind Docker Hub's"),
        (-9 * HOUR - 630, "9 h 10 min ahead of Docker Hub's"),
        (-49 * HOUR - 30, "2 d 1 h ahead of Docker Hub's"),
        (9_601 * HOUR + 30, "400 d 1 h behind Docker Hub's"),
        (-8, " s ahead of Docker Hub's"),
    ],
)
def test_a_clock_that_is_wrong_is_told(
    tmp_path: Path, hub: LocalHub, ahead: float, said: str
) -> None:
    """The line says by how much, in which direction, and what to do; exit 1."""
    hub.habits.clock_ahead = ahead
    code, clock = found(tmp_path, hub)
    assert (code, clock["fine"]) == (1, False)
    assert clock["said"].startswith("this machine's clock is ")
    assert said in clock["said"]
    assert "timedatectl set-ntp true" in clock["said"]


def test_the_line_of_the_clock_is_for_people(tmp_path: Path, hub: LocalHub) -> None:
    """Without --json it is a line like the others, also where the sign-in is refused."""
    hub.habits.clock_ahead = -9 * HOUR
    place = place_at(tmp_path, hub)
    place.let(secret="not-a-secret-mistyped")
    lines = place.type("doctor").out.splitlines()
    assert lines[0].startswith("WRONG  credentials")
    assert lines[1].startswith("WRONG  clock        this machine's clock is ")


def test_no_date_is_no_fault(tmp_path: Path, hub: LocalHub) -> None:
    """A Docker Hub that does not tell its time is no reason to worry."""
    hub.habits.date_header = ""
    code, clock = found(tmp_path, hub)
    assert (code, clock["fine"]) == (0, True)
    assert clock["said"] == "Docker Hub does not say what time it is."
