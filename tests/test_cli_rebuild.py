"""`hubtrail rebuild`: the counts by day, made anew."""

from __future__ import annotations

from pathlib import Path

from hub.lookalike import LocalHub
from tests.commands import place_at
from tests.worlds import small_world

EVENTS = 500


def test_rebuild_counts_anew(tmp_path: Path) -> None:
    """What is rebuilt is what was there, and where nothing is it says what to do."""
    with LocalHub(small_world(EVENTS)) as hub:
        place = place_at(tmp_path, hub)
        assert place.type("ingest", "--only", "audit-events").code == 0
    question = ("sql", "select sum(events) from activity_days", "--format", "csv")
    before = place.type(*question).out
    assert place.type("rebuild").code == 0
    assert place.type(*question).out == before == f"sum(events)\n{EVENTS}\n"
    place.let(data=str(tmp_path / "elsewhere"))
    place.type("rebuild").told(1, "hubtrail ingest")
