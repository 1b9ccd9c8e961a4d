"""Giving way: a run that holds the warehouse for long lends it to one that waits."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.readings import event, load, rows
from tests.test_database import held
from warehouse import database
from warehouse.database import open_for_writing
from warehouse.errors import Busy

VISIT = """
import sys
from pathlib import Path
from tests.readings import event, load
from warehouse.database import open_for_writing
with open_for_writing(Path(sys.argv[1]), patience=60) as writer:
    load(writer, [event(2)])
"""


@pytest.fixture(autouse=True)
def _short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer need not keep others waiting for two minutes here."""
    monkeypatch.setattr(database, "TURN", 0.0)


def test_who_waits_gets_its_turn_and_both_go_on(tmp_path: Path) -> None:
    """What a process that waited wrote is there when the lender has the file again."""
    file = tmp_path / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        load(writer, [event(1)])
        with subprocess.Popen([sys.executable, "-c", VISIT, file]) as visitor:
            until = time.monotonic() + 60
            while not writer.wanted() and time.monotonic() < until:
                time.sleep(0.05)
            assert visitor.poll() is None
            writer.lend(patience=60)
        assert visitor.returncode == 0
        load(writer, [event(3)])
        assert rows(writer, "select count(*) from events") == [(3,)]


def test_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old wish is none, and nobody's is heard before a turn is over."""
    file = tmp_path / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        assert not writer.wanted()
        wish = file.with_suffix(".wanted")
        wish.touch()
        assert writer.wanted()
        monkeypatch.setattr(database, "TURN", 60.0)
        assert not writer.wanted()
    assert rows_of(file) == []


def rows_of(file: Path) -> list[tuple[object, ...]]:
    """The events in the file."""
    with open_for_writing(file) as writer:
        return rows(writer, "from events")


def test_who_does_not_give_it_back_is_named(tmp_path: Path) -> None:
    """Where the other process keeps the file, the lender says so when its patience ends."""
    file = tmp_path / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        load(writer, [event(1)])
        writer.close()
        with held(file, "write") as other, pytest.raises(Busy, match=str(other.pid)):
            writer.lend(patience=0.1)
    assert len(rows_of(file)) == 1
