"""Publishing: a whole snapshot under a new name, a pointer that moves at once, old ones removed."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.disks import filled, small_disk
from tests.readings import event, load, rows
from tests.test_database import held
from warehouse.ask import open_snapshot
from warehouse.database import Writer, open_for_writing
from warehouse.errors import NoRoom, NoSnapshot
from warehouse.publish import KEPT, POINTER, newest, publish


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with one event."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        load(writer, [event(1)])
        yield writer


def names(writer: Writer) -> list[str]:
    """What lies beside the snapshots, the pointer included."""
    return sorted(path.name for path in (writer.file.parent / "snapshots").iterdir())


def count(snapshot: Path) -> int:
    """How many events a snapshot holds."""
    with closing(open_snapshot(snapshot)) as connection:
        found: int = connection.execute("select count(*) from audit_events").fetchall()[0][0]
        return found


def test_what_is_committed_can_be_read_at_once(writer: Writer) -> None:
    """The newest snapshot holds what was committed, and a later commit does not change it."""
    first = publish(writer)
    load(writer, [event(1), event(2)])
    second = publish(writer)
    assert newest(writer.file.parent) == second != first
    assert (count(first), count(second)) == (1, 2)


def test_questions_of_other_threads_do_not_stop_it(writer: Writer) -> None:
    """Windows are read, and ask for known events, while what was loaded is published."""
    asked = {"account": "acme", "from_time": "2026-01-01", "to_time": "2026-06-01"}
    done = threading.Event()
    answers: list[int] = []

    def ask() -> None:
        while not done.is_set():
            answers.append(len(writer.run("nearest_events", asked)))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(2, 32):
            load(writer, [event(number)])
            assert count(publish(writer)) == number
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert set(answers) == {1}


def test_nothing_published_is_a_sentence(tmp_path: Path) -> None:
    """Without a snapshot, or with a pointer to one that has gone, the way on is said."""
    with pytest.raises(NoSnapshot, match="hubtrail ingest"):
        newest(tmp_path)
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / POINTER).write_text("gone.duckdb\n")
    with pytest.raises(NoSnapshot, match="hubtrail ingest"):
        newest(tmp_path)


def test_old_snapshots_are_removed(writer: Writer) -> None:
    """The newest few stay, for who is just about to open one, and nothing unfinished."""
    folder = writer.file.parent / "snapshots"
    publish(writer)
    (folder / "hubtrail-20200101T000000000000Z.duckdb.part").touch()
    made = [publish(writer).name for _ in range(KEPT + 2)]
    assert names(writer) == [*made[-KEPT:], POINTER]


def test_a_snapshot_that_is_read_stays_until_it_is_not(writer: Writer) -> None:
    """While another process reads a snapshot it is left alone, then it goes with the next run."""
    first = publish(writer)
    with held(first, "read"):
        for _ in range(KEPT + 2):
            publish(writer)
        assert count(first) == 1
    publish(writer)
    assert not first.exists()


def test_publishing_keeps_the_writer_the_writer(writer: Writer) -> None:
    """Copying its file does not give up the lock that keeps other processes out."""
    publish(writer)
    opening = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    other = subprocess.run(
        [sys.executable, "-c", opening, writer.file], capture_output=True, text=True, check=False
    )
    assert "Conflicting lock" in other.stderr


@pytest.mark.parametrize("leaving", [0, 500_000])
def test_a_full_disk_leaves_the_last_snapshot(tmp_path: Path, leaving: int) -> None:
    """Where the copy does not fit the pointer stays, no part is left, and the next one works."""
    with (
        small_disk(tmp_path / "disk") as disk,
        open_for_writing(disk / "hubtrail.duckdb") as writer,
    ):
        load(writer, [event(1)])
        first = publish(writer)
        load(writer, [event(2)])
        writer.cursor.execute("checkpoint")
        with filled(disk, leaving), pytest.raises(NoRoom, match="The disk is full"):
            publish(writer)
        assert newest(disk) == first
        assert names(writer) == [first.name, POINTER]
        assert count(publish(writer)) == 2


def test_a_snapshot_holds_whole_windows_alone(writer: Writer) -> None:
    """Published while threads load, each snapshot has of each window all events or none."""
    stopping = threading.Event()

    def load_on(account: str) -> None:
        pages = [[event(number % 3600, name=f"r{number}") for number in range(500)]]
        for number in range(1_000):
            if stopping.is_set():
                return
            load(writer, *pages, account=f"{account}-{number}")

    threads = [threading.Thread(target=load_on, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    try:
        snapshots = [publish(writer) for _ in range(8)]
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
    for snapshot in snapshots[-KEPT:]:
        with duckdb.connect(snapshot, read_only=True) as reading:
            assert reading.execute(
                "select count(*) from coverage left join (select window_id, count(*) as held "
                "from events group by all) using (window_id) where events is distinct from held"
            ).fetchall() == [(0,)]


def test_a_pointer_is_never_half_written(writer: Writer) -> None:
    """Whoever asks for the newest while it is published always finds a whole one."""
    publish(writer)
    found: set[Path] = set()
    problems: list[Exception] = []
    stopping = threading.Event()

    def look() -> None:
        while not stopping.is_set():
            try:
                found.add(newest(writer.file.parent))
            except NoSnapshot as problem:
                problems.append(problem)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        made = [publish(writer) for _ in range(10)]
    finally:
        stopping.set()
        looking.join()
    assert problems == []
    assert found & set(made)
    assert rows(writer, "select count(*) from events") == [(1,)]
