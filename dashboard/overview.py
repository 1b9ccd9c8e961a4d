"""Overview: how much happened, where, by whom, and with what."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, palette
from dashboard.cards import card, chart, nothing, timeline
from dashboard.scope import Scope, shown

NUMBERS = {
    "pushes": ("Pushes", "Tags pushed."),
    "membership_changes": ("Membership changes", "Joined, left, invited, another role or team."),
    "token_events": ("Token events", "Uses of access tokens; their creation, change, deletion."),
    "people": ("People active", "Users who did something themselves, without an access token."),
}
FEW = 45  # bars that a small card can hold
LEADERS = (
    ("Which repositories saw most?", "top_repositories", "repository", palette.BLUE),
    ("Who did most themselves?", "top_people", "person", palette.ORANGE),
    ("Which tokens did most?", "top_tokens", "token", palette.GREEN),
)


def numbers(scope: Scope) -> None:
    """Four numbers, each with its way through the period and the change to the one before."""
    totals = scope.ask("numbers").iloc[0]
    pulse = scope.ask("pulse")
    comparable = bool(totals["comparable"])
    for place, (name, (label, explanation)) in zip(st.columns(4), NUMBERS.items(), strict=True):
        change = int(totals[name] - totals[f"{name}_before"])
        place.metric(
            label,
            f"{totals[name]:,}",
            f"{change:+,}" if comparable else None,
            delta_color="off",
            delta_description=f"to the {scope.period.length} before" if comparable else None,
            help=explanation,
            border=True,
            chart_data=pulse[name].tolist() if len(pulse) > 1 else None,
            chart_type="bar" if len(pulse) <= FEW else "area",
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
    palette.group_colours,
    kind="action_group",
    count="events",
)
leaders(scope)
st.page_link(
    "explorer.py",
    label=f"See every event: {scope.choice}",
    icon=":material/search:",
    query_params=scope.link,
)
