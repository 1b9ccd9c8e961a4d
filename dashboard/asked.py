"""Somebody's own SQL: asked in the sandbox of `hubtrail sql`, with time, rows and bytes bound."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import streamlit as st

from warehouse.ask import answers, asked, open_snapshot
from warehouse.errors import BadQuery
from warehouse.sql import HERE

SECONDS = 30.0
MOST_BYTES = 100_000_000
BATCH = 1_000
SAVED = HERE / "queries" / "saved"


@dataclass(frozen=True)
class Taken:
    """Rows of an answer; `cut` where there were more."""

    rows: pa.Table
    cut: bool


@st.cache_data(max_entries=20, ttl="10m", show_spinner="Asking")
def take(snapshot: Path, text: str, most: int, seconds: float = SECONDS) -> Taken:
    """At most `most` rows of what the snapshot answers to somebody's SQL.

    Raises `BadQuery` where it is not one question, is wrong or gives more than 100 MB,
    `OutOfTime` where it takes more than `seconds`.
    """
    batches, left, size = [], most, 0
    with asked(snapshot, text, seconds=seconds) as answer:
        reader = answer.to_arrow_reader(BATCH)
        for batch in reader:
            batches.append(batch.slice(0, left))
            size += batch.nbytes
            if size > MOST_BYTES:
                raise BadQuery("The answer is larger than 100 MB: ask for fewer rows or columns.")
            if len(batch) > left:
                return Taken(pa.Table.from_batches(batches), cut=True)
            left -= len(batch)
    return Taken(pa.Table.from_batches(batches, reader.schema), cut=False)


@st.cache_data(max_entries=2, show_spinner=False)
def described(snapshot: Path) -> tuple[dict[str, str], pd.DataFrame]:
    """What each table, view and macro is, by its name or call; and the columns of the first two.

    Of a column table_name, column_name, kind and comment.
    """
    with closing(open_snapshot(snapshot)) as connection:
        subjects = answers(connection, "described_tables")
        macros = answers(connection, "described_macros")
        columns = pd.DataFrame(answers(connection, "described_columns"))
    named = {one["name"]: one["comment"] for one in subjects}
    return named | {one["call"]: one["comment"] for one in macros}, columns


def saved() -> dict[str, str]:
    """The saved questions by their titles, which are the first lines of their files."""
    texts = [file.read_text() for file in sorted(SAVED.glob("*.sql"))]
    return {text.splitlines()[0].removeprefix("-- "): text for text in texts}
