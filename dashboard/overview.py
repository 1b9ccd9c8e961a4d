"""Overview: how much happened, where, by whom, and with what."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.cards import card, chart, nothing, timeline
from dashboard.period import CHOICES
from dashboard.scope import Scope, shown

NUMBERS = {
    "pushes": ("Pushes", "Tags pushed."),
    "membership_changes": ("Membership changes", "Joined, left, invited, another role or team."),
    "token_events": ("Token events", "Uses of access tokens; their creation, change, deletion."),
    "people": ("People active", "Users who did something themselves, without an access token."),
}
LEADERS = (
    ("Which repositories saw most?", "top_repositories", "repository", charts.BLUE),
    ("Who did most themselves?", "top_people", "person", charts.ORANGE),
    ("Which tokens did most?", "top_tokens", "token", charts.GREEN),
)


def numbers(scope: Scope) -> None:
    """Four numbers, each with its way through the period and the change to the one before."""
    totals = scope.ask("numbers").iloc[0]
    pulse = scope.ask("pulse")
    for place, (name, (label, explanation)) in zip(st.columns(4), NUMBERS.items(), strict=True):
        change = int(totals[name] - totals[f"{name}_before"])
        place.metric(
            label,
            f"{totals[name]:,}",
            f"{change:+,}" if totals["comparable"] else None,
            delta_color="off",
            delta_description=f"to the {scope.period.length} before",
            help=explanation,
            border=True,
            chart_data=pulse[name].tolist() if len(pulse) > 1 else None,
            chart_type="bar",
        )


def leaders(scope: Scope) -> None:
    """The busiest repositories, people and tokens, apart."""
    for place, (question, name, column, colour) in zip(st.columns(3), LEADERS, strict=True):
        frame = scope.ask(name)
        with place, card(question):
            if frame.empty:
                nothing(scope, "events")
            else:
                chart(charts.ranking(frame, column, "events", colour), question)


scope = shown()
numbers(scope)
timeline(
    scope,
    f"How much happened each {scope.period.bucket}?",
    scope.ask("events_by_group"),
    charts.group_colours,
    kind="action_group",
    count="events",
)
leaders(scope)
st.page_link(
    "explorer.py",
    label=f"See every event: {CHOICES[scope.choice].lower()}",
    icon=":material/search:",
    query_params=scope.link,
)
