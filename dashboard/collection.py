"""Collection: what was read and verified, how late events came, what it cost, what went wrong."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, palette
from dashboard.cards import NUMBER, Column, card, chart, picking, pills, table, time_column
from dashboard.leading import Point, day_of
from dashboard.published import Answer
from dashboard.scope import Scope, shown

MOST = 200
ONLY_WRONG, RUN = "only runs that went wrong", "the run to show"
DECIMAL = st.column_config.NumberColumn(format="%.1f")
GAPS = {
    "from_time": time_column("from, UTC"),
    "to_time": time_column("to, UTC"),
    "hours": DECIMAL,
}
UNVERIFIED = GAPS | {"reason": st.column_config.TextColumn("why", width="large")}
LATE = {
    "action": "action",
    "late_events": NUMBER | {"label": "late"},
    "p50_minutes": DECIMAL | {"label": "half within, min"},
    "p95_minutes": DECIMAL | {"label": "95 % within, min"},
    "max_minutes": DECIMAL | {"label": "latest, min"},
}
RUNS = {
    "started_at": time_column("started, UTC"),
    "state": pills("state", palette.RUNS),
    "resource": "resource",
    "seconds": DECIMAL,
    "requests": NUMBER,
    "rows": NUMBER | {"label": "new rows"},
    "error": st.column_config.TextColumn("what went wrong", width="large"),
}
LISTED = {
    "resource": "listing",
    "entries": NUMBER | {"label": "things"},
    "listings": NUMBER | {"label": "listings"},
    "partial": NUMBER | {"label": "not whole"},
    "oldest_checked_at": time_column("all looked at since, UTC"),
    "oldest_whole_at": time_column("all read to the end since, UTC"),
    "reason": st.column_config.TextColumn("why not whole", width="large"),
}
DRIFT = {
    "seen_at": time_column("seen, UTC"),
    "action": "action",
    "drift": "what differs",
    "events": NUMBER | {"label": "events"},
}
REJECTED = {
    "seen_at": time_column("met, UTC"),
    "resource": "resource",
    "reason": "reason",
    "raw": st.column_config.TextColumn("word for word", width="large"),
}


def days(scope: Scope) -> None:
    """A square for each day of the last year."""
    question = "Which days of the last year are collected?"
    asked = scope.ask("coverage_calendar")
    with card(question, "Whatever time is chosen above; days in UTC. Click one.", asked):
        chart(charts.calendar(asked.frame), question, scope, day_of)


def budget(scope: Scope) -> None:
    """What was left of the rate limit in the chosen time."""
    question = "How much of the rate limit was left after each run?"
    asked = scope.ask("budget", most=5_000)
    note = "Dots: requests left. Dashed: the limit. A click on a dot shows its run below."
    with card(question, note, asked):
        if asked.frame.empty:
            st.info("No run of this time noted its budget.", icon=":material/info:")
        else:
            picking(charts.budget(asked.frame, scope.period), question, _look_at)


def _look_at(point: Point) -> None:
    st.session_state[RUN] = point["run_id"]


def _forget() -> None:
    del st.session_state[RUN]


def faults(
    question: str, asked: Answer, columns: dict[str, Column], *, none: str, note: str
) -> None:
    """A table of what should not be, or the good news that it is not."""
    with card(question, note, asked):
        if asked.frame.empty:
            st.success(none, icon=":material/check:")
        else:
            table(asked.frame, columns)


def runs(scope: Scope) -> None:
    """The newest runs, failures of the last week first; those that went wrong, or one, alone."""
    only_wrong = bool(st.session_state.get(ONLY_WRONG, False))
    run = st.session_state.get(RUN, "")
    asked = scope.ask("runs", most=MOST, only_wrong=only_wrong, run=run)
    with card("Did the runs go well?", "Those that went wrong lately stand first.", asked):
        if run:
            st.button("The run that was clicked: show all", on_click=_forget)
        st.toggle("Only those that went wrong", key=ONLY_WRONG)
        if asked.frame.empty:
            st.success("None went wrong.", icon=":material/check:")
        else:
            table(asked.frame, RUNS)


def listings(scope: Scope) -> None:
    """How old the state is."""
    asked = scope.ask("listing_ages", most=MOST)
    with card("How old is what is known of the state?", "Tags, members, tokens ...", asked):
        if asked.frame.empty:
            st.info("No run has listed any state yet.", icon=":material/cloud_off:")
        else:
            table(asked.frame, LISTED)


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
faults(
    "Answered, but not verified",
    scope.ask("unverified", most=MOST),
    UNVERIFIED,
    none="Everything that was answered is verified.",
    note="Events may be missing in this time. Later runs try to verify it, and read it again where "
    "that is needed.",
)
budget(scope)
runs(scope)
listings(scope)
faults(
    "Does the log keep to its catalogue of actions?",
    scope.ask("catalogue_drift", most=MOST),
    DRIFT,
    none="Every action that was logged is in the catalogue, which has not changed.",
    note="Docker Hub logs some actions before it documents them.",
)
faults(
    "What could not be read?",
    scope.ask("rejected", most=MOST),
    REJECTED,
    none="Nothing was rejected.",
    note="Kept word for word; nothing else was held up by it.",
)
