"""Explorer: every event, filtered by what the URL says, to read, to send and to take away."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import palette
from dashboard.cards import TIME, card, table, timeline
from dashboard.scope import Scope, shown
from dashboard.spreadsheet import MOST_ROWS, as_csv, as_json_lines
from dashboard.wording import counted

FILES = (
    ("CSV", as_csv, "csv", "Texts that a spreadsheet would compute get a ' ahead."),
    ("JSON lines", as_json_lines, "jsonl", "To the letter."),
)
STEP, MOST_SHOWN = 200, 5_000
COLUMNS = {
    "event_time": TIME | {"label": "time, UTC"},
    "action": "action",
    "name": "name",
    "tag": "tag",
    "actor_user": "user",
    "token_label": "token",
    "action_description": st.column_config.TextColumn("in Docker Hub's words", width="large"),
}


def filters(scope: Scope) -> dict[str, Any]:
    """The filters, each kept in the URL under its own name."""
    offered = scope.ask("filter_choices")

    def choices(kind: str) -> list[str]:
        return offered.loc[offered["kind"] == kind, "choice"].tolist()

    first, second = st.columns(4), st.columns([1, 1, 2])
    return {
        "groups": _several(first[0], "Group", "group", choices("group")),
        "actions": _several(first[1], "Action", "action", choices("action")),
        "user": _one(first[2], "User", "user", choices("user")),
        "token": _one(first[3], "Token", "token", choices("token")),
        "repository": _one(second[0], "Repository", "repository", choices("repository")),
        "tag": _words(second[1], "Tag", "tag"),
        "text": _words(second[2], "Text", "text"),
    }


def _several(place: Any, label: str, key: str, choices: list[str]) -> list[str]:
    chosen: list[str] = place.multiselect(
        label, choices, key=key, accept_new_options=True, placeholder="all", bind="query-params"
    )
    return chosen


def _one(place: Any, label: str, key: str, choices: list[str]) -> str:
    chosen: str | None = place.selectbox(
        label,
        choices,
        index=None,
        key=key,
        accept_new_options=True,
        placeholder="all",
        bind="query-params",
    )
    return chosen or ""


def _words(place: Any, label: str, key: str) -> str:
    typed: str = place.text_input(label, key=key, placeholder="any", bind="query-params")
    return typed.strip()


def through_time(scope: Scope, chosen: dict[str, Any]) -> int:
    """A chart of what passes the filters; how many events that is."""
    frame = scope.ask("matching_by_group", **chosen)
    total = int(frame["events"].sum())
    timeline(
        scope,
        f"{counted(total, 'event')}: when?",
        frame,
        palette.group_colours,
        kind="action_group",
        count="events",
        height=200,
    )
    return total


def newest(scope: Scope, chosen: dict[str, Any], total: int) -> None:
    """The newest events that pass the filters; one that is clicked, in its own words."""
    most = st.session_state.setdefault("most", STEP)
    frame = scope.ask("matching_events", **chosen, most=most)
    with card("The newest events", "Click the box before an event to see all of it."):
        picked = table(frame, COLUMNS, on_select="rerun", selection_mode="single-row", key="events")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"The newest {len(frame):,} of {total:,}.", width="stretch")
            if len(frame) < min(total, MOST_SHOWN):
                st.button(f"Show {STEP} more", on_click=_more)
            downloads(scope, chosen, total)
    for place in picked["selection"]["rows"]:
        one(frame.iloc[place])


def _more() -> None:
    st.session_state["most"] = min(st.session_state["most"] + STEP, MOST_SHOWN)


def downloads(scope: Scope, chosen: dict[str, Any], total: int) -> None:
    """Two files of all that passes the filters, up to a stated number of rows."""
    cap = f"The newest {MOST_ROWS:,} of {total:,} events." if total > MOST_ROWS else "All of them."
    for label, write, ending, note in FILES:
        st.download_button(
            label,
            partial(_file, scope, chosen, write),
            file_name=f"{scope.account}-events.{ending}",
            mime=f"text/{ending}",
            help=f"{cap} {note}",
            icon=":material/download:",
            on_click="ignore",
        )


def _file(scope: Scope, chosen: dict[str, Any], write: Callable[[pa.Table], bytes]) -> bytes:
    return write(scope.download("matching_events", **chosen, most=MOST_ROWS))


def one(event: pd.Series[Any]) -> None:
    """All that an event says."""
    with card("All of the event"):
        said = {name: event[name] for name in event.index if pd.notna(event[name])}
        details = json.loads(said.pop("data", "null"))
        st.json({name: str(value) for name, value in said.items()} | {"data": details})


scope = shown()
chosen = filters(scope)
total = through_time(scope, chosen)
if total:
    newest(scope, chosen, total)
