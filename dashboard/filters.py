"""The explorer's filters, each kept in the URL under its own name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.charts import DAYS
from dashboard.scope import Scope

BY = ("token", "person")
HOURS = [f"{hour}" for hour in range(24)]
WIDTH = 165  # pixels of a filter: two of them fit on a phone, six on a desk


def filters(scope: Scope) -> dict[str, Any]:
    """What was chosen, as the queries of the explorer want it."""
    offered = scope.ask("filter_choices").frame

    def choices(kind: str) -> list[str]:
        return offered.loc[offered["kind"] == kind, "choice"].tolist()

    place = st.container(horizontal=True)
    return {
        "groups": _several(place, "Group", "group", choices("group")),
        "actions": _several(place, "Action", "action", choices("action")),
        "user": _one(place, "User", "user", choices("user")),
        "token": _one(place, "Token", "token", choices("token")),
        "repository": _one(place, "Repository", "repository", choices("repository")),
        "tag": _words(place, "Tag", "tag"),
        "by": _one(place, "Done by", "by", BY, other=False),
        "weekday": _number(_one(place, "Weekday", "weekday", DAYS, other=False)),
        "hour": _one(place, "Hour, UTC", "hour", HOURS, other=False),
        "text": _words(place, "Text", "text"),
    }


def _several(place: Any, label: str, key: str, choices: list[str]) -> list[str]:
    chosen: list[str] = place.multiselect(
        label,
        choices,
        key=key,
        width=WIDTH,
        accept_new_options=True,
        placeholder="all",
        bind="query-params",
        on_change=first_page,
    )
    return chosen


def _one(place: Any, label: str, key: str, choices: Sequence[str], *, other: bool = True) -> str:
    """One of the choices; where `other` may be chosen too, whatever is typed."""
    chosen: str | None = place.selectbox(
        label,
        choices,
        index=None,
        key=key,
        width=WIDTH,
        accept_new_options=other,
        placeholder="all" if other else "any",
        bind="query-params",
        on_change=first_page,
    )
    return chosen or ""


def _number(weekday: str) -> str:
    return f"{DAYS.index(weekday) + 1}" if weekday else ""


def _words(place: Any, label: str, key: str) -> str:
    typed: str = place.text_input(
        label,
        key=key,
        width=WIDTH,
        placeholder="any",
        bind="query-params",
        on_change=first_page,
    )
    return typed.strip()


def first_page() -> None:
    """Go back to the newest events, as another filter does."""
    st.query_params.pop("from", None)
