"""Large readings: loaded completely whatever their entries weigh, and in the way of no other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.readings import Event, event, load, rows
from warehouse import memory
from warehouse.database import LOADS_AT_ONCE, Writer, open_for_writing
from warehouse.errors import OutOfMemory
from warehouse.load import Loaded
from warehouse.publish import publish

STORED = "select count(*), sum(strlen(data::varchar)) > {} from events where account = '{}'"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def text(size: int, seed: int = 0) -> str:
    """A text of that many characters that hardly compresses."""
    return Random(seed).randbytes(size // 2).hex()


def large(number: int, size: int, field: str = "data") -> Event:
    """An event with a value of that many characters in one of its fields."""
    value: Any = text(size, number)
    if field == "action":  # which makes it an entry that does not fit
        return event(number / 1000, action=[value])
    if field == "data":
        value = {"tag": "latest", "layers": value}
    return event(number / 1000, **{field: value})


@pytest.mark.parametrize(
    ("count", "size"), [(900, 20_000), (25, 1_000_000), (1, 15_000_000), (2_000, 50_000)]
)
@pytest.mark.parametrize("field", ["data", "unknown", "action"])
def test_a_large_reading_is_loaded_completely(
    writer: Writer, count: int, size: int, field: str
) -> None:
    """Every entry is kept, wherever its weight lies, and reading again changes nothing."""
    entries = [large(number, size, field) for number in range(count)]
    good = 0 if field == "action" else count
    found = load(writer, entries, [event(9)])
    assert found == Loaded(good + 1, good + 1, count - good, refused=count - good)
    assert load(writer, entries) == Loaded(good, 0, 0, refused=count - good)
    assert rows(writer, "select count(*) from rejected where strlen(raw) > 15000") == [
        (count - good,)
    ]


def test_large_readings_are_loaded_beside_each_other(writer: Writer) -> None:
    """Several threads load large windows at once; none of them fails or loses an event."""
    entries = [large(number, 1_000_000) for number in range(25)]
    accounts = [f"organization-{number}" for number in range(2 * LOADS_AT_ONCE)]
    with ThreadPoolExecutor(len(accounts)) as pool:
        found = list(pool.map(lambda account: load(writer, entries, account=account), accounts))
    assert [each.new for each in found] == [25] * len(accounts)
    for account in accounts:
        assert rows(writer, STORED.format(25_000_000, account)) == [(25, True)]


def test_a_file_full_of_large_rows_can_still_be_written(tmp_path: Path) -> None:
    """More than the basic memory lies in neighbouring rows; each run writes and publishes it."""
    entries = [large(number, 1_000_000) for number in range(30)]
    for run in range(3):
        with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
            for window in range(3):
                loaded = load(writer, entries, account=f"organization-{run}-{window}")
                assert loaded.new == 30
            publish(writer)
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        assert rows(writer, "select count(*), sum(bytes) > 270_000_000 from large_rows") == [
            (270, True)
        ]
        assert load(writer, [event(1)]).new == 1
        publish(writer)


def test_an_entry_that_fits_no_memory_is_rejected(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out with its hash, size and time; what lies around it is loaded."""
    monkeypatch.setattr(memory, "ALONE", 1_000_000)
    entries = [event(1), large(2000, 15_000_000, "unknown"), event(3)]
    assert load(writer, entries) == Loaded(entries=2, new=2, rejected=1, refused=1)
    assert load(writer, entries) == Loaded(entries=2, new=0, rejected=0, refused=1)
    ((reason, size, hashed, at),) = rows(
        writer,
        "select reason, raw ->> 'bytes', raw ->> 'sha256', raw ->> 'timestamp' from rejected",
    )
    assert reason == "the entry is larger than what fits into memory"
    assert (int(size) > 15_000_000, len(hashed)) == (True, 64)
    assert at == "2026-03-02T12:00:02.000Z"


def test_a_machine_without_the_memory_rejects_large_entries(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the rows that would lie together need more than there is, the small ones are kept."""
    monkeypatch.setattr(memory, "most", lambda: memory.BASE)
    assert load(writer, [event(1), large(2000, 20_000)]) == Loaded(1, 1, 1, refused=1)
    assert rows(writer, "select reason from rejected") == [
        ("the entry is larger than what fits into memory",)
    ]


def test_too_little_memory_for_anything_keeps_nothing(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not even small entries can be loaded the error says so, and nothing is kept."""
    monkeypatch.setattr(memory, "ALONE", 0)
    writer.cursor.execute("set memory_limit = '1MB'")
    with pytest.raises(OutOfMemory, match=r"^DuckDB needs more memory.*\.$"):
        load(writer, [event(number) for number in range(3000)])
    writer.cursor.execute(f"set memory_limit = '{memory.BASE}B'")
    assert rows(
        writer, "select (select count(*) from events), (select count(*) from coverage)"
    ) == [(0, 0)]
    assert load(writer, [event(1)]).new == 1
