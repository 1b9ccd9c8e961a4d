"""Large listings: kept completely where memory is short, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.listings import Entry, keep, tag
from tests.readings import rows
from warehouse import memory
from warehouse.database import Writer, open_for_writing
from warehouse.errors import OutOfMemory
from warehouse.listing import Kept
from warehouse.publish import publish

STORED = "select count(*), sum(strlen(body::varchar)) > {} from state_versions where kind = 'tags'"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def large(count: int, size: int) -> list[Entry]:
    """Tags with a field of that many characters each."""
    return [
        tag(f"v{number}", media_type=Random(number).randbytes(size // 2).hex(), images=[])
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "size"), [(100, 300_000), (2, 15_000_000), (30_000, 900)])
def test_a_page_of_thirty_megabytes_is_kept(writer: Writer, count: int, size: int) -> None:
    """Whatever the entries weigh, all are kept, and the same listing again changes nothing."""
    entries = large(count, size)
    kept = keep(writer, "tags", entries, scope="api")
    assert kept == Kept(rows=count, new=count, changed=0, closed=0, rejected=0)
    assert rows(writer, STORED.format(count * size)) == [(count, True)]
    publish(writer)
    assert keep(writer, "tags", entries, scope="api", hours=1).moved == 0


def test_the_sizes_of_large_things_are_remembered(writer: Writer) -> None:
    """Only versions that are stored count, so the memory for them does not grow forever."""
    for hours in range(3):
        keep(writer, "tags", large(3, 20_000), scope="api", hours=hours)
    assert rows(writer, "select count(*), min(bytes) > 20000 from large_rows") == [(3, True)]


def test_a_thing_that_fits_no_memory_is_rejected(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out with its hash and size; the others are kept."""
    monkeypatch.setattr(memory, "ALONE", 1_000_000)
    entries = [tag("a", images=[]), *large(1, 40_000_000), tag("b", images=[])]
    kept = keep(writer, "tags", entries, scope="api", state="partial")
    assert (kept.rows, kept.new, kept.rejected) == (3, 2, 1)
    assert rows(writer, "select reason, (raw ->> 'bytes')::int > 40000000 from rejected") == [
        ("the entry is larger than what fits into memory", True)
    ]


def test_a_machine_without_the_memory_says_so(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the listing needs more than there is, nothing is changed."""
    monkeypatch.setattr(memory, "most", lambda: memory.BASE)
    with pytest.raises(OutOfMemory, match=r"^The tags of acme hold 40,\d+ bytes .*\.$"):
        keep(writer, "tags", large(2, 20_000), scope="api")
    assert rows(writer, "select count(*) from state_versions") == [(0,)]
