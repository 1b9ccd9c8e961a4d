"""Tokens: which access tokens were used, when, by whom and on what."""

from __future__ import annotations

import streamlit as st

from dashboard import palette
from dashboard.cards import NUMBER, listing, time_column, timeline
from dashboard.scope import shown

MOST = 500
COLUMNS = {
    "token_label": st.column_config.TextColumn("token", pinned=True),
    "users": "used by",
    "uses": NUMBER | {"label": "uses in this time"},
    "first_seen": time_column("first seen, UTC"),
    "last_used": time_column("last used, UTC"),
    "deleted": time_column("deleted, UTC"),
    "repositories": st.column_config.ListColumn("repositories", width="large"),
    "token_id": "token id",
}
LIFE = ["org.access_token.create", "org.access_token.update", "org.access_token.delete"]

scope = shown()
timeline(
    scope,
    f"Which tokens were at work each {scope.period.bucket}?",
    scope.ask("token_events"),
    lambda frame: palette.ranked_colours(frame, "token"),
    kind="token",
    count="events",
    meant=lambda token: {"token": token, "by": "token"},
)
listing(
    scope,
    "Which tokens have been seen, and what did they touch?",
    scope.ask("tokens_seen", most=MOST),
    COLUMNS,
    what="tokens",
    note="Of all time that was collected. The log shows a token when something is done with it; "
    "that a member created a personal token is not logged.",
    caption=f"The {MOST} seen last at most.",
)
st.page_link(
    "explorer.py",
    label="See what was done to the organisation's access tokens",
    icon=":material/search:",
    query_params=scope.link | {"action": LIFE},
)
