"""From a bar, a cell or a number to its rows: the explorer with the filters that mean them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from dashboard.charts import CLICKED
from dashboard.period import CHOSEN
from dashboard.scope import Scope

LED = "led to the explorer"
OTHERS = "all others"
# What a cell of a column means as a filter; a cut digest or a member is looked for in the text.
FILTERS = {
    "repository": "repository",
    "tag": "tag",
    "actor_user": "user",
    "person": "user",
    "token": "token",
    "token_label": "token",
    "token_id": "token",
    "action": "action",
    "action_group": "group",
    "member": "text",
    "name": "text",
    "digest": "text",
    "digest_before": "text",
}
SEVERAL = {"group", "action"}  # filters that take several values
NAMES = {*FILTERS.values(), "by", "weekday", "hour"}

Point = Mapping[str, Any]
Row = Any  # of a frame
Filters = dict[str, Any]


def follow(title: str) -> None:
    """Go from the screen of that title to the rows of what was clicked, if something was."""
    target = st.session_state.pop(LED, None)
    if target is None:
        return
    if title == "Explorer":  # its filters are set already, and write themselves into the URL
        st.query_params.pop("from", None)
    else:
        st.switch_page("explorer.py", query_params=target)


def at_click(key: str, picked: Callable[[Point], None]) -> Callable[[], None]:
    """What to do when something in the chart `key` is clicked: hand it to `picked`."""

    def clicked() -> None:
        points = st.session_state[key]["selection"].get(CLICKED)
        if points:
            picked(points[0])

    return clicked


def at_cell(
    scope: Scope, key: str, values: Any, also: Callable[[Row], Filters]
) -> Callable[[], None]:
    """The same for a cell of the table `key`, whose true `values` stand in a frame.

    Its row may mean more: `also`.
    """

    def clicked() -> None:
        for place, column in st.session_state[key]["selection"].get("cells", []):
            value = values[column].iloc[place]
            if column in FILTERS and isinstance(value, str) and value:
                lead(scope, also(values.iloc[place]) | {FILTERS[column]: value})

    return clicked


def lead(scope: Scope, filters: Filters) -> None:
    """Let the next run show the explorer with these filters; `days` among them narrow the time."""
    wanted = {name: value for name, value in filters.items() if value not in ("", None, OTHERS)}
    if "days" in wanted:
        first, last = wanted["days"]
        st.session_state["period"] = st.session_state["period in the bar"] = CHOSEN
        st.session_state["days"] = st.session_state["days in the bar"] = (first, last)
        wanted |= {"period": CHOSEN, "days": [f"{first}", f"{last}"]}
    for name in wanted.keys() & st.session_state.keys() & NAMES:
        st.session_state[name] = [wanted[name]] if name in SEVERAL else wanted[name]
    st.session_state[LED] = scope.link | wanted


def bucket_of(scope: Scope, point: Point) -> Filters:
    """The days, and the hour, of the bar that was clicked."""
    return stretch(scope.period.bucket, moment_of(point["bucket"]))


def stretch(bucket: str, start: datetime) -> Filters:
    """The filters that mean the hour, day or month that begins at `start`, in UTC."""
    day = start.date()
    if bucket == "month":
        last = monthrange(day.year, day.month)[1]
        return {"days": (day.replace(day=1), day.replace(day=last))}
    hour = {"hour": f"{start.hour}"} if bucket == "hour" else {}
    return {"days": (day, day), **hour}


def moment_of(value: float | str) -> datetime:
    """A time as a chart's selection says it: milliseconds since 1970, or ISO 8601."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    return datetime.fromtimestamp(value / 1_000, UTC)


def day_of(point: Point) -> Filters:
    """The day of the square that was clicked."""
    day: date = moment_of(point["day"]).date()
    return {"days": (day, day)}
