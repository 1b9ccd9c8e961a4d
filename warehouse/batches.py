"""Divide entries into batches that a statement can take apart within its memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH_BYTES = 4_000_000  # of entries; DuckDB holds them several times over while it reads them
BATCH_ROWS = 5_000
ARRAY_ROWS = 100  # entries in one JSON array: half the time of as many texts of their own


def batches(entries: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Divide `entries`, in order, by rows and by bytes; an entry above the limit is alone."""
    start, size = 0, 0
    for place, entry in enumerate(entries):
        if place > start and (place - start == BATCH_ROWS or size + len(entry) > BATCH_BYTES):
            yield entries[start:place]
            start, size = place, 0
        size += len(entry)
    if start < len(entries):
        yield entries[start:]


def arrays(batch: Sequence[bytes]) -> list[str]:
    """The batch as JSON arrays, which is how the staging statements take it."""
    starts = range(0, len(batch), ARRAY_ROWS)
    texts = (b",".join(batch[start : start + ARRAY_ROWS]) for start in starts)
    return [f"[{text.decode()}]" for text in texts]
