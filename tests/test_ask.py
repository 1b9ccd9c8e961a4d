"""Asking: anything may be asked of a snapshot, and nothing else can be reached or changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks import FORBIDDEN, HARMLESS, REFUSED_BY_DUCKDB
from tests.readings import event, load
from warehouse.ask import REFUSED, answers, asked, open_snapshot
from warehouse.database import open_for_writing
from warehouse.errors import BadQuery, NoSnapshot, OutOfTime, WarehouseError
from warehouse.publish import publish

SECRETS = "/etc/hostname"
ALLOWED = {
    "select count(*) from audit_events": [(1,)],
    "from audit_events select name": [("acme/api",)],
    "with e as (from events) select actor from e": [("robot",)],
    "explain select 1": None,
    "select 1;": [(1,)],
    "-- a comment\nselect 1": [(1,)],
    "values (1)": [(1,)],
    "select name from events union all select 'x'": [("acme/api",), ("x",)],
    "select event_time::varchar from events": [("2026-03-02 12:00:01+00",)],
    "describe audit_events": None,
    "summarize audit_events": None,
    "show tables": None,
    "-- a comment\nEXPLAIN ANALYZE /* x */ select 1": None,
    "explain (format json) select 1": None,
    "select 'from enable_logging()' as name": [("from enable_logging()",)],
    """select '"function_name":"query"' as name""": [('"function_name":"query"',)],
    "pivot events on action in ('repo.tag.push') using count(*) group by account": [("acme", 1)],
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot with one event."""
    folder = tmp_path_factory.mktemp("ask")
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        load(writer, [event(1)])
        return publish(writer)


@pytest.fixture
def target(tmp_path: Path, snapshot: Path) -> Iterator[dict[str, str]]:
    """What attacks aim at; after each it is as it was."""
    file = tmp_path / "target"
    file.write_text("not-a-secret\n")
    before = snapshot.read_bytes()
    yield {"file": str(file), "folder": str(tmp_path), "snapshot": str(snapshot)}
    assert snapshot.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("attack", FORBIDDEN)
def test_nothing_else_can_be_reached_or_changed(
    snapshot: Path, target: dict[str, str], attack: str
) -> None:
    """Files, network, settings, other databases and every change are refused."""
    frame = [1]
    with pytest.raises(BadQuery), asked(snapshot, attack.format(**target)) as answer:
        answer.fetchall()
    assert frame == [1]


def test_every_table_function_of_duckdb_is_known(snapshot: Path) -> None:
    """A newer DuckDB's table functions are judged before anybody may call them."""
    with open_snapshot(snapshot) as connection:
        functions = connection.execute("from duckdb_functions()").to_arrow_table().to_pylist()
    found = {one["function_name"] for one in functions if one["function_type"] == "table"}
    assert found == (found & REFUSED) | HARMLESS | REFUSED_BY_DUCKDB


@pytest.mark.parametrize("question", ALLOWED)
def test_questions_are_answered(snapshot: Path, question: str) -> None:
    """One SELECT, WITH, FROM, VALUES, DESCRIBE or EXPLAIN is answered."""
    with asked(snapshot, question) as answer:
        found = answer.fetchall()
    assert ALLOWED[question] in (None, found)


def test_a_question_has_a_time_limit(snapshot: Path) -> None:
    """A question that takes longer is stopped then, while it runs."""
    began = time.monotonic()
    endless = "select count(*) from range(9999999) a, range(9999999) b where a.range != b.range"
    with pytest.raises(OutOfTime, match=r"after 0\.5 s"), asked(snapshot, endless, seconds=0.5):
        pass
    assert time.monotonic() - began < 10


def test_fetching_counts_too(snapshot: Path) -> None:
    """The limit holds for running and fetching together."""
    for wait in range(1, 60):  # it may strike while a row is fetched, or between two
        with pytest.raises(OutOfTime):
            _fetch_all(snapshot, "from range(999999999999)", seconds=wait / 1000)


def _fetch_all(snapshot: Path, question: str, seconds: float) -> None:
    with asked(snapshot, question, seconds=seconds) as answer:
        while answer.fetchmany(10_000):
            pass


def test_a_question_that_wants_all_memory_is_refused(snapshot: Path) -> None:
    """The limit on memory is a sentence, and nothing is spilled to the disk."""
    greedy = "select list(repeat('x', 1000000) || range) from range(2000)"
    with pytest.raises(WarehouseError), asked(snapshot, greedy, seconds=60):
        pass


def test_quick_questions_are_not_stopped_later(snapshot: Path) -> None:
    """A timer that was not needed interrupts nobody."""
    for _ in range(20):
        with asked(snapshot, "select 1", seconds=0.2) as answer:
            assert answer.fetchall() == [(1,)]
    time.sleep(0.3)


@pytest.mark.parametrize("damage", [None, b"not a database\n" * 999])
def test_a_snapshot_that_is_none_is_said(tmp_path: Path, damage: bytes | None) -> None:
    """A file that has gone, or is no database, is a sentence."""
    file = tmp_path / "hubtrail.duckdb"
    if damage:
        file.write_bytes(damage)
    with pytest.raises(NoSnapshot, match="cannot be opened"):
        open_snapshot(file)


def test_times_are_utc_and_answers_are_named(snapshot: Path) -> None:
    """Rows of our own queries come as dicts by column."""
    with open_snapshot(snapshot) as connection:
        assert answers(connection, "oldest_event", {"account": "nobody"}) == []
        (row,) = answers(connection, "oldest_event", {"account": "acme"})
    assert str(row["oldest_event"].utcoffset()) == "0:00:00"
    assert row["is_the_beginning"] is False
