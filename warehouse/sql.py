"""The SQL files beside this module: found, read, remembered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def query(name: str) -> str:
    """The text of `queries/<name>.sql`."""
    return (HERE / "queries" / f"{name}.sql").read_text()


@cache
def tables() -> tuple[tuple[int, str], ...]:
    """Number and text of each file in tables/, in the order they are applied."""
    files = sorted((HERE / "tables").glob("[0-9]*.sql"))
    return tuple((int(file.name.split("_")[0]), file.read_text()) for file in files)


@cache
def views() -> str:
    """The text that makes all views; a file's first number says how many views it stands on."""
    return "\n".join(file.read_text() for file in sorted((HERE / "views").glob("[0-9]*.sql")))
