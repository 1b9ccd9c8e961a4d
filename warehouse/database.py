"""The writer's private DuckDB file: opened by one process at a time, kept at the newest schema."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from warehouse import sql
from warehouse.errors import Busy, NewerSchema, OutOfMemory
from warehouse.faults import plain_errors
from warehouse.memory import BASE, Memory

LOADS_AT_ONCE = 2  # windows loaded at the same time; each holds its entries in memory
CHECKPOINT_AT = (
    "48MB"  # of write-ahead log, held in memory; the default of 16 MB halves the loading speed
)
RETRY_EVERY = 0.5  # seconds between attempts to become the writer
TURN = 120.0  # seconds that a writer may keep others waiting, give or take what is under way

T = TypeVar("T")


class Writer:
    """The one connection that may write; safe for threads, each of which gets a cursor."""

    def __init__(self, file: Path, connection: duckdb.DuckDBPyConnection) -> None:
        """Hold `connection`, open for writing on `file`."""
        self.file = file
        self.writing = threading.Lock()  # held while committing, and while the file is copied
        self.loading = threading.Semaphore(LOADS_AT_ONCE)
        self._one_alone = threading.Lock()
        self._hold(connection)

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's cursor."""
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
            self._own.cursor.execute("set TimeZone = 'UTC'")
        return self._own.cursor  # type: ignore[no-any-return]

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run `queries/<name>.sql` with its named parameters; its rows, where it has any."""
        with plain_errors(self.file):
            done = self.cursor.execute(sql.query(name), dict(parameters or {}))
            return done.fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is run inside, by this thread, is kept together or not at all."""
        with self.writing, plain_errors(self.file):
            self.cursor.begin()
            try:
                yield
                self.cursor.commit()
            except BaseException:
                self._roll_back()
                raise

    def load(self, work: Callable[[], T]) -> T:
        """Do `work` beside another loading; where memory is short, again alone and with more."""
        try:
            with self.loading:
                return work()
        except OutOfMemory:
            pass  # the failed attempt lets go of its memory when its handler is left
        with self.alone():
            return work()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Load with no other loading beside it, and with more memory."""
        with ExitStack() as held:
            held.enter_context(self._one_alone)
            for _ in range(LOADS_AT_ONCE):
                held.enter_context(self.loading)
            held.enter_context(self.memory.more())
            yield

    def wanted(self) -> bool:
        """Whether another process waits for the file, and has waited for long enough."""
        if time.monotonic() - self._since < TURN:
            return False
        with suppress(OSError):
            return time.time() - _wish(self.file).stat().st_mtime < 4 * RETRY_EVERY
        return False

    def lend(self, patience: float) -> None:
        """Let a process that waits write; be the writer again when it is done.

        No thread may be using the file. Raises `Busy` after `patience` seconds.
        """
        with self.writing:
            self.close()
            time.sleep(2 * RETRY_EVERY)
            self._hold(_opened(self.file, patience))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _hold(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.memory = Memory(connection, self.file)
        self._own = threading.local()
        self._since = time.monotonic()

    def _roll_back(self) -> None:
        with suppress(duckdb.Error):  # a commit that failed has rolled back already
            self.cursor.rollback()


@contextmanager
def open_for_writing(file: Path, *, patience: float = 0.0) -> Iterator[Writer]:
    """Be the writer of `file`, made if it is not there, brought to the newest schema.

    Waits up to `patience` seconds for another writer; then raises `Busy`. Raises `NewerSchema`
    for a file that a newer Hubtrail wrote, `Damaged` for one that is no database.
    """
    with plain_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    writer = Writer(file, _opened(file, patience))
    try:
        yield writer
    finally:
        writer.close()


def _opened(file: Path, patience: float) -> duckdb.DuckDBPyConnection:
    connection = _connect(file, time.monotonic() + patience)
    try:
        with plain_errors(file):
            _upgrade(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(file: Path, deadline: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            with plain_errors(file):
                return duckdb.connect(
                    file,
                    config={
                        "memory_limit": f"{BASE}B",
                        "checkpoint_threshold": CHECKPOINT_AT,
                        "threads": 1,  # a window each; a second one would cost more than it saves
                        "autoinstall_known_extensions": False,
                    },
                )
        except Busy:
            if time.monotonic() >= deadline:
                raise
            _wish(file).touch()
            time.sleep(RETRY_EVERY)


def _wish(file: Path) -> Path:
    """The file whose time says when somebody last wished to write."""
    return file.with_suffix(".wanted")


def _upgrade(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Apply what is new in tables/ and views/, each once, and write the file out after it."""
    connection.execute(sql.query("make_versions"))
    applied = {version for (version,) in connection.execute(sql.query("versions")).fetchall()}
    known = {version for version, _ in sql.tables()}
    if applied - known:
        raise NewerSchema(
            f"The warehouse {file} has schema {max(applied)}, this Hubtrail knows {max(known)}: "
            "use the newer Hubtrail that wrote it."
        )
    new = [(version, text) for version, text in sql.tables() if version not in applied]
    views = sql.views_digest()
    if not new and connection.execute(sql.query("views_version")).fetchall() == [(views,)]:
        return
    connection.begin()
    for version, text in new:
        connection.execute(text)
        connection.execute(sql.query("note_version"), {"version": version})
    connection.execute(sql.views())
    connection.execute(sql.query("note_views"), {"digest": views})
    connection.commit()
    # A log of DDL that a crash leaves behind has been unreadable before (duckdb 19712, 22044).
    connection.execute("checkpoint")
