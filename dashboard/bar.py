"""The bar above every screen: which organisation, which time, how fresh and how complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.freshness import Freshness, Remark, remarks
from dashboard.period import CHOICES, CHOSEN, DEFAULT, period
from dashboard.published import answer, newest_snapshot
from dashboard.scope import Scope
from dashboard.wording import esc

LOOK_EVERY = 10  # seconds; a run publishes at most that often


def choose(title: str, snapshot: Path, accounts: list[str]) -> Scope:
    """Draw the bar, and give what was chosen in it; it stays chosen from screen to screen."""
    now = datetime.now(UTC)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="stretch")
        with st.container(horizontal=True, width=350):
            account = _one_of(accounts, "Organisation", "account", accounts[0], width=180)
            choice = _one_of(CHOICES, "Time", "period", DEFAULT, width=150)
        days = _days(now) if choice == CHOSEN else ()
    fresh = freshness(snapshot, account)
    span = period(choice, now, fresh.oldest, days)
    scope = Scope(snapshot, account, choice, days, span, fresh, now)
    # Not bound to the widgets: a click in the navigation would empty the URL and them.
    st.query_params.update(scope.link)
    strip(scope, st.context.theme.type)
    return scope


def _one_of(options: Sequence[str], label: str, name: str, default: str, *, width: int) -> str:
    """What was chosen, at first what the link asked for, else `default`."""
    # Kept beside the widget, which forgets when another screen is opened before this one is drawn.
    kept = st.session_state.get(name, st.query_params.get(name))
    key = f"{name} in the bar"
    if key not in st.session_state:
        st.session_state[key] = kept if kept in options else default
    chosen = st.selectbox(label, options, key=key, width=width, label_visibility="collapsed")
    st.session_state[name] = chosen
    return chosen


def days_of(asked: list[str], today: date) -> tuple[date, date]:
    """The first and the last day that a link names, none after today; today where it names none."""
    try:
        days = sorted(min(date.fromisoformat(each), today) for each in asked)
    except ValueError:
        days = []
    return (days[0], days[-1]) if days else (today, today)


def freshness(snapshot: Path, account: str) -> Freshness:
    """What the snapshot says of the organisation, which must be one that was read."""
    said = answer(snapshot, "freshness", {"account": account}).frame.iloc[0]
    known: dict[str, Any] = {
        str(name): None if pd.isna(value) else value for name, value in said.items()
    }
    return Freshness(**known)


@st.fragment(run_every=LOOK_EVERY)
def strip(scope: Scope, theme: str | None) -> None:
    """The few words on freshness; starts the page over for a newer snapshot or another theme."""
    if newest_snapshot() != scope.snapshot or st.context.theme.type != theme:
        st.rerun()
    said = remarks(scope.fresh, scope.unread, scope.unverified, _now())
    st.markdown(" · ".join(_coloured(each) for each in said))


def _coloured(remark: Remark) -> str:
    return f":orange-badge[⚠ {esc(remark.text)}]" if remark.wrong else f":gray[{esc(remark.text)}]"


def _days(now: datetime) -> tuple[date, ...]:
    if "days in the bar" not in st.session_state:
        asked = days_of(st.query_params.get_all("days"), now.date())
        st.session_state["days in the bar"] = st.session_state.get("days", asked)
    chosen = st.date_input(
        "Days, UTC",
        max_value=now.date(),
        format="YYYY-MM-DD",
        key="days in the bar",
        width=240,
        label_visibility="collapsed",
    )
    st.session_state["days"] = chosen
    # While somebody is choosing the last day, there is only the first.
    return tuple(chosen) if isinstance(chosen, tuple) else (chosen,)


def _now() -> datetime:
    return datetime.now(UTC)
