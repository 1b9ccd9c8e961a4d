"""What DuckDB and the disk report, as one sentence for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import Busy, Damaged, NoRoom, OutOfMemory, WarehouseError

# A commit or a checkpoint that runs out of memory is an error of another kind in DuckDB.
OUT_OF_MEMORY = re.compile("failed to (pin block|allocate data)|could not allocate block")


@contextmanager
def plain_errors(file: Path) -> Iterator[None]:
    """Turn what DuckDB and the disk say into a `WarehouseError` of one sentence."""
    try:
        yield
    except (duckdb.Error, OSError) as problem:
        raise translated(problem, file) from problem


def translated(problem: Exception, file: Path) -> WarehouseError:
    """The sentence for what DuckDB or the operating system said about `file`."""
    said = str(problem)
    if holder := re.search(r"Conflicting lock is held in .*?\(PID (\d+)\)", said):
        return Busy(
            f"Another run is in progress: process {holder[1]} is writing {file}; "
            "wait for it, or stop it."
        )
    if re.search(r"no space left|disk quota|out of disk|failed to .*write", said, re.IGNORECASE):
        return NoRoom(
            f"The disk is full at {file.parent}: make room and run again; nothing is lost, "
            "the next run goes on from the last whole window."
        )
    if isinstance(problem, duckdb.OutOfMemoryException) or OUT_OF_MEMORY.search(said):
        return OutOfMemory(
            f"DuckDB needs more memory than it may use for {file}: nothing is lost, run again, "
            "and use a machine with more memory if that does not help."
        )
    first = said.strip().splitlines()[0] if said.strip() else type(problem).__name__
    return Damaged(f"The warehouse {file} cannot be used: {first.rstrip('.!')}.")
