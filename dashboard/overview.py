"""Overview: how much happened, where, by whom, and with what."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard import charts, palette
from dashboard.cards import card, chart, nothing, show_sql, timeline
from dashboard.door import asks_in_sql
from dashboard.leading import FILTERS, Filters, Point
from dashboard.scope import Scope, shown


class Number(NamedTuple):
    """One of the four: its column, what it counts, and the filters that mean its rows."""

    name: str
    label: str
    explanation: str
    filters: Filters


MEMBERSHIP = [
    "org.member.add",
    "org.member.remove",
    "org.member.removed",
    "org.member.role.change",
    "org.member.invite.send",
    "org.team.member.add",
    "org.team.member.remove",
    "org.team.member.invite",
]
NUMBERS = (
    Number("pushes", "Pushes", "Tags pushed.", {"action": "repo.tag.push"}),
    Number(
        "membership_changes",
        "Membership changes",
        "Joined, left, invited, another role or team.",
        {"action": MEMBERSHIP},
    ),
    Number(
        "token_events",
        "Token events",
        "Uses of access tokens; their creation, change, deletion.",
        {"by": "token"},
    ),
    Number(
        "people",
        "People active",
        "Users who did something themselves, without an access token.",
        {"by": "person"},
    ),
)
FEW = 45  # bars that a small card can hold
LEADERS: tuple[tuple[str, str, str, str, Filters], ...] = (
    ("Which repositories saw most?", "top_repositories", "repository", palette.BLUE, {}),
    ("Who did most themselves?", "top_people", "person", palette.ORANGE, {"by": "person"}),
    ("Which tokens did most?", "top_tokens", "token", palette.GREEN, {}),
)


def numbers(scope: Scope) -> None:
    """Four numbers, each with its way through the period and the change to the one before."""
    totals, pulse = scope.ask("numbers"), scope.ask("pulse")
    for place, number in zip(st.columns(4), NUMBERS, strict=True):
        with place.container(border=True, height="stretch"):
            metric(scope, number, totals.frame.iloc[0], pulse.frame[number.name])
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    "explorer.py",
                    label="See them",
                    icon=":material/search:",
                    query_params=scope.link | number.filters,
                    width="stretch",
                )
                if asks_in_sql():
                    show_sql((totals, pulse))


def metric(scope: Scope, number: Number, totals: pd.Series[Any], pulse: pd.Series[Any]) -> None:
    """One number of the period, and the change where the period before was read too."""
    change = int(totals[number.name] - totals[f"{number.name}_before"])
    comparable = bool(totals["comparable"])
    st.metric(
        number.label,
        f"{totals[number.name]:,}",
        (f"{change:+,}" if change else "as many") if comparable else None,
        delta_color="off",
        delta_arrow="auto" if change else "off",
        delta_description=_before(scope, change) if comparable else None,
        help=number.explanation,
        chart_data=pulse.tolist() if len(pulse) > 1 else None,
        chart_type="bar" if len(pulse) <= FEW else "area",
    )


def _before(scope: Scope, change: int) -> str:
    return f"{'to' if change else 'as in'} the {scope.period.length} before"


def leaders(scope: Scope) -> None:
    """The busiest repositories, people and tokens, apart."""
    for place, (question, name, column, colour, fixed) in zip(st.columns(3), LEADERS, strict=True):
        asked = scope.ask(name)
        with place, card(question, "Click a bar for its events.", asked):
            if asked.frame.empty:
                nothing(scope, "events")
            else:
                drawn = charts.ranking(asked.frame, column, "events", colour)
                meant = partial(_of_name, column, fixed)
                chart(drawn, question, scope, meant)


def _of_name(column: str, fixed: Filters, point: Point) -> Filters:
    return fixed | {FILTERS[column]: point[column]}


scope = shown()
numbers(scope)
timeline(
    scope,
    f"How much happened each {scope.period.bucket}?",
    scope.ask("events_by_group"),
    palette.group_colours,
    kind="action_group",
    count="events",
    meant=lambda group: {"group": group},
    height=190,
)
leaders(scope)
st.page_link(
    "explorer.py",
    label=f"See every event: {scope.choice}",
    icon=":material/search:",
    query_params=scope.link,
)
