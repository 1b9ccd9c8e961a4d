"""Collect the state that the events speak of: all of it but the repositories and their tags."""

from __future__ import annotations

from typing import Any

import orjson

from flows.survey import Survey, in_turns, quoted
from hub.errors import NotAllowed, NotThere
from hub.lists import ListPage
from hubtrail.names import is_path_part


def collect_members(survey: Survey) -> None:
    """Members and invitees, and their CSV export as a second witness where it is allowed."""
    hub, account = survey.hub, survey.account
    survey.keep("members", lambda page, _: hub.members(account, page))
    try:
        survey.keep("members_export", lambda _page, _rows: hub.members_export(account), paged=False)
    except (NotAllowed, NotThere) as problem:
        survey.notes.append(f"There is no second witness of the members. {problem}")


def collect_teams(survey: Survey) -> None:
    """Teams, and who is in each; of teams that are gone the members go too."""
    hub, account = survey.hub, survey.account
    survey.keep("teams", lambda page, _: hub.teams(account, page))
    for (key,) in survey.known("teams_gone"):
        survey.close("team_members", str(key))
    teams = survey.askable(
        survey.known("teams_open"), is_path_part, "the name of a team, so its members"
    )
    in_turns(survey, teams, _collect_team)


def _collect_team(survey: Survey, team: tuple[Any, ...]) -> None:
    name, key = team
    try:
        survey.keep(
            "team_members", lambda page, _: survey.hub.team_members(survey.account, name, page), key
        )
    except NotThere:
        survey.flawed(f"The team {name} was gone before its members could be read.")


def collect_invites(survey: Survey) -> None:
    """Invitations that are not answered yet."""
    survey.keep("invites", lambda _page, _rows: survey.hub.invites(survey.account), paged=False)


def collect_org_access_tokens(survey: Survey) -> None:
    """The organisation's access tokens, each with its resources, which only its own page tells."""

    def in_detail(page: int, _: int) -> ListPage:
        """A page of tokens, each as its own page tells it."""
        listed = survey.hub.org_access_tokens(survey.account, page)
        whole = [_in_detail(survey, entry) for entry in orjson.loads(listed.text)]
        return ListPage(orjson.dumps(whole), listed.rows, listed.count)

    survey.keep("org_access_tokens", in_detail)


def _in_detail(survey: Survey, entry: object) -> object:
    """The token with its resources; as listed where these cannot be read."""
    if not isinstance(entry, dict):
        return entry
    token = entry.get("id")
    if not is_path_part(token):
        survey.flawed(f"{quoted(token)} cannot be the id of a token: its resources were not read.")
        return entry
    try:
        told: object = orjson.loads(survey.hub.org_access_token(survey.account, token).text)[0]
    except NotThere:  # deleted since
        return entry
    if isinstance(told, dict) and told.get("id") == token:
        return told
    survey.flawed(f"Docker Hub answered with another token than {quoted(token)}.")
    return entry


def collect_personal_access_tokens(survey: Survey) -> None:
    """The personal access tokens of whoever signs in."""
    survey.keep(
        "personal_access_tokens",
        lambda page, _: survey.hub.personal_access_tokens(page),
        survey.settings.identifier,
    )


def collect_org_settings(survey: Survey) -> None:
    """The organisation's settings, one row."""
    survey.keep(
        "org_settings", lambda _page, _rows: survey.hub.org_settings(survey.account), paged=False
    )


def collect_scim_users(survey: Survey) -> None:
    """The users that an identity provider manages."""
    survey.keep("scim_users", lambda _, rows: survey.hub.scim_users(rows + 1))
