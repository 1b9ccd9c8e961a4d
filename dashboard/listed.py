"""What the listings of the state are worth: how old they are, what was not allowed, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import palette
from dashboard.cards import card, leading, pills, time_column
from dashboard.freshness import STALE_AFTER, WENT_WRONG, Remark
from dashboard.scope import Scope
from dashboard.wording import esc, lasting

MOST = 500
MOST_JUDGED = 100_000  # pushes; what they did to tags takes seconds to judge from here on
COLUMNS = {
    "seen_at": time_column("seen, UTC"),
    "change": pills("change", palette.CONTRADICTIONS),
    "thing": "what",
    "before": "before",
    "after": "after",
    "not_before": time_column("not before, UTC"),
    "resource": "listing",
    "why": st.column_config.TextColumn("why it is odd", width="large"),
}

Known = Any  # the one row of queries/dashboard/listed.sql


def known(scope: Scope, resource: str, moment: datetime | None = None) -> Known:
    """When `resource` was listed, and last whole before `moment`; how the last run over it ended.

    A row with first_at, last_at, before_at (each NaT where never), times, reason, run_state, error.
    """
    asked = scope.ask("listed", resource=resource, moment=(moment or scope.now).isoformat())
    return asked.frame.iloc[0]


def remark(name: str, one: Known, now: datetime) -> Remark:
    """How old the listing called `name` is, or why there is none and what would help."""
    if pd.isna(one["last_at"]):
        why = one["error"] or one["reason"] or "No run has listed them yet: hubtrail ingest does."
        return Remark(f"{name}: {_lacking(one)}. {why}", wrong=True)
    age = now - one["last_at"]
    said = f"{name} listed {lasting(age)} ago"
    if one["run_state"] in WENT_WRONG | {"partial"}:
        return Remark(f"{said}; the run since then brought less. {one['error']}", wrong=True)
    return Remark(said, age > 24 * STALE_AFTER)


def _lacking(one: Known) -> str:
    if one["times"]:
        return "read in part only"
    return "not permitted" if one["run_state"] == "not permitted" else "not collected"


def witnesses(scope: Scope, names: Mapping[str, str]) -> Mapping[str, Known]:
    """Say of each listing how old it is or why it lacks; give what is known of each."""
    found = {resource: known(scope, resource) for resource in names}
    remarks = [remark(name, found[resource], scope.now) for resource, name in names.items()]
    fine = " · ".join(esc(each.text) for each in remarks if not each.wrong)
    if fine:
        st.caption(fine)
    wrong = "  \n".join(esc(each.text) for each in remarks if each.wrong)
    if wrong:
        st.warning(wrong, icon=":material/cloud_off:")
    return found


def unexplained(
    scope: Scope, question: str, resources: Sequence[str], since: datetime | None = None
) -> None:
    """A card with what listings of `resources` show and no event tells, or the other way round.

    Of all time, or of what was seen and told `since` then.
    """
    times = max(known(scope, resource)["times"] for resource in resources)
    note = "Judged where all events are collected that could explain it."
    if not times:  # without a listing nothing can contradict the events, however many there are
        with card(question, note):
            st.info("Not judged yet: nothing was listed.", icon=":material/hourglass_empty:")
        return
    from_time = since.isoformat() if since else ""
    asked = scope.ask("unexplained", resources=list(resources), from_time=from_time, most=MOST)
    with card(question, note, asked):
        if not asked.frame.empty:
            leading(scope, question, asked.frame, COLUMNS)
        elif times > 1:
            st.success("Nothing: listings and events agree.", icon=":material/check:")
        else:
            st.info(
                "Not judged yet: that takes two listings, and the events between them.",
                icon=":material/hourglass_empty:",
            )


def tags_unexplained(scope: Scope) -> None:
    """Where pushes and listings contradict each other in the period; many, only when wanted."""
    question = "Which tags do pushes and listings tell differently?"
    pushes = int(scope.ask("numbers").frame["pushes"].iloc[0])
    if pushes > MOST_JUDGED and not st.toggle(
        f"Judge tags too: {pushes:,} pushes are read, which takes a while", key="judged"
    ):
        return
    unexplained(scope, question, ("tags",), scope.period.since)
