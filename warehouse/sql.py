"""The SQL files beside this module: found, read, remembered."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
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
    """The text that makes all views; a file's first number says how many views it stands on.

    A view of versions, `1_<name>_history.sql`, brings along the view `<name>` of what holds now.
    """
    texts = {file.name: file.read_text() for file in (HERE / "views").glob("[0-9]*.sql")}
    for file, text in list(texts.items()):
        if found := re.fullmatch(r"1_(\w+)_history\.sql", file):
            texts[f"2_{found[1]}.sql"] = _as_last_listed(found[1], text)
    return "\n".join(texts[file] for file in sorted(texts))


def views_digest() -> str:
    """Names what `views` makes; a file notes it, to be told apart from one of another version."""
    return sha256(views().encode()).hexdigest()


def _as_last_listed(name: str, history: str) -> str:
    """The view of what holds now, described as its history is, but for `valid_to`, its last."""
    start = history.index("comment on view")
    end = history.index(f"comment on column {name}_history.valid_to")
    described = history[start:end].replace("in each version that was listed", "as last listed")
    made = query("as_last_listed").replace("thing", name)
    return made + described.replace(f"{name}_history", name)
