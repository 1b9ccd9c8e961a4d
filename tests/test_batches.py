"""Batches: all entries in order, none too large for a statement unless a single entry is."""

from __future__ import annotations

from itertools import chain

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
