"""Security: what protects the organisation as it stands, and each change with before and after."""

from __future__ import annotations

import streamlit as st

from dashboard import palette
from dashboard.cards import card, leading, listing, pills, time_column, timeline
from dashboard.leading import Filters
from dashboard.listed import tags_unexplained, unexplained, witnesses
from dashboard.scope import Scope, shown

MOST = 1_000
AREA = pills("area", palette.AREAS)
STANDS = {
    "area": AREA,
    "thing": "what",
    "stands": "stands",
    "since": time_column("since, UTC"),
    "actor_user": "by",
}
CHANGES = {
    "event_time": time_column(),
    "area": AREA,
    "thing": "what",
    "before": st.column_config.TextColumn("before", width=150),
    "after": st.column_config.TextColumn("after", width=150),
    "actor_user": "by",
    "source": "known by",
    "action_description": "in Docker Hub's words",
}


def stands(scope: Scope) -> None:
    """Everything that protects the organisation, by its newest change or listing."""
    question = "How do things stand?"
    asked = scope.ask("protection_stands", areas=list(palette.AREAS), most=MOST)
    note = (
        "By the newest event or listing of each thing. Missing is what neither changed since the "
        "log begins nor is listed."
    )
    with card(question, note, asked):
        if asked.frame.empty:
            st.info("Nothing is known of it yet.", icon=":material/info:")
        else:
            leading(scope, question, asked.frame, STANDS)


def changes_over_time(scope: Scope) -> None:
    """How often each area changed, a bar of which leads to its events."""
    asked = scope.ask("protection_over_time")

    def meant(area: str) -> Filters:
        """The actions that the area had."""
        lists = asked.frame.loc[asked.frame["area"] == area, "actions"]
        return {"action": sorted({action for actions in lists for action in actions})}

    timeline(
        scope,
        f"How often did protection change each {scope.period.bucket}?",
        asked,
        lambda frame: palette.present(palette.AREAS, frame["area"]),
        kind="area",
        count="changes",
        meant=meant,
        height=330,
    )


scope = shown()
witnesses(scope, {"org_settings": "Settings", "repositories": "Repositories"})
listing(
    scope,
    "What changed, from what to what, and who did it?",
    scope.ask("protection_changes", most=MOST),
    CHANGES,
    what="changes of what protects the organisation",
    note="Sign-on, domains, registries, policies, roles, settings and repositories' locks, by "
    "events and listings. Before: what the event before said, where one was collected.",
    caption=f"The newest {MOST:,} at most.",
)
left, right = st.columns(2)
with left:
    stands(scope)
with right:
    changes_over_time(scope)
unexplained(
    scope,
    "What of settings, tokens and repositories do no events explain?",
    ("org_settings", "org_access_tokens", "repositories"),
)
tags_unexplained(scope)
