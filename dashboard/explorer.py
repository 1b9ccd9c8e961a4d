"""Explorer: every event, filtered by what the URL says, to read, to send and to take away."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import palette
from dashboard.cards import card, table, time_column, timeline
from dashboard.filters import filters, first_page
from dashboard.leading import FILTERS, SEVERAL
from dashboard.published import Answer
from dashboard.scope import Scope, shown
from dashboard.spreadsheet import MOST_ROWS, downloads
from dashboard.wording import counted, own_clock

PAGE = 100
COLUMNS = {
    "event_time": time_column(),
    "action": "action",
    "name": "name",
    "tag": "tag",
    "actor_user": "user",
    "token_label": "token",
    "action_description": st.column_config.TextColumn("in Docker Hub's words", width="large"),
    "repository": "repository",
    "digest": "digest",
    "token_id": "token id",
    "action_group": "group",
    "actor": "actor",
    "data": "details",
    "first_seen_at": time_column("first read, UTC"),
    "event_key": "key",
}
AT_FIRST = list(COLUMNS)[:7]


def through_time(scope: Scope, chosen: dict[str, Any]) -> int:
    """A chart of what passes the filters; how many events that is."""
    asked = scope.ask("matching_by_group", **chosen)
    total = int(asked.frame["events"].sum())
    timeline(
        scope,
        f"{counted(total, 'event')}: when?",
        asked,
        palette.group_colours,
        kind="action_group",
        count="events",
        meant=lambda group: {"group": group},
        height=200,
    )
    return total


def newest(scope: Scope, chosen: dict[str, Any], total: int) -> None:
    """A page of the events that pass the filters; one that is ticked, in its own words."""
    start = dict(zip(("from_time", "from_key"), _page_start(), strict=True))
    asked = scope.ask("matching_events", **chosen, **start, most=PAGE + 1)
    frame = asked.frame.head(PAGE)
    note = "Tick an event to see all of it; click a name to see only what has it."
    with card("The newest events" if not start["from_time"] else "Events", note, asked):
        picked = table(
            frame,
            {name: COLUMNS[name] for name in columns()},
            on_select=partial(_add, frame),
            selection_mode=["single-row", "single-cell"],
            key="events",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            choose_columns()
            pages(scope, chosen | start, asked, total)
            cap = f"The newest {MOST_ROWS:,} of {total:,} events." if total > MOST_ROWS else "All."
            everything = {"from_time": "", "from_key": "", "most": MOST_ROWS}
            taken = partial(scope.download, "matching_events", **chosen, **everything)
            downloads(taken, f"{scope.account}-events", cap)
    for place in picked["selection"]["rows"]:
        one(frame.iloc[place])


def columns() -> list[str]:
    """The columns that the URL names, those of everybody's first look where it names none."""
    asked = st.session_state.get("columns", st.query_params.get_all("columns"))
    return [name for name in asked if name in COLUMNS] or AT_FIRST


def choose_columns() -> None:
    """Which columns to show; the choice goes into the URL."""
    with st.popover("Columns", icon=":material/view_column:"):
        st.pills(
            "Columns",
            list(COLUMNS),
            selection_mode="multi",
            default=AT_FIRST,
            key="columns",
            bind="query-params",
            label_visibility="collapsed",
        )


def pages(scope: Scope, about: dict[str, Any], asked: Answer, total: int) -> None:
    """Ways to older and newer events; the page's first event stands in the URL."""
    some = min(len(asked.frame), PAGE)
    st.caption(f"{some:,} of {total:,}, newest first", width="stretch")
    if about["from_time"]:
        st.button("Newest", on_click=first_page)
        st.button("Newer", on_click=_newer, args=(scope, about), icon=":material/chevron_left:")
    if len(asked.frame) > PAGE:
        st.button(
            "Older",
            on_click=_go_to,
            args=(asked.frame.iloc[PAGE],),
            icon=":material/chevron_right:",
        )


def _page_start() -> tuple[str, str]:
    time, _, key = st.query_params.get("from", "").partition("~")
    return (time, key) if key else ("", "")


def _go_to(event: pd.Series[Any]) -> None:
    st.query_params["from"] = f"{event['event_time'].isoformat()}~{event['event_key']}"


def _newer(scope: Scope, about: dict[str, Any]) -> None:
    before = scope.ask("matching_before", **about, most=PAGE).frame
    if len(before) < PAGE:
        first_page()
    else:
        _go_to(before.iloc[-1])


def _add(frame: pd.DataFrame) -> None:
    """Add what a click on a cell means to the filters."""
    for place, column in st.session_state["events"]["selection"].get("cells", []):
        name, value = FILTERS.get(column), frame[column].iloc[place]
        if name and isinstance(value, str) and value:
            st.session_state[name] = [value] if name in SEVERAL else value
            first_page()


def one(event: pd.Series[Any]) -> None:
    """All that an event says."""
    with card("All of the event"):
        said = {name: event[name] for name in event.index if pd.notna(event[name])}
        details = json.loads(said.pop("data", "null"))
        if st.context.timezone:
            own = own_clock(st.context.timezone, event["event_time"])
            here = event["event_time"].tz_convert(st.context.timezone)
            st.caption(f"{here:%Y-%m-%d %H:%M:%S} on your clock ({own})")
        st.json({name: str(value) for name, value in said.items()} | {"data": details})


scope = shown()
chosen = filters(scope)
total = through_time(scope, chosen)
if total:
    newest(scope, chosen, total)
