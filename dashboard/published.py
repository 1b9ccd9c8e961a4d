"""Ask the newest snapshot: one place that opens it, and remembers its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st

from hubtrail.settings import load_settings
from warehouse.ask import open_current
from warehouse.literal import filled, named
from warehouse.publish import newest
from warehouse.sql import query

BENEATH = ("matching", "protection")  # queries that others read from


@dataclass(frozen=True)
class Answer:
    """Rows, and the SQL that gives them, as anybody can run it in `hubtrail sql`."""

    frame: pd.DataFrame
    sql: str


def newest_snapshot() -> Path:
    """The snapshot to show; `NoSnapshot` where no run has made one, `BadSettings` as it says."""
    return newest(load_settings().home)


def rows(snapshot: Path, name: str, offered: dict[str, Any]) -> pa.Table:
    """What `queries/dashboard/<name>.sql` answers; of the values `offered` it gets those it names.

    Raises `NoSnapshot` where the snapshot has been removed since.
    """
    return taken(str(snapshot), asked(name, offered))


def answer(snapshot: Path, name: str, offered: dict[str, Any]) -> Answer:
    """The same as a frame, and remembered: a snapshot never changes."""
    text = asked(name, offered)
    return Answer(remembered(str(snapshot), text), text)


def asked(name: str, offered: dict[str, Any]) -> str:
    """The question with its values: DuckDB plans best what it can see, and people run the same."""
    text = text_of(name)
    return filled(text, {each: offered[each] for each in named(text)})


def text_of(name: str) -> str:
    """The text of `queries/dashboard/<name>.sql`, on top of the one of BENEATH it reads from."""
    text = query(f"dashboard/{name}")
    for beneath in BENEATH:
        if re.search(rf"\n *from {beneath}\n", text):
            inner = query(f"dashboard/{beneath}").rstrip().removesuffix(";")
            return f"with {beneath} as (\n{inner}\n)\n\n{text}"
    return text


@st.cache_data(max_entries=300, ttl="1h", show_spinner=False)
def remembered(snapshot: str, text: str) -> pd.DataFrame:
    """What the snapshot answers, as a frame; asked once, however many people look."""
    frame: pd.DataFrame = taken(snapshot, text).to_pandas()
    return frame


def taken(snapshot: str, text: str) -> pa.Table:
    """What the snapshot answers to one of our own questions."""
    with _held(snapshot).cursor() as connection:
        return connection.execute(text).to_arrow_table()


# Opening costs as much as a question does; so the newest snapshot is held open, and no other.
@st.cache_resource(max_entries=1, show_spinner=False)
def _held(snapshot: str) -> duckdb.DuckDBPyConnection:
    return open_current(Path(snapshot))
