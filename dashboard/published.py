"""Ask the newest snapshot: one place that opens it, and remembers its answers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from hubtrail.settings import load_settings
from warehouse.ask import open_snapshot
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
    text = text_of(name)
    with closing(open_snapshot(snapshot)) as connection:
        return connection.execute(text, _named(text, offered)).to_arrow_table()


def answer(snapshot: Path, name: str, offered: dict[str, Any]) -> Answer:
    """The same as a frame, and remembered: a snapshot never changes."""
    text = text_of(name)
    given = _named(text, offered)
    return Answer(_remembered(str(snapshot), name, given), filled(text, given))


def text_of(name: str) -> str:
    """The text of `queries/dashboard/<name>.sql`, on top of the one of BENEATH it reads from."""
    text = query(f"dashboard/{name}")
    for beneath in BENEATH:
        if f"\nfrom {beneath}\n" in text:
            inner = query(f"dashboard/{beneath}").rstrip().removesuffix(";")
            return f"with {beneath} as (\n{inner}\n)\n\n{text}"
    return text


def _named(text: str, offered: dict[str, Any]) -> dict[str, Any]:
    return {name: offered[name] for name in named(text)}


@st.cache_data(max_entries=300, ttl="1h", show_spinner=False)
def _remembered(snapshot: str, name: str, parameters: dict[str, Any]) -> pd.DataFrame:
    frame: pd.DataFrame = rows(Path(snapshot), name, parameters).to_pandas()
    return frame
