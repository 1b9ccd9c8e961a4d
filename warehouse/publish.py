"""Publish what readers read: an immutable copy under a new name, and a pointer to the newest.

A file replaced under its own name goes unnoticed by a process that still holds the old one, and an
open reader keeps the writer out; so readers get files that nobody will ever write again.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from warehouse.database import Writer
from warehouse.errors import NoSnapshot
from warehouse.faults import plain_errors

POINTER = "latest"
KEPT = 3  # newest snapshots that stay even when nobody reads them, for who is just about to


def publish(writer: Writer) -> Path:
    """Copy what is committed into `snapshots/` beside the writer's file, and point to it.

    Returns the copy's path. Raises `NoRoom` where the disk is full; the pointer then still names
    the last whole snapshot. Snapshots that nobody holds open any more are removed.
    """
    folder = writer.file.parent / "snapshots"
    name = f"hubtrail-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.duckdb"
    unfinished = folder / f"{name}.part"
    with plain_errors(writer.file):
        folder.mkdir(exist_ok=True)
        try:
            with writer.writing:
                # By force, it waits for questions of other threads; else it fails beside one.
                writer.cursor.execute("force checkpoint")
                _copy(writer.file, unfinished)
            unfinished.rename(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
        _point(folder, name)
        _remove_old(folder)
    return folder / name


def newest(data: Path) -> Path:
    """The newest snapshot below the folder `data`; `NoSnapshot` where no run has made one."""
    folder = data / "snapshots"
    try:
        found = folder / (folder / POINTER).read_text().strip()
    except OSError:
        found = None
    if found is None or not found.is_file():
        raise NoSnapshot(f"Nothing is collected yet below {data}: run `hubtrail ingest` first.")
    return found


def _copy(source: Path, target: Path) -> None:
    # Another process copies: to close a file here would give up DuckDB's lock on it (POSIX).
    done = subprocess.run(  # noqa: S603 - our own two paths, no shell
        ["cp", "--", str(source), str(target)],  # noqa: S607 - cp is where PATH says it is
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr.strip() or f"cp ended with {done.returncode}")
    _to_disk(target)


def _point(folder: Path, name: str) -> None:
    pointer = folder / f"{POINTER}.part"
    pointer.write_text(f"{name}\n")
    _to_disk(pointer)
    pointer.replace(folder / POINTER)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old(folder: Path) -> None:
    snapshots = sorted(folder.glob("hubtrail-*.duckdb"))
    for old in snapshots[:-KEPT]:
        if not _is_read(old):
            old.unlink(missing_ok=True)
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)


def _is_read(snapshot: Path) -> bool:
    """Whether a process holds DuckDB's shared lock on the file."""
    with suppress(FileNotFoundError), snapshot.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
