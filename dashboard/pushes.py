"""Pushes: of which repositories, at which hours, and which tags they moved."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, palette
from dashboard.cards import card, chart, listing, nothing, pills, time_column, timeline
from dashboard.leading import Filters, Point
from dashboard.scope import Scope, shown
from dashboard.tag_lives import time_machine

MOST = 200
PUSHES = {"action": "repo.tag.push"}
COLUMNS = {
    "event_time": time_column(),
    "effect": pills("tag is", palette.EFFECTS),
    "repository": "repository",
    "tag": "tag",
    "actor_user": "by",
    "token_label": "with token",
    "digest": "digest",
    "digest_before": "digest before",
}


def by_hour(scope: Scope) -> None:
    """Pushes by hour of the day and day of the week."""
    question = "When in the week are tags pushed?"
    asked = scope.ask("push_hours")
    with card(question, "Hours in UTC; a stronger colour is more. Click one.", asked):
        if asked.frame["pushes"].sum():
            chart(charts.week(asked.frame), question, scope, hour_of)
        else:
            nothing(scope, "pushes")


def hour_of(point: Point) -> Filters:
    """The pushes of the hour of the week that was clicked."""
    weekday = charts.DAYS[int(point["weekday"]) - 1]
    return PUSHES | {"weekday": weekday, "hour": f"{int(point['hour'])}"}


scope = shown()
left, right = st.columns([3, 2])
with left:
    timeline(
        scope,
        f"How many pushes each {scope.period.bucket}, and to what?",
        scope.ask("pushes_by_repository"),
        lambda frame: palette.ranked_colours(frame, "repository"),
        kind="repository",
        count="pushes",
        meant=lambda repository: PUSHES | {"repository": repository},
    )
with right:
    by_hour(scope)
listing(
    scope,
    "Which tags were pushed last, and did they move?",
    scope.ask("newest_pushes", most=MOST),
    COLUMNS,
    what="pushes",
    fixed=PUSHES,
    note="New: the first push of the tag, as far as collected. Moved: the tag had another digest "
    "before. Same: it had this digest already.",
    caption=f"The newest {MOST} at most; the explorer has them all.",
)
time_machine(scope)
st.page_link(
    "explorer.py",
    label="See every push",
    icon=":material/search:",
    query_params=scope.link | PUSHES,
)
