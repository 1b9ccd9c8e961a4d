"""Members: who had access on a day, what is different since another, who waits, who is a guest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import palette
from dashboard.cards import card, leading, listing, nothing, pills, time_column, timeline
from dashboard.freshness import Remark
from dashboard.kinds import among, pick
from dashboard.listed import Known, known, unexplained, witnesses
from dashboard.provisioned import provisioned
from dashboard.scope import Scope, shown
from dashboard.spreadsheet import downloads
from dashboard.teams import teams
from dashboard.wording import day, esc, moment

MOST = 500
EVERYBODY = "Everybody"
KINDS = {"Owners": "Owner", "Editors": "Editor", "Guests": "Guest"}
ACTIONS = {
    "added": ["org.member.add", "org.team.member.add"],
    "joined": ["org.member.add"],
    "invited": ["org.member.invite.send", "org.team.member.invite"],
    "invitation ended": ["org.member.invite.send", "org.team.member.invite"],
    "role changed": ["org.member.role.change"],
    "removed": ["org.member.remove", "org.member.removed", "org.team.member.remove"],
}
MEMBERS = {
    "member": st.column_config.TextColumn("member", pinned=True),
    "teams": st.column_config.ListColumn("teams"),
    "since": time_column("member since, UTC"),
    "full_name": "name",
    "last_seen_at": time_column("last seen, UTC"),
    "email": "e-mail",
    "source": "known by",
}
DIFFERENT = {
    "change": pills("change", palette.DIFFERENCES),
    "member": "member",
    "before": "before",
    "after": "after",
}
CHANGES = {
    "event_time": time_column(),
    "change": pills("change", palette.CHANGES),
    "member": "member",
    "team": "team",
    "role_before": "role before",
    "role": "role",
    "actor_user": "by",
    "source": "known by",
    "action_description": "in Docker Hub's words",
}
INVITES = {
    "age": pills("waits", palette.WAITING),
    "name": "invited",
    "role": "as",
    "team": "to team",
    "person": "by",
    "created_at": time_column("since, UTC"),
}


def days(scope: Scope) -> tuple[datetime, datetime]:
    """The ends of the day to look at and of the one to compare it with; neither is after now."""
    today = scope.now.date()
    with st.container(horizontal=True):
        chosen = (
            _day("As of", "on", today, today),
            _day("Compared with", "against", today - timedelta(days=30), today),
        )
    at, other = (datetime.combine(each, time(), UTC) + timedelta(days=1) for each in chosen)
    return min(at, scope.minute), min(other, scope.minute)


def _day(label: str, key: str, at_first: date, today: date) -> date:
    chosen: date | None = st.date_input(
        label,
        at_first,
        max_value=today,
        format="YYYY-MM-DD",
        key=key,
        bind="query-params",
        width=150,
    )
    return chosen or at_first


def access(scope: Scope, at: datetime) -> None:
    """Everybody who was in the organisation at that time, or the owners or guests of them."""
    asked = scope.ask("members_on", moment=at.isoformat())
    question = (
        f"Who had access at the end of {_named(at)}?" if _past(scope, at) else "Who has access?"
    )
    note = "The day ends at midnight UTC. Click a name for its events."
    with card(question, note, asked):
        by_what(scope, at, known(scope, "members", at))
        if asked.frame.empty:
            nothing(scope, "members")
            return
        kinds = {name: among(asked.frame, "role", role) for name, role in KINDS.items()}
        frame = pick("show", {EVERYBODY: asked.frame} | kinds)
        roles = palette.with_others(palette.ROLES, (each for row in frame["role"] for each in row))
        columns = {"member": MEMBERS["member"], "role": pills("role", roles, 130)} | MEMBERS
        leading(scope, question, frame, columns)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Everybody, to take away:", width="stretch")
            taken = partial(scope.download, "members_on", moment=at.isoformat())
            downloads(taken, f"{scope.account}-members-{_last(at)}", "All.")


def by_what(scope: Scope, at: datetime, listed: Known) -> None:
    """What the answer rests on, and what it may lack."""
    said = _resting(scope, at, listed)
    if said.wrong:
        st.warning(esc(said.text), icon=":material/rule:")
    else:
        st.caption(esc(said.text))


def _resting(scope: Scope, at: datetime, listed: Known) -> Remark:
    first, before = listed["first_at"], listed["before_at"]
    if pd.notna(before):
        lacking = _incomplete(scope, before, at)
        listing = f"By the listing of {moment(before, scope.now)} and the events since."
        return Remark(f"{listing}{lacking}", bool(lacking))
    lacking = _lacking(scope, at)
    if pd.notna(first):
        lacking = lacking or _incomplete(scope, at, first)
        back = f"Worked back by events from the first listing, of {moment(first, scope.now)}."
        return Remark(f"{back}{lacking}", bool(lacking))
    alone = "By events alone, as members were never listed: whoever they do not name is missing."
    return Remark(f"{alone}{lacking}", wrong=True)


def _lacking(scope: Scope, at: datetime) -> str:
    """What is not known of the events from `at` on because they are older than complete time."""
    whole = scope.fresh.complete_since
    if whole is None:
        return " No events are verified yet, so some may be missing."
    return f" Not all events before {day(whole)} are collected." if at < whole else ""


def _incomplete(scope: Scope, since: datetime, until: datetime) -> str:
    """Whether events between the listing and the day may be missing."""
    between = {"since": since.isoformat(), "until": until.isoformat()}
    if scope.ask("uncollected", **between).frame.empty:
        return ""
    return " Some of the events between may be missing: not all of that time is read and verified."


def differences(scope: Scope, earlier: datetime, later: datetime) -> None:
    """Who came, left or changed between the two days."""
    asked = scope.ask("members_compared", earlier=earlier.isoformat(), moment=later.isoformat())
    question = f"What changed between {_named(earlier)} and {_named(later)}?"
    with card(question, "From the end of the one day to the end of the other.", asked):
        if asked.frame.empty:
            st.info("Nobody came, left or changed.", icon=":material/check:")
        else:
            leading(scope, question, asked.frame, DIFFERENT)


def invites(scope: Scope, listed: Known) -> None:
    """Invitations that nobody has answered yet, by age."""
    asked = scope.ask("waiting_invites", most=MOST)
    question = "Which invitations wait, and for how long?"
    with card(question, "As last listed, the oldest first.", asked):
        if not asked.frame.empty:
            leading(scope, question, asked.frame, INVITES)
        elif pd.isna(listed["last_at"]):
            st.warning("Not collected: see above.", icon=":material/cloud_off:")
        else:
            st.success("No invitation waits.", icon=":material/check:")


def _past(scope: Scope, at: datetime) -> bool:
    return at < scope.minute


def _last(at: datetime) -> date:
    """The day that ends at that time, or in which it lies."""
    return (at - timedelta(microseconds=1)).date()


def _named(at: datetime) -> str:
    return day(at - timedelta(microseconds=1))


scope = shown()
at, other = days(scope)
listings = witnesses(scope, {"members": "Members", "teams": "Teams", "invites": "Invitations"})
left, right = st.columns(2)
with left:
    access(scope, at)
with right:
    differences(scope, *sorted((at, other)))
    teams(scope, at, "Who was in which team?" if _past(scope, at) else "Who is in which team?")
unexplained(
    scope,
    "What of people and teams do no events explain?",
    ("members", "members_export", "teams", "team_members"),
)
left, right = st.columns([3, 2])
with left:
    timeline(
        scope,
        f"How many people came, went or changed place each {scope.period.bucket}?",
        scope.ask("membership_over_time"),
        lambda frame: palette.present(palette.CHANGES, frame["change"]),
        kind="change",
        count="changes",
        meant=lambda change: {"action": ACTIONS[change]},
        height=430,
    )
with right:
    invites(scope, listings["invites"])
provisioned(scope)
listing(
    scope,
    "Who changed, and who changed it?",
    scope.ask("newest_membership_changes", most=MOST),
    CHANGES,
    what="membership changes",
    note="Of the organisation and of its teams.",
    caption=f"The newest {MOST} at most; the explorer has them all.",
)
st.page_link(
    "explorer.py",
    label="See everything that happened to the organisation",
    icon=":material/search:",
    query_params=scope.link | {"group": "org"},
)
