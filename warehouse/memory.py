"""How much memory DuckDB may use for the writer's file.

DuckDB holds 2,048 neighbouring rows at once when it commits them, and again when it writes the
table into the file. If it has no memory for them then, the whole database fails and must be opened
again. So the limit grows with the large rows, before they are stored.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from warehouse import sql
from warehouse.faults import plain_errors

BASE = 192_000_000  # bytes; enough for two windows of some ten thousand events
ALONE = 1_000_000_000  # to read one value of 16 MB in JSON, DuckDB reserves up to 50 times as much
LARGE = 16_000  # bytes of an entry: 2,048 smaller ones fit into BASE


class Memory:
    """The limit of one connection; safe for threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: Path) -> None:
        """Allow what the rows in `file`, opened by `connection`, need."""
        self._cursor, self._file = connection.cursor(), file
        self._changing = threading.RLock()
        self._limit, self._claimed = BASE, 0
        self._raise_to(self._needed())

    @contextmanager
    def claim(self, size: int) -> Iterator[bool]:
        """Allow what `size` more bytes of large rows need; False where this machine has less."""
        if not size:
            yield True
            return
        with self._changing:
            self._claimed += size
            self._raise_to(self._needed())
            enough = self._needed() <= most()
        try:
            yield enough
        finally:
            with self._changing:
                self._claimed -= size

    @contextmanager
    def more(self) -> Iterator[None]:
        """Allow what a loading may use that has no other beside it."""
        before = self._limit
        self._raise_to(self._needed() + ALONE)
        try:
            yield
        finally:
            with self._changing:
                self._set(max(before, min(self._needed(), most())))

    def _needed(self) -> int:
        """What commits and checkpoints need: the rows, and a quarter more to handle them."""
        with self._changing, plain_errors(self._file):
            ((stored,),) = self._cursor.execute(sql.query("largest_rows")).fetchall()
            return BASE + (int(stored) + self._claimed) * 5 // 4

    def _raise_to(self, limit: int) -> None:
        with self._changing:
            if min(limit, most()) > self._limit:
                self._set(min(limit, most()))

    def _set(self, limit: int) -> None:
        with suppress(duckdb.Error):  # DuckDB cannot go below what is in use
            self._cursor.execute(f"set memory_limit = '{limit}B'")
            self._limit = limit


def most() -> int:
    """Half of this machine's memory: the other half is for the entries before they are stored."""
    return max(BASE, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
