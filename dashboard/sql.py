"""SQL: ask the newest snapshot anything, with what there is to ask beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.answer_chart import of_answer
from dashboard.asked import SECONDS, described, saved, take
from dashboard.cards import card, table
from dashboard.scope import Scope, shown
from dashboard.spreadsheet import MOST_ROWS, downloads, flat
from dashboard.wording import esc, visible
from warehouse.errors import BadQuery, OutOfTime

MOST_SHOWN = 1_000
FIRST = "from audit_events\norder by event_time desc\nlimit 20"
MOST_BARS = 500
SCHEMA = {
    "column_name": "column",
    "kind": st.column_config.TextColumn("type", width=170),
    "comment": st.column_config.TextColumn("what it says", width="large"),
}


def editor() -> str:
    """The question, kept in the URL."""
    query: str = st.text_area(
        "Question in SQL",
        key="query",
        bind="query-params",
        height=220,
        placeholder=FIRST,
        help="One SELECT in DuckDB's SQL; Ctrl+Enter asks it. `hubtrail sql` takes the same text.",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Ask", type="primary", icon=":material/play_arrow:")
        st.caption(
            f"Stopped after {SECONDS:g} s. The first {MOST_SHOWN:,} rows are shown; "
            f"files hold {MOST_ROWS:,} at most.",
        )
    return query.strip()


def saved_questions() -> None:
    """Questions to begin with; the one that is chosen goes into the editor."""
    questions = saved()
    st.selectbox(
        "Saved questions",
        list(questions),
        index=None,
        key="saved question",
        placeholder="choose one",
        on_change=_load,
    )


def _load() -> None:
    title = st.session_state["saved question"]
    if title:
        st.session_state["query"] = saved()[title]


def what_there_is(scope: Scope) -> None:
    """The tables, views and macros, and what each column says."""
    comments, columns = described(scope.snapshot)
    names = list(comments)
    chosen = st.selectbox(
        "Tables, views and macros",
        names,
        index=names.index("audit_events"),
        key="subject",
        bind="query-params",
    )
    st.caption(esc(comments[chosen]))
    mine = columns[columns["table_name"] == chosen]
    if mine.empty:
        st.caption("Asked like a table, with its values in the places of the names.")
    else:
        table(mine, SCHEMA)


def answered(scope: Scope, query: str) -> None:
    """What the question gives, as a table or a chart, and to take away."""
    try:
        taken = take(scope.snapshot, query, MOST_SHOWN)
    except (BadQuery, OutOfTime) as problem:
        st.error("The database did not answer:", icon=":material/error:")
        st.code(str(problem), language=None, wrap_lines=True)
        return
    frame = flat(taken.rows).to_pandas().map(_number)
    with st.container(horizontal=True, vertical_alignment="center"):
        more = "The first " if taken.cut else ""
        st.markdown(f"**{more}{len(frame):,} rows**", width="stretch")
        files = f"At most {MOST_ROWS:,} rows."
        downloads(lambda: take(scope.snapshot, query, MOST_ROWS).rows, "answer", files)
    as_table, as_chart = st.tabs(["Table", "Chart"])
    with as_table:
        table(frame, {name: visible(name) for name in frame.columns})
    with as_chart:
        drawn(frame)


def _number(cell: Any) -> Any:
    """Sums of whole numbers come as decimals, which no chart and no column of numbers takes."""
    return float(cell) if isinstance(cell, Decimal) else cell


def drawn(frame: pd.DataFrame) -> None:
    """A chart of one column by another, to be chosen."""
    numbers = frame.select_dtypes("number").columns.tolist()
    others = [name for name in frame.columns if name not in numbers[-1:]]
    if not numbers or not others or frame.empty:
        st.info("A chart wants a column of numbers, and another to draw them by.")
        return
    across, up, kind = st.columns(3)
    x = across.selectbox("By", others, format_func=esc, key="chart by")
    y = up.selectbox("Numbers", numbers, index=len(numbers) - 1, format_func=esc, key="chart of")
    colour = kind.selectbox("Colour", [None, *others], format_func=_named, key="chart colour")
    st.altair_chart(of_answer(frame.head(MOST_BARS), x, y, colour), width="stretch")
    if len(frame) > MOST_BARS:
        st.caption(f"The first {MOST_BARS} rows.")


def _named(name: str | None) -> str:
    return "none" if name is None else esc(name)


scope = shown()
left, right = st.columns([3, 2])
with right, card("What is there to ask?"):
    what_there_is(scope)
with left, card("What do you want to know?"):
    saved_questions()
    query = editor()
if query:
    answered(scope, query)
