"""Killed at any moment: the file opens, windows are whole, and the next run makes up for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest

from hub.lookalike import LocalHub
from tests.killed import kill, victims_of
from tests.runs import collect, kept, served
from tests.worlds import small_world
from warehouse.ask import open_snapshot
from warehouse.errors import NoSnapshot
from warehouse.publish import newest

KILLED_YOUNG, KILLED_OLD = 15, 40  # times, in a new folder each, and in one that grows
HALF_WINDOWS = (
    "select count(*) from coverage full join (select window_id, count(*) as held from events "
    "group by all) using (window_id) where coalesce(held, 0) <> coalesce(new_events, -1)"
)
DOUBLED = "select count(*) - count(distinct (event_key, account)) from events"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with thirty pages of events, as quick as a near one."""
    with LocalHub(small_world(3_000), latency=0.004) as hub:
        yield hub


def seconds_of_runs(hub: LocalHub, folder: Path) -> tuple[float, float]:
    """How long a first run takes on this machine today, and a later one."""
    began = time.monotonic()
    collect(hub, folder)
    between = time.monotonic()
    collect(hub, folder)
    return between - began, time.monotonic() - between


def happen(hub: LocalHub, random: Random) -> None:
    """Let some more things have happened in the last minutes, two of them the same."""
    for _ in range(20):
        at = datetime.now(UTC) - timedelta(seconds=random.uniform(2, 500))
        event = {
            "account": "acme",
            "action": "repo.create",
            "name": f"acme/{random.random()}",
            "timestamp": at.isoformat(timespec="milliseconds"),
        }
        for _ in range(random.choice((1, 1, 2))):
            hub.world.log.add(int(at.timestamp() * 1000), event)


def check(hub: LocalHub, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Windows are whole, no event is doubled, and none is there that never was."""
    assert warehouse.execute(HALF_WINDOWS).fetchall() == [(0,)]
    assert warehouse.execute(DOUBLED).fetchall() == [(0,)]
    assert not kept(warehouse) - served(hub.world.log.texts)


def check_left(hub: LocalHub, folder: Path) -> None:
    """What a killed run left behind opens, the private file and the published one."""
    file = folder / "hubtrail.duckdb"
    if file.exists():
        with closing(duckdb.connect(file, read_only=True)) as warehouse:
            if warehouse.execute("from duckdb_tables() where table_name = 'events'").fetchall():
                check(hub, warehouse)
    with suppress(NoSnapshot), closing(open_snapshot(newest(folder))) as snapshot:
        check(hub, snapshot)


def test_killed_at_any_moment_nothing_is_lost_or_doubled(hub: LocalHub, tmp_path: Path) -> None:
    """After 55 kills, from the making of the file to publishing, one run makes it whole."""
    random = Random(11)
    first, later = seconds_of_runs(hub, tmp_path / "calm")
    folders = [tmp_path / str(number) for number in range(KILLED_YOUNG)]
    with victims_of(hub, "audit-events", "audit-actions") as victims:
        for folder in folders:
            kill(victims, folder, random.uniform(0, 1.2 * first))
            check_left(hub, folder)
        for _ in range(KILLED_OLD):
            happen(hub, random)
            kill(victims, folders[-1], random.uniform(0, 1.5 * later))
            check_left(hub, folders[-1])
    time.sleep(1.1)  # a second that was just read is not read again
    for folder in folders[-4:]:
        outcome = collect(hub, folder)
        assert (outcome.state, outcome.error) == ("done", None)
        with closing(duckdb.connect(folder / "hubtrail.duckdb", read_only=True)) as warehouse:
            check(hub, warehouse)
            assert kept(warehouse) == served(hub.world.log.texts)
            states = Counter(warehouse.execute("select state from runs").fetchall())
        assert states[("running",)] == 0
        assert [path.name for path in folder.glob("snapshots/*.part")] == []
    assert states[("interrupted",)] > 0
