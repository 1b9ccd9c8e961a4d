"""Ask the newest snapshot: one place that opens it, and remembers its answers."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from hubtrail.settings import load_settings
from warehouse.ask import open_snapshot
from warehouse.publish import newest
from warehouse.sql import query

NAMED = re.compile(r"\$(\w+)")


def newest_snapshot() -> Path:
    """The snapshot to show; `NoSnapshot` where no run has made one, `BadSettings` as it says."""
    return newest(load_settings().home)


def rows(snapshot: Path, name: str, offered: dict[str, Any]) -> pa.Table:
    """What `queries/dashboard/<name>.sql` answers; of the values `offered` it gets those it names.

    Raises `NoSnapshot` where the snapshot has been removed since.
    """
    text = query(f"dashboard/{name}")
    with closing(open_snapshot(snapshot)) as connection:
        return connection.execute(text, _named(text, offered)).to_arrow_table()


def answer(snapshot: Path, name: str, offered: dict[str, Any]) -> pd.DataFrame:
    """The same as a frame, and remembered: a snapshot never changes."""
    return _remembered(str(snapshot), name, _named(query(f"dashboard/{name}"), offered))


def _named(text: str, offered: dict[str, Any]) -> dict[str, Any]:
    return {name: offered[name] for name in sorted(set(NAMED.findall(text)))}


@st.cache_data(max_entries=300, ttl="1h", show_spinner=False)
def _remembered(snapshot: str, name: str, parameters: dict[str, Any]) -> pd.DataFrame:
    frame: pd.DataFrame = rows(Path(snapshot), name, parameters).to_pandas()
    return frame
