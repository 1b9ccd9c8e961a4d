"""The door: lets in who may look, says to all others in a sentence why not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard.access import (
    Role,
    WayIn,
    holds,
    providers,
    role_of,
    told_by_proxy,
    told_by_sign_in,
    way_in,
)
from dashboard.wording import esc
from hubtrail.settings import Settings


def sign_in() -> Mapping[str, Any]:
    """What Streamlit's secrets.toml says of st.login; empty where it says nothing."""
    if not st.secrets.load_if_toml_exists():
        return {}
    auth: Mapping[str, Any] = st.secrets.get("auth", {})
    return auth


def admit(settings: Settings) -> None:
    """Let the visitor in as viewer or analyst; nothing more is drawn for anybody else.

    Raises `BadSettings` as `way_in` does.
    """
    st.session_state["role"] = _admitted(settings)


def asks_in_sql() -> bool:
    """Whether the visitor is an analyst, who sees SQL."""
    return st.session_state.get("role") is Role.ANALYST


def _admitted(settings: Settings) -> Role:
    auth = sign_in()
    way = way_in(settings, auth, st.get_option("server.address"), _asked_for())
    if way is WayIn.OPEN:
        return Role.ANALYST
    if way is WayIn.PROXY:
        vouched = told_by_proxy(st.context.headers.get_all, settings)
        return _role(vouched, settings, "Nobody said who you are")
    if not holds(st.user, time.time()):
        _ask_to_sign_in(auth)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button("Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:")
    return _role(told_by_sign_in(st.user), settings, "Your sign-in vouches for no e-mail address")


def _asked_for() -> str | None:
    """The name by which the browser reaches this: another site's that was pointed here is none."""
    return urlsplit(f"//{st.context.headers.get('Host', 'localhost')}").hostname


def _role(email: str, settings: Settings, nobody: str) -> Role:
    role = role_of(email, settings)
    if role is None:
        who = f"{email} may not look" if email else nobody
        st.error(f"{esc(who)}. Ask whoever runs this dashboard.", icon=":material/lock:")
        st.stop()
    return role


def _ask_to_sign_in(auth: Mapping[str, Any]) -> None:
    st.title("Hubtrail", anchor=False)
    for name in providers(auth):
        label = f"Sign in with {name}" if name else "Sign in"
        st.button(esc(label), on_click=st.login, args=(name or None,), type="primary")
    st.stop()
