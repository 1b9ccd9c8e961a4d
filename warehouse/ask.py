"""Ask a published snapshot, safely: one question, read only, no file, no network, no setting."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import BadQuery, NoSnapshot, OutOfTime
from warehouse.literal import filled
from warehouse.sql import query, views_digest

MEMORY = "1GB"
RELENTLESS = 0.01  # seconds between two attempts to stop a question whose time is up
SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "max_temp_directory_size": "0KB",
    "memory_limit": MEMORY,
}
QUESTIONS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
# They may stand in a SELECT, and change what others see, read memory by its address, or run text.
REFUSED = frozenset({
    "arrow_scan", "arrow_scan_dumb", "checkpoint", "disable_logging", "disable_profiling",
    "enable_logging", "enable_profiling", "force_checkpoint", "json_execute_serialized_sql",
    "json_serialize_plan", "pandas_scan", "python_map_function", "query", "query_table",
    "seq_scan", "truncate_duckdb_logs", "write_log",
})  # fmt: skip
FUNCTION = re.compile(r'"function_name":"((?:[^"\\]|\\.)*)"')
EXPLAINED = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*explain\s+(?:analyze\s+)?(?:\([^()]*\))?",
    re.IGNORECASE | re.DOTALL,
)


def open_snapshot(snapshot: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that can reach nothing but this file, and whose settings are locked.

    Raises `NoSnapshot` where the file has gone or cannot be read.
    """
    try:
        connection = duckdb.connect(snapshot, read_only=True, config=SANDBOX)
    except duckdb.Error as problem:
        said = str(problem).strip().splitlines()[0]
        raise NoSnapshot(f"The snapshot {snapshot} cannot be opened: {said}") from None
    # Connections of one process to one file share their settings, which the first one locks.
    with suppress(duckdb.InvalidInputException):
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
    return connection


def open_current(snapshot: Path) -> duckdb.DuckDBPyConnection:
    """The same for a snapshot whose views are those of this version, as our own queries need them.

    Raises `NoSnapshot` where another version published it, too.
    """
    connection = open_snapshot(snapshot)
    with suppress(duckdb.CatalogException):
        if connection.execute(query("views_version")).fetchall() == [(views_digest(),)]:
            return connection
    connection.close()
    raise NoSnapshot(
        f"The snapshot {snapshot} was published by another version of Hubtrail; "
        "`hubtrail rebuild` publishes one of this version at once."
    )


@contextmanager
def asked(
    snapshot: Path, text: str, *, seconds: float | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Run somebody's SQL on a connection of its own, and give the connection to fetch from.

    Raises `BadQuery` where it is not exactly one SELECT or EXPLAIN or is wrong, `OutOfTime` where
    running and fetching together take more than `seconds`.
    """
    connection = open_snapshot(snapshot)
    done, stopped = threading.Event(), threading.Event()
    clock = threading.Thread(target=_stop, args=(connection, seconds, done, stopped))
    try:
        _check(connection, text)
        clock.start()
        connection.execute(text)
        yield connection
    except duckdb.Error as problem:
        if stopped.is_set():  # between two fetches DuckDB does not call it an interruption
            raise OutOfTime(f"The query was stopped after {seconds:g} s.") from None
        raise BadQuery(str(problem).strip()) from None
    finally:
        done.set()
        if clock.ident:
            clock.join()
        connection.close()


def answers(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of `queries/<name>.sql`, each a dict by column."""
    done = connection.execute(query(name), dict(parameters or {}))
    columns = [column[0] for column in done.description or []]
    return [dict(zip(columns, row, strict=True)) for row in done.fetchall()]


def _stop(
    connection: duckdb.DuckDBPyConnection,
    seconds: float | None,
    done: threading.Event,
    stopped: threading.Event,
) -> None:
    if done.wait(seconds):
        return
    stopped.set()
    # Again and again: DuckDB forgets an interruption that comes when it is not at work.
    while not done.wait(RELENTLESS):
        connection.interrupt()


def _check(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    statements = connection.extract_statements(text)
    if len(statements) != 1:
        raise BadQuery(f"One question at a time: this is {len(statements)} statements.")
    if statements[0].type not in QUESTIONS:
        raise BadQuery("Only questions may be asked: begin with SELECT, WITH, FROM or EXPLAIN.")
    if statements[0].type == duckdb.StatementType.EXPLAIN:
        text = EXPLAINED.sub("", text, count=1)
    _check_functions(connection, text)


def _check_functions(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    parsed = connection.execute(filled(query("serialized"), {"text": text}))
    ((taken_apart,),) = parsed.fetchall()
    if taken_apart.startswith('{"error":true'):
        raise BadQuery("Only SELECT may be asked or explained: no PRAGMA, CALL or change.")
    called = REFUSED.intersection(name.lower() for name in FUNCTION.findall(taken_apart))
    if called:
        raise BadQuery(f"{min(called)} may not be called here: it does more than answer.")
