"""Readers and the run: neither notices the other, and whoever reads sees whole windows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
import stamina

from flows import run as runs
from hub.lookalike import LocalHub
from tests.runs import collect, kept, served
from tests.worlds import START, small_world
from warehouse.intervals import SECOND, Window
from warehouse.publish import newest

EVENTS = 6_000
READER = """
import sys
from contextlib import closing
from pathlib import Path
from warehouse.ask import open_snapshot
from warehouse.publish import newest

QUESTION = '''
select count(*), count(*) filter (where events <> coalesce(held, 0))
from coverage left join (select window_id, count(*) as held from events group by all)
using (window_id) where new_events > 0
'''
folder, seen = Path(sys.argv[1]), set()
print("reading", flush=True)
while not (folder / "over").exists():
    with closing(open_snapshot(newest(folder))) as snapshot:
        ((windows, halves),) = snapshot.execute(QUESTION).fetchall()
        assert halves == 0, f"{halves} of {windows} windows are not whole"
        seen.add(windows)
print(len(seen), flush=True)
"""
HOLDER = """
import sys
from pathlib import Path
from warehouse.ask import open_snapshot

snapshot = open_snapshot(Path(sys.argv[1]))
count = "select count(*) from audit_events"
print(snapshot.execute(count).fetchall()[0][0], flush=True)
sys.stdin.readline()
print(snapshot.execute(count).fetchall()[0][0], flush=True)
"""


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with sixty pages of events."""
    with LocalHub(small_world(EVENTS), latency=0.005) as hub, stamina.set_testing(True):
        yield hub


def child(program: str, argument: Path) -> subprocess.Popen[str]:
    """Another process; its first line is awaited by reading it."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(argument)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stretch(part: int) -> Window:
    """One of three parts of the time in which everything happened."""
    third = EVENTS // 3 * SECOND
    return Window(START + part * third, START + (part + 1) * third)


def test_a_held_snapshot_is_noticed_by_nobody(hub: LocalHub, tmp_path: Path) -> None:
    """Who holds a snapshot open sees it unchanged to the end, and runs go on meanwhile."""
    collect(hub, tmp_path, stretch(0))
    held = newest(tmp_path)
    with child(HOLDER, held) as holder:
        assert holder.stdin
        assert holder.stdout
        before = int(holder.stdout.readline())
        for part in (1, 2, 0, 1, 2):
            assert collect(hub, tmp_path, stretch(part)).state == "done"
        holder.stdin.write("now\n")
        holder.stdin.flush()
        assert int(holder.stdout.readline()) == before == EVENTS // 3
    with duckdb.connect(newest(tmp_path), read_only=True) as snapshot:
        assert kept(snapshot) == served(hub.world.log.texts)
    collect(hub, tmp_path, stretch(0))
    assert not held.exists()


def test_four_readers_see_whole_windows_throughout_a_run(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers that open the newest snapshot again and again meet no error and no half window."""
    monkeypatch.setattr(runs, "PUBLISH_EVERY", 0.2)
    collect(hub, tmp_path, stretch(2))
    with ExitStack() as stack:
        readers = [stack.enter_context(child(READER, tmp_path)) for _ in range(4)]
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "reading\n"
        for part in (1, 0, 2):
            assert collect(hub, tmp_path, stretch(part)).state == "done"
        (tmp_path / "over").touch()
        for reader in readers:
            said, error = reader.communicate()
            assert (reader.returncode, error) == (0, "")
            assert int(said) > 1
