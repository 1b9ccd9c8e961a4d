"""Collection: what was read, what was not, how late events came, what it cost, what went wrong."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, palette
from dashboard.cards import NUMBER, TIME, Column, card, chart, pills, table
from dashboard.scope import Scope, shown

MOST = 200
DECIMAL = st.column_config.NumberColumn(format="%.1f")
GAPS = {
    "from_time": TIME | {"label": "from, UTC"},
    "to_time": TIME | {"label": "to, UTC"},
    "hours": DECIMAL,
}
LATE = {
    "action": "action",
    "late_events": NUMBER | {"label": "late"},
    "p50_minutes": DECIMAL | {"label": "half within, min"},
    "p95_minutes": DECIMAL | {"label": "95 % within, min"},
    "max_minutes": DECIMAL | {"label": "latest, min"},
}
RUNS = {
    "started_at": TIME | {"label": "started, UTC"},
    "state": pills("state", palette.RUNS),
    "resource": "resource",
    "seconds": DECIMAL,
    "requests": NUMBER,
    "rows": NUMBER | {"label": "new rows"},
    "error": st.column_config.TextColumn("what went wrong", width="large"),
}
REJECTED = {
    "seen_at": TIME | {"label": "met, UTC"},
    "resource": "resource",
    "reason": "reason",
    "raw": st.column_config.TextColumn("word for word", width="large"),
}


def days(scope: Scope) -> None:
    """A square for each day of the last year."""
    question = "Which days of the last year are collected?"
    with card(question, "Whatever time is chosen above; days in UTC."):
        chart(charts.calendar(scope.ask("coverage_calendar")), question)


def budget(scope: Scope) -> None:
    """What was left of the rate limit in the chosen time."""
    question = "How much of the rate limit was left after each run?"
    frame = scope.ask("budget", most=5_000)
    with card(question, "Dots: requests left. Dashed: the limit."):
        if frame.empty:
            st.info("No run of this time noted its budget.", icon=":material/info:")
        else:
            chart(charts.budget(frame, scope.period), question)


def faults(
    question: str, frame: pd.DataFrame, columns: dict[str, Column], *, none: str, note: str
) -> None:
    """A table of what should not be, or the good news that it is not."""
    with card(question, note):
        if frame.empty:
            st.success(none, icon=":material/check:")
        else:
            table(frame, columns)


def runs(scope: Scope) -> None:
    """The newest runs, failures of the last week first."""
    with card("Did the runs go well?", "Those that went wrong in the last week stand first."):
        table(scope.ask("runs", most=MOST), RUNS)


scope = shown()
days(scope)
left, right = st.columns(2)
with left:
    faults(
        "What is missing in between?",
        scope.ask("gaps", most=MOST),
        GAPS,
        none="No gaps between the readings.",
        note="The next run reads it; `hubtrail prove` says more.",
    )
with right:
    faults(
        "How late do events arrive?",
        scope.ask("lateness", most=MOST),
        LATE,
        none="No event has come late so far.",
        note="Of those that a first reading of their time did not hold.",
    )
budget(scope)
runs(scope)
faults(
    "What could not be read?",
    scope.ask("rejected", most=MOST),
    REJECTED,
    none="Nothing was rejected.",
    note="Kept word for word; nothing else was held up by it.",
)
