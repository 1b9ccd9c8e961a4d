"""Batches: all entries in order, none too large for a statement unless a single entry is."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain

import orjson
from hypothesis import given
from hypothesis import strategies as st

from tests.runs import tries
from warehouse.batches import BATCH_BYTES, BATCH_ROWS, Batch, Batches


def test_many_small_entries_are_divided_by_rows() -> None:
    """A batch never has more rows than allowed."""
    entries = [b"1"] * (2 * BATCH_ROWS + 1)
    assert [len(batch.entries) for batch in Batches(entries)] == [BATCH_ROWS, BATCH_ROWS, 1]


def test_large_entries_are_divided_by_bytes() -> None:
    """A batch never has more bytes than allowed, but for an entry that is alone in it."""
    third = b"x" * (BATCH_BYTES // 3)
    entries = [third] * 4 + [third * 4] + [third]
    assert [len(batch.entries) for batch in Batches(entries)] == [3, 1, 1, 1]


@tries(50)
@given(st.lists(st.sampled_from([0, 1, 7, BATCH_BYTES // 2, BATCH_BYTES, BATCH_BYTES + 1])))
def test_no_entry_is_lost_or_moved(sizes: list[int]) -> None:
    """The batches together are the entries, and none of them is empty."""
    entries = [bytes(size) for size in sizes]
    found = list(Batches(entries))
    assert list(chain.from_iterable(batch.entries for batch in found)) == entries
    assert all(batch.entries == entries[batch.first :][: len(batch.entries)] for batch in found)
    assert all(batch.entries for batch in found)


def test_a_batch_becomes_json_arrays() -> None:
    """The arrays hold the entries in order."""
    assert Batch(0, [b'{"a":1}', '"ü"'.encode(), b"7"]).arrays() == ['[{"a":1},"ü",7]']
    assert len(Batch(0, [b"1"] * 250).arrays()) == 3


def test_a_batch_is_halved_down_to_one_entry() -> None:
    """Where memory is short for a batch, it becomes two; the others stay as they are."""
    batches = Batches([b"1"] * (BATCH_ROWS + 4))
    sizes = []
    for reduced in (True, True, False):
        assert any(batch.first == BATCH_ROWS for batch in batches)  # which stops at that batch
        assert batches.reduce() == reduced
        sizes.append([len(batch.entries) for batch in batches])
    assert sizes == [[BATCH_ROWS, 2, 2], [BATCH_ROWS, 1, 1, 2], [BATCH_ROWS, 1, 1, 2]]


def test_only_the_batch_in_use_is_reduced() -> None:
    """Between two uses there is nothing to reduce."""
    batches = Batches([b"1", b"2"])
    assert not batches.reduce()
    assert [batch.first for batch in batches] == [0]
    assert not batches.reduce()


def test_a_single_entry_is_left_out_once() -> None:
    """It is described by its size, hash and time; the description cannot be left out again."""
    entry = b'{"timestamp":"2026-03-02T12:00:00Z","x":"%b"}' % (b"x" * 1000)
    batches = Batches([entry])
    assert next(iter(batches)).entries == [entry]
    assert batches.reduce()
    (batch,) = batches
    described = orjson.loads(batch.entries[0])
    assert described == {
        "entry": {
            "bytes": len(entry),
            "sha256": sha256(entry).hexdigest(),
            "timestamp": "2026-03-02T12:00:00Z",
        },
        "larger than": "what fits into memory",
    }
    next(iter(batches))
    assert not batches.reduce()
