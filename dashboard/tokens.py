"""Tokens: which there are, whose, what each may do and did, and which want a look."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import charts, palette
from dashboard.cards import NUMBER, card, leading, nothing, picking, pills, time_column, timeline
from dashboard.kinds import among, let_pick, pick
from dashboard.leading import Filters, Point, Row
from dashboard.listed import witnesses
from dashboard.published import Answer
from dashboard.scope import Scope, shown
from dashboard.spreadsheet import downloads
from dashboard.wording import counted

MOST = 5_000
LIVE = "all that live"
AGES = (
    "in the last 7 days",
    "7 to 29 days ago",
    "30 to 89 days ago",
    "90 to 364 days ago",
    "a year ago or more",
    "never, as far as is known",
)
COLUMNS = {
    "token_label": st.column_config.TextColumn("token", pinned=True),
    "remarks": pills("worth a look", palette.REMARKS, 300),
    "person": "owner",
    "owner_now": pills("is now", palette.OWNERS, 80),
    "kind": pills("kind", palette.TOKENS),
    "last_used_at": time_column("last used, UTC"),
    "expires_at": time_column("expires, UTC") | {"width": 145},
    "scopes": st.column_config.ListColumn("may do", width="medium"),
    "pushes": NUMBER | {"label": "pushes"},
    "repositories": st.column_config.ListColumn("touched", width="medium"),
    "created_at": time_column("created, UTC"),
    "gone_at": time_column("deleted, UTC"),
    "source": "known by",
    "token_id": "token id",
}
LIFE = ["org.access_token.create", "org.access_token.update", "org.access_token.delete"]


def inventory(scope: Scope, asked: Answer) -> None:
    """Every token that is known, by what is worth a look and by its last use."""
    question = "Which tokens are there, and which want a look?"
    note = (
        "Docker Hub lists the organisation's tokens, and the personal ones of whom Hubtrail signs "
        "in as. All others are inferred from what was done with them: whether those still exist "
        "nobody tells. Click a token for its events."
    )
    with card(question, note, asked):
        if asked.frame.empty:
            nothing(scope, "tokens")
            return
        frame = chosen(asked.frame)
        leading(scope, question, frame, COLUMNS, _its_days)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{counted(len(frame), 'token')} shown. All:", width="stretch")
            taken = partial(scope.download, "tokens_known", most=MOST)
            downloads(taken, f"{scope.account}-tokens", f"{MOST:,} at most.")


def chosen(frame: pd.DataFrame) -> pd.DataFrame:
    """Those that the reader asks for: by what is worth a look, and by their last use."""
    found = {name: among(frame, "remarks", name) for name in palette.REMARKS}
    some = {name: rows for name, rows in found.items() if len(rows)}
    picked = pick("look", {LIVE: _live(frame)} | some)
    used = st.selectbox(
        "Last used",
        AGES,
        index=None,
        key="used",
        bind="query-params",
        placeholder="last used at any time",
        label_visibility="collapsed",
        width=250,
    )
    return picked[picked["used"] == used] if used else picked


def _live(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["gone_at"].isna()]


def _its_days(row: Row) -> Filters:
    """The days on which anything was done with or to a token: the chosen time may lack them."""
    times = row[["created_at", "first_push_at", "last_used_at", "gone_at"]].dropna()
    return {} if times.empty else {"days": (times.min().date(), times.max().date())}


def ageing(asked: Answer) -> None:
    """How many of the living tokens were used how long ago; a click shows those."""
    question = "When were the living tokens last used?"
    with card(question, "A click shows those tokens in the table.", asked):
        ages = _live(asked.frame)["used"].value_counts()
        counts = [(age, int(ages.get(age, 0))) for age in AGES]
        drawn = charts.ranking(pd.DataFrame(counts, columns=["used", "tokens"]), "used", "tokens")
        picking(drawn, question, _look_at)


def _look_at(point: Point) -> None:
    let_pick("look", LIVE)
    st.session_state["used"] = point["used"]


scope = shown()
witnesses(
    scope,
    {
        "org_access_tokens": "The organisation's tokens",
        "personal_access_tokens": "Personal tokens",
        "members": "Members",
    },
)
known = scope.ask("tokens_known", most=MOST)
inventory(scope, known)
left, right = st.columns([3, 2])
with left:
    timeline(
        scope,
        f"Which tokens were at work each {scope.period.bucket}?",
        scope.ask("token_events"),
        lambda frame: palette.ranked_colours(frame, "token"),
        kind="token",
        count="events",
        meant=lambda token: {"token": token, "by": "token"},
    )
with right:
    ageing(known)
st.page_link(
    "explorer.py",
    label="See what was done to the organisation's access tokens",
    icon=":material/search:",
    query_params=scope.link | {"action": LIFE},
)
