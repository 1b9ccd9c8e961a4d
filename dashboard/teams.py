"""The teams on a day, and who was in them."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard.cards import card, leading
from dashboard.scope import Scope

COLUMNS = {
    "team": st.column_config.TextColumn("team", pinned=True),
    "people": st.column_config.NumberColumn("people", width=70),
    "owners": st.column_config.NumberColumn("owners", width=70),
    "members": st.column_config.ListColumn("who", width="large"),
}


def teams(scope: Scope, at: datetime, question: str) -> None:
    """A row for each team that somebody was in at that time."""
    asked = scope.ask("members_on", moment=at.isoformat())
    with card(question, "Teams with somebody in them. Click a name for its events.", asked):
        if asked.frame["teams"].map(len).sum():
            leading(scope, question, by_team(asked.frame), COLUMNS)
        else:
            st.info("Nobody was in a team, as far as is known.", icon=":material/groups:")


def by_team(people: pd.DataFrame) -> pd.DataFrame:
    """team, people, owners, members: from one row a person to one row a team, the largest first."""
    each = people.explode("teams").dropna(subset="teams")
    each["owner"] = each["role"].map(lambda roles: "Owner" in roles)
    grouped = each.groupby("teams").agg(
        people=("member", "size"), owners=("owner", "sum"), members=("member", list)
    )
    return grouped.rename_axis("team").reset_index().sort_values("people", ascending=False)
