"""Members: who joined, left, was invited or got another role or team."""

from __future__ import annotations

import streamlit as st

from dashboard import palette
from dashboard.cards import listing, pills, time_column, timeline
from dashboard.scope import shown

MOST = 500
ACTIONS = {
    "added": ["org.member.add", "org.team.member.add"],
    "invited": ["org.member.invite.send", "org.team.member.invite"],
    "role changed": ["org.member.role.change"],
    "removed": ["org.member.remove", "org.member.removed", "org.team.member.remove"],
}
COLUMNS = {
    "event_time": time_column(),
    "change": pills("change", palette.CHANGES),
    "member": "member",
    "team": "team",
    "role": "role",
    "actor_user": "by",
    "action_description": "in Docker Hub's words",
}

scope = shown()
timeline(
    scope,
    f"How many people came, went or changed place each {scope.period.bucket}?",
    scope.ask("membership_over_time"),
    lambda frame: palette.present(palette.CHANGES, frame["change"]),
    kind="change",
    count="changes",
    meant=lambda change: {"action": ACTIONS[change]},
)
listing(
    scope,
    "Who changed, and who changed it?",
    scope.ask("newest_membership_changes", most=MOST),
    COLUMNS,
    what="membership changes",
    note="Of the organisation and of its teams.",
    caption=f"The newest {MOST} at most; the explorer has them all.",
)
st.page_link(
    "explorer.py",
    label="See everything that happened to the organisation",
    icon=":material/search:",
    query_params=scope.link | {"group": "org"},
)
