"""Members, their export, invites and teams: `openapi.yaml` /v2/orgs, behaviour.md section 7."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.habits import Habits
from hub.lookalike.paging import page_of
from hub.lookalike.refusals import not_found, reply, told
from hub.lookalike.world import Record, World

ORG = "/v2/orgs/{org_name}"
COLUMNS = ("Name", "Username", "Email", "Type", "Role", "Permission", "Teams", "Date Joined")
CHOICES = {"type": ("all", "invitee", "member"), "role": ("owner", "editor", "member")}
MEMBER_ONLY = {"role", "groups", "is_guest", "primary_email"}  # not told of a team's members
SEARCHED = ("username", "full_name", "email")


class People:
    """Answers for the members, invites and teams of one world."""

    def __init__(self, world: World, bearers: Bearers, habits: Habits) -> None:
        """Keep what to answer from."""
        self._world, self._bearers, self._habits = world, bearers, habits

    def routes(self) -> list[Route]:
        """The routes."""
        route, read_groups = self._bearers.route, "scope-group-read"
        return [
            route(ORG + "/members", self._members, scope="scope-member-read"),
            route(ORG + "/members/export", self._export, scope="scope-member-read", owners=True),
            route(ORG + "/invites", self._invites, scope="scope-invite-read", owners=True),
            route(ORG + "/groups", self._teams, scope=read_groups),
            route(ORG + "/groups/{group_name}", self._team, scope=read_groups),
            route(ORG + "/groups/{group_name}/members", self._team_members, scope=read_groups),
        ]

    def _members(self, request: Request) -> Response:
        asked = request.query_params
        _check_choices(asked)
        kind = asked.get("type", "all" if asked.get("invites") == "true" else "member")
        shown = [
            member
            for member in _searched(self._world.members, asked)
            if kind in ("all", "invitee" if _invited(member) else "member")
            and asked.get("role") in (None, member["role"].lower())
        ]
        return reply(page_of(request, self._habits, shown))

    def _export(self, _request: Request) -> Response:
        text = io.StringIO()
        lines = csv.DictWriter(text, COLUMNS)
        lines.writeheader()
        lines.writerows(_csv_row(member) for member in self._world.members)
        name = f"{self._world.account}-members-{int(time.time())}.csv"
        headers = {"content-disposition": f'attachment;filename="{name}"'}
        return Response(text.getvalue(), headers=headers, media_type="text/csv")

    def _invites(self, _request: Request) -> Response:
        return reply({"data": self._world.invites})

    def _teams(self, request: Request) -> Response:
        asked = request.query_params
        shown = [
            self._counted(name)
            for name in sorted(self._world.teams)
            if asked.get("search", "") in name
            and ("username" not in asked or asked["username"] in self._in_team(name))
        ]
        return reply(page_of(request, self._habits, shown))

    def _team(self, request: Request) -> Response:
        return reply(self._counted(self._known(request)))

    def _team_members(self, request: Request) -> Response:
        usernames = self._in_team(self._known(request))
        people = [_person(m) for m in self._world.members if m.get("username") in usernames]
        shown = _searched(people, request.query_params)
        return reply(page_of(request, self._habits, shown))

    def _known(self, request: Request) -> str:
        name: str = request.path_params["group_name"]
        if name not in self._world.teams:
            raise not_found()
        return name

    def _in_team(self, name: str) -> list[str]:
        return self._world.team_members.get(name, [])

    def _counted(self, name: str) -> Record:
        return {**self._world.teams[name], "member_count": len(self._in_team(name))}


def _check_choices(asked: Mapping[str, str]) -> None:
    for key, choices in CHOICES.items():
        if key in asked and asked[key] not in choices:
            raise told(400, "bad request", **{key: f"must be one of {', '.join(choices)}"})


def _searched(people: Iterable[Record], asked: Mapping[str, str]) -> list[Record]:
    term = asked.get("search", "").lower()
    return [p for p in people if any(term in (p.get(key) or "").lower() for key in SEARCHED)]


def _invited(member: Record) -> bool:
    return bool(member["role"] == "Invitee")


def _person(member: Record) -> Record:
    kept = {key: value for key, value in member.items() if key not in MEMBER_ONLY}
    return {key: value for key, value in kept.items() if not key.startswith("last_")}


def _csv_row(member: Record) -> Record:
    return {
        "Name": member.get("full_name"),
        "Username": member.get("username"),
        "Email": member.get("email"),
        "Type": "Invitee" if _invited(member) else "User",
        "Role": member["role"],
        "Permission": "Owner" if member["role"] == "Owner" else "Member",
        "Teams": ", ".join(member.get("groups") or []),
        "Date Joined": _go_time(member.get("date_joined") or ""),
    }


def _go_time(moment: str) -> str:
    """`2020-01-01T15:00:51Z` as the export writes it: `2020-01-01 15:00:51 +0000 UTC`."""
    return moment.replace("T", " ").replace("Z", " +0000 UTC")
