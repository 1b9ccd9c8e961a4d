"""After an upgrade, readers name the snapshot of the version before instead of failing on it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from hub.lookalike import LocalHub
from tests.commands import place_at
from tests.worlds import small_world
from warehouse.publish import newest


@pytest.mark.parametrize(
    "change", ["update views_version set digest = 'x'", "drop table views_version"]
)
def test_a_snapshot_of_another_version_is_named(tmp_path: Path, change: str) -> None:
    """`status` and `prove` say in a sentence what to do; SQL can be asked all the same."""
    with LocalHub(small_world(events=3)) as hub:
        place = place_at(tmp_path, hub)
        assert place.type("ingest", "--only", "audit-events").code == 0
        with duckdb.connect(newest(place.data)) as snapshot:
            snapshot.execute(change)
        for words in (("status",), ("prove", "--from", "2026-01-05", "--to", "2026-01-06")):
            said = place.type(*words)
            assert (said.code, said.out) == (1, "")
            assert "another version of Hubtrail" in said.err
            assert "Traceback" not in said.err
        assert place.type("sql", "select count(*) from audit_events").code == 0
        assert place.type("rebuild").code == 0
        assert place.type("status").code == 0
