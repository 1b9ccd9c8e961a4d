"""The bar above every screen: which organisation, which time, how fresh and how complete."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from dashboard.freshness import Freshness, Remark, remarks
from dashboard.period import CHOICES, CHOSEN, DEFAULT, period
from dashboard.published import answer, newest_snapshot
from dashboard.scope import Scope
from dashboard.wording import esc

LOOK_EVERY = 10  # seconds; a run publishes at most that often


def choose(title: str, snapshot: Path, accounts: list[str]) -> Scope:
    """Draw the bar, and give what was chosen in it."""
    now = datetime.now(UTC)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False, width="stretch")
        with st.container(horizontal=True, width=350):
            account = st.selectbox(
                "Organisation", accounts, key="account", bind="query-params", width=180
            )
            choice = st.selectbox(
                "Time",
                CHOICES,
                index=CHOICES.index(DEFAULT),
                key="period",
                bind="query-params",
                width=150,
            )
        days = _days(now) if choice == CHOSEN else ()
    fresh = freshness(snapshot, account)
    span = period(choice, now, fresh.oldest, days)
    scope = Scope(snapshot, account, choice, days, span, fresh, now)
    strip(scope)
    return scope


def freshness(snapshot: Path, account: str) -> Freshness:
    """What the snapshot says of the organisation, which must be one that was read."""
    said = answer(snapshot, "freshness", {"account": account}).iloc[0]
    return Freshness(**{str(name): value for name, value in said.items()})


@st.fragment(run_every=LOOK_EVERY)
def strip(scope: Scope) -> None:
    """The few words on freshness; starts the page over once there is a newer snapshot."""
    if newest_snapshot() != scope.snapshot:
        st.rerun()
    unread = float(scope.unread["seconds"].sum())
    st.markdown(" · ".join(_coloured(each) for each in remarks(scope.fresh, unread, _now())))


def _coloured(remark: Remark) -> str:
    return f":orange-badge[⚠ {esc(remark.text)}]" if remark.wrong else f":gray[{esc(remark.text)}]"


def _days(now: datetime) -> tuple[date, ...]:
    chosen = st.date_input(
        "Days, UTC",
        value=(now.date(), now.date()),
        max_value=now.date(),
        format="YYYY-MM-DD",
        key="days",
        bind="query-params",
        width=240,
    )
    return tuple(chosen) if isinstance(chosen, tuple) else (chosen,)


def _now() -> datetime:
    return datetime.now(UTC)
