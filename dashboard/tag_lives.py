"""The tag time machine: what a tag pointed to, from when to when, and who moved it there."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.cards import card, chart, listing, nothing, time_column
from dashboard.charts import Drawn, legend
from dashboard.leading import Filters, Point, moment_of
from dashboard.palette import BLUE, ORANGE
from dashboard.scope import Scope
from dashboard.time_axis import FORMATS

MOST, MOST_DRAWN, MOST_PUSHES = 200, 15, 300
FATES = {"points there": BLUE, "moved on": ORANGE}


def time_machine(scope: Scope) -> None:
    """A repository and a tag to choose, the lives of the tag's digests drawn and listed."""
    question = "What did a tag point to, and when?"
    repository, tag = _chosen(scope)
    about = {"repository": repository, "tag": tag}
    reach = scope.ask("tag_reach", **about, most=MOST_PUSHES).frame["from_time"].iloc[0]
    asked = scope.ask("tag_lives", **about, from_time=reach, most=MOST)
    with card(question, "Of all time that was collected. Click a bar for its push.", asked):
        if asked.frame.empty:
            nothing(scope, "pushes of this tag")
            return
        chart(drawn(asked.frame.head(MOST_DRAWN)), question, scope, lambda life: about | _day(life))
    listing(
        scope,
        "Who moved it there?",
        asked,
        {
            "moved_at": time_column("since, UTC"),
            "live_until": time_column("until, UTC"),
            "days": st.column_config.NumberColumn("days", format="%.1f"),
            "digest": "digest",
            "actor_user": "by",
            "token_label": "with token",
            "source": st.column_config.TextColumn("told by", help="A push, a listing, or both."),
        },
        what="pushes of this tag",
        fixed=about,
        caption=f"The newest {MOST} at most, of the newest {MOST_PUSHES} pushes.",
    )


def drawn(frame: pd.DataFrame) -> Drawn:
    """A bar for each digest's life, the newest on top."""
    fate = frame["alive"].map({True: "points there", False: "moved on"})
    colours = alt.Scale(domain=list(FATES), range=list(FATES.values()))
    made: Drawn = (
        alt.Chart(frame.assign(fate=fate, row=range(len(frame))))
        .mark_bar(cornerRadius=3, cursor="pointer", height={"band": 0.7})
        .encode(
            x=alt.X(
                "moved_at:T",
                scale=alt.Scale(type="utc"),
                axis=alt.Axis(title=None, format=FORMATS["day"], labelOverlap=True),
            ),
            x2="shown_until:T",
            y=alt.Y("row:O", axis=alt.Axis(title=None, labelExpr=_digests(frame), ticks=False)),
            color=alt.Color("fate:N", scale=colours, legend=legend()),
            tooltip=[
                alt.Tooltip("digest:N"),
                alt.Tooltip("moved_at:T", timeUnit="utcyearmonthdatehoursminutes", title="since"),
                alt.Tooltip("days:Q", format=",.1f"),
                alt.Tooltip("actor_user:N", title="by"),
                alt.Tooltip("token_label:N", title="with token"),
            ],
        )
        .add_params(alt.selection_point(name="clicked", fields=["moved_at"], on="click"))
        .properties(height=alt.Step(24))
    )
    return made


def _digests(frame: pd.DataFrame) -> str:
    """A digest may come twice, each life with a bar of its own, so the labels are looked up."""
    names = [f"{digest}".removeprefix("sha256:")[:12] for digest in frame["digest"]]
    return f"{json.dumps(names)}[datum.value]"


def _day(life: Point) -> Filters:
    day = moment_of(life["moved_at"]).date()
    return {"days": (day, day)}


def _chosen(scope: Scope) -> tuple[str, str]:
    first, second = st.columns(2)
    repositories = scope.ask("pushed_repositories").frame["choice"].tolist()
    repository = _one(first, "Repository", "of", repositories)
    tags = scope.ask("pushed_tags", repository=repository).frame["choice"].tolist()
    return repository, _one(second, "Tag", "pointer", tags)


def _one(place: Any, label: str, key: str, offered: list[str]) -> str:
    chosen: str | None = place.selectbox(
        label,
        offered,
        index=None,
        key=key,
        accept_new_options=True,
        placeholder=offered[0] if offered else "none was pushed",
        bind="query-params",
    )
    return chosen or (offered[0] if offered else "")
