"""Pushes: of which repositories, at which hours, and which tags they moved."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, palette
from dashboard.cards import TIME, card, chart, listing, nothing, pills, timeline
from dashboard.scope import Scope, shown

MOST = 200
COLUMNS = {
    "event_time": TIME,
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
    frame = scope.ask("push_hours")
    with card(question, "Hours in UTC; a stronger colour is more pushes."):
        if frame["pushes"].sum():
            chart(charts.week(frame), question)
        else:
            nothing(scope, "pushes")


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
    )
with right:
    by_hour(scope)
listing(
    scope,
    "Which tags were pushed last, and did they move?",
    scope.ask("newest_pushes", most=MOST),
    COLUMNS,
    what="pushes",
    note="New: the first push of the tag, as far as collected. Moved: the tag had another digest "
    "before. Same: it had this digest already.",
    caption=f"The newest {MOST} at most; the explorer has them all.",
)
st.page_link(
    "explorer.py",
    label="See every push",
    icon=":material/search:",
    query_params=scope.link | {"action": "repo.tag.push"},
)
