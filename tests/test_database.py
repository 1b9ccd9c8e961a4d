"""The writer's file: made, upgraded and refused as its schema says, and one process at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from tests.readings import event, load, rows
from warehouse import sql
from warehouse.database import open_for_writing
from warehouse.errors import Busy, Damaged, NewerSchema, WarehouseError

HOLD = """
import sys, duckdb
holding = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a warehouse with one event lies."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        load(writer, [event(1)])
    return tmp_path / "hubtrail.duckdb"


@contextmanager
def held(file: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """Another process has the file open, to "write" or to "read"."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, file, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def versions(file: Path) -> list[tuple[int]]:
    """The schema versions that the file says were applied, in that order."""
    with open_for_writing(file) as writer:
        return rows(writer, "select version from schema_versions order by applied_at, version")


def test_the_folder_and_the_file_are_made(tmp_path: Path) -> None:
    """Where nothing is there is a warehouse afterwards, with every table applied once, in order."""
    file = tmp_path / "deep" / "er" / "hubtrail.duckdb"
    assert versions(file) == [(version,) for version, _ in sql.tables()]
    assert versions(file) == [(version,) for version, _ in sql.tables()]


def test_opening_again_keeps_what_was_there(file: Path) -> None:
    """Events stay from one run to the next."""
    with open_for_writing(file) as writer:
        assert rows(writer, "select count(*) from audit_events") == [(1,)]


def test_a_new_table_is_applied_to_an_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an older Hubtrail gets what is new, once, and keeps its events."""
    known = sql.tables()
    monkeypatch.setattr(sql, "tables", lambda: (*known, (9000, "create table brand_new (a int)")))
    for _ in range(2):
        with open_for_writing(file) as writer:
            assert rows(writer, "from brand_new") == []
            assert rows(writer, "select count(*) from events") == [(1,)]
    assert versions(file)[-1] == (9000,)


def test_a_failed_upgrade_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a new table cannot be made, the file stays as the older Hubtrail knows it."""
    known, before = sql.tables(), versions(file)
    with monkeypatch.context() as newer:
        wrong = (*known, (9000, "create table brand_new (a int)"), (9001, "create wrong"))
        newer.setattr(sql, "tables", lambda: wrong)
        with pytest.raises(WarehouseError), open_for_writing(file):
            pass
    assert versions(file) == before


def test_views_are_made_anew_when_their_text_changed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view follows its text at the next opening, and is left alone where that did not change."""
    with open_for_writing(file) as writer:
        made = rows(writer, "select count(*) from views_version")
    with open_for_writing(file) as writer:
        assert rows(writer, "select count(*) from views_version") == made
    text = sql.views().replace("Every audit event collected", "Each audit event collected")
    monkeypatch.setattr(sql, "views", lambda: text)
    with open_for_writing(file) as writer:
        ((said,),) = rows(
            writer, "select comment from duckdb_views() where view_name = 'audit_events'"
        )
    assert said.startswith("Each audit event")


def test_a_newer_file_is_refused(file: Path) -> None:
    """A file that a newer Hubtrail wrote is named in a sentence and left alone."""
    with duckdb.connect(file) as connection:
        connection.execute("insert into schema_versions values (9000, now())")
    before = file.read_bytes()
    with pytest.raises(NewerSchema, match="has schema 9000, this Hubtrail knows"):
        versions(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "cut", "header", "folder"])
def test_a_damaged_file_is_refused_and_left_alone(file: Path, damage: str) -> None:
    """What is no DuckDB file, or one no longer, is one sentence, and nothing is written to it."""
    whole = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        broken = {"text": b"not a database\n" * 999, "cut": whole[:5000], "header": b"\0" * 9999}
        file.write_bytes(broken[damage])
    with pytest.raises(Damaged) as refusal, open_for_writing(file):
        pass
    assert str(file) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert damage == "folder" or file.read_bytes() == broken[damage]


@pytest.mark.parametrize("how", ["write", "read"])
def test_another_process_is_named(file: Path, how: str) -> None:
    """While another holds the file, opening it says which process does."""
    with held(file, how) as other, pytest.raises(Busy, match=f"process {other.pid}"):
        versions(file)
    assert versions(file)


def test_patience_waits_for_another_run(file: Path) -> None:
    """With patience the writer gets its turn as soon as the other run is over."""
    with held(file, "write") as other:
        ending = threading.Timer(0.3, other.kill)
        ending.start()
        began = time.monotonic()
        with open_for_writing(file, patience=20) as writer:
            assert rows(writer, "select count(*) from events") == [(1,)]
        assert time.monotonic() - began < 10
        ending.join()


def test_a_transaction_is_kept_whole_or_not_at_all(file: Path) -> None:
    """What was done before something went wrong inside is undone."""
    with open_for_writing(file) as writer:
        with suppress(ZeroDivisionError), writer.transaction():
            writer.cursor.execute("delete from events")
            raise ZeroDivisionError
        assert rows(writer, "select count(*) from events") == [(1,)]
        with writer.transaction():
            writer.cursor.execute("delete from events")
        assert rows(writer, "select count(*) from events") == [(0,)]
