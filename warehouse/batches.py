"""Divide the entries of a reading into batches that a statement can read within its memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson

from warehouse.memory import LARGE

BATCH_BYTES = 4_000_000  # of entries; DuckDB holds them several times over while it reads them
BATCH_ROWS = 5_000
ARRAY_ROWS = 100  # entries in one JSON array: half the time of as many texts of their own
SHOWN = 200  # characters of a timestamp that are kept of an entry that is left out
LARGER_THAN = "larger than"  # with "entry" the fields of what replaces a large entry (`hub.large`)


@dataclass(frozen=True)
class Batch:
    """Some entries of a reading; `first` is the place of the first one in it."""

    first: int
    entries: Sequence[bytes]

    def arrays(self) -> list[str]:
        """The entries as JSON arrays, which is how the statements take them."""
        starts = range(0, len(self.entries), ARRAY_ROWS)
        texts = (b",".join(self.entries[start : start + ARRAY_ROWS]) for start in starts)
        return [f"[{text.decode()}]" for text in texts]


class Batches:
    """The batches of a reading, which get smaller where memory is short."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        """Divide `entries`, in order, by rows and by bytes; a larger entry is alone."""
        self.entries = list(entries)
        self._starts = list(_starts(entries))
        self._current: int | None = None
        self._left_out: set[int] = set()

    def __iter__(self) -> Iterator[Batch]:
        """Each batch in order; while one is in use, `reduce` knows which."""
        for number, start in enumerate(self._starts):
            self._current = number
            yield Batch(start, self.entries[start : self._end(number)])
            self._current = None

    def reduce(self) -> bool:
        """Halve the batch in use, or leave out its only entry; False if there is none to reduce."""
        number, self._current = self._current, None
        if number is None:
            return False
        start, end = self._starts[number], self._end(number)
        if end - start > 1:
            self._starts.insert(number + 1, (start + end) // 2)
            return True
        return self._leave_out(start)

    def large(self) -> dict[int, int]:
        """The sizes of the large entries, by their places."""
        return {place: len(entry) for place, entry in enumerate(self.entries) if len(entry) > LARGE}

    def leave_out_large(self) -> None:
        """Leave out every large entry."""
        for place in self.large():
            self._leave_out(place)

    def _leave_out(self, place: int) -> bool:
        described = left_out(self.entries[place])
        if place in self._left_out or len(described) >= len(self.entries[place]):
            return False
        self.entries[place] = described
        self._left_out.add(place)
        return True

    def _end(self, number: int) -> int:
        following = self._starts[number + 1 : number + 2]
        return following[0] if following else len(self.entries)


def left_out(entry: bytes) -> bytes:
    """Describe an entry that does not fit into memory; it is rejected with this description."""
    value = orjson.loads(entry)
    known = {"bytes": len(entry), "sha256": sha256(entry).hexdigest()}
    if isinstance(value, dict) and isinstance(value.get("timestamp"), str):
        known["timestamp"] = value["timestamp"][:SHOWN]
    described = {"entry": known, LARGER_THAN: "what fits into memory"}
    return orjson.dumps(described, option=orjson.OPT_SORT_KEYS)


def _starts(entries: Sequence[bytes]) -> Iterator[int]:
    start, size = 0, 0
    for place, entry in enumerate(entries):
        full = place - start == BATCH_ROWS or size + len(entry) > BATCH_BYTES
        if place == 0 or full:
            yield place
            start, size = place, 0
        size += len(entry)
