"""The organisation as Docker Hub's API would answer for it, in openapi.yaml's shapes.

Where the real service is otherwise, the records follow it (behaviour.md sections 6 to 8). What no
event tells, like pulls and sizes, is worked out of digests and numbers, so that the same state
always gives the same records.
"""

from __future__ import annotations

from hub.lookalike.world import Record
from hub.story.organisation import DAY, HOUR, Invite, Organisation, Team, Token
from hub.story.people import ACCOUNT, DOMAIN, Person

SCIM_ADDRESS = "https://hub.docker.com/v2/scim/2.0"


def when(org: Organisation, at: int | None) -> str | None:
    """A moment as state carries it: microseconds and Z."""
    return None if at is None else org.stamp(at).replace("Z", "000Z")


def member(org: Organisation, person: Person) -> Record:
    """An `org_member`; one in seven was never seen since insights were switched on."""
    record = user(org, person) | {
        "role": person.role,
        "groups": [team.name for team in org.teams.values() if person.username in team.members],
        "is_guest": person.guest,
        "primary_email": person.email,
    }
    if person.number % 7:
        seen = min(org.clock, person.seen_at + person.number % (3 * DAY))
        record["last_seen_at"] = when(org, seen)
        record["last_logged_in_at"] = when(org, max(person.joined_at, seen - person.number % DAY))
        record["last_desktop_version"] = f"4.{40 + person.number % 9}.0"
    return record


def user(org: Organisation, person: Person) -> Record:
    """A `user` with an e-mail address."""
    return {
        "id": person.key,
        "company": person.company,
        "date_joined": when(org, person.joined_at - person.number % 2_000 * DAY),
        "full_name": person.full_name,
        "gravatar_email": "",
        "gravatar_url": "",
        "location": person.zone.capitalize(),
        "profile_url": "",
        "type": "User",
        "username": person.username,
        "email": person.email,
    }


def invitee(waiting: Invite) -> Record:
    """An invited person as the list of members shows them: no username, no id (section 7)."""
    return {
        "email": waiting.invitee,
        "role": "Invitee",
        "groups": [waiting.team],
        "is_guest": not waiting.invitee.endswith(f"@{DOMAIN}"),
    }


def invite(org: Organisation, waiting: Invite) -> Record:
    """An `invite`, with the role that newer answers carry."""
    return {
        "id": waiting.key,
        "inviter_username": waiting.inviter,
        "invitee": waiting.invitee,
        "org": ACCOUNT,
        "team": waiting.team,
        "role": waiting.role,
        "created_at": when(org, waiting.created_at),
    }


def team(each: Team) -> Record:
    """An `org_group`."""
    return {
        "id": each.number,
        "uuid": each.key,
        "name": each.name,
        "description": each.description,
        "member_count": len(each.members),
    }


def organisation_token(org: Organisation, token: Token) -> Record:
    """An `orgAccessToken` with its resources; what has expired is no longer active."""
    expired = token.expires_at is not None and token.expires_at < org.clock
    return {
        "id": token.key,
        "label": token.label,
        "created_by": token.created_by,
        "is_active": token.active and not expired,
        "created_at": when(org, token.created_at),
        "expires_at": when(org, token.expires_at),
        "last_used_at": when(org, token.used_at),
        "resources": token.resources,
    }


def personal_token(org: Organisation, token: Token) -> Record:
    """An `accessToken` as lists give it: never with its value."""
    return {
        "uuid": token.key,
        "client_id": "HUB",
        "creator_ip": "198.51.100.7",
        "creator_ua": "Mozilla/5.0",
        "created_at": when(org, token.created_at),
        "last_used": when(org, token.used_at),
        "generated_by": "manual",
        "is_active": token.active,
        "token": "",
        "token_label": token.label,
        "scopes": ["repo:read", "repo:write"],
        "expires_at": when(org, token.expires_at),
    }


def scim_user(org: Organisation, person: Person, *, active: bool) -> Record:
    """A `scim_user`; its id is the account's UUID."""
    key = "-".join(
        (person.key[:8], person.key[8:12], person.key[12:16], person.key[16:20], person.key[20:])
    )
    given, family = person.full_name.rsplit(" ", 1)
    created = person.joined_at // HOUR * HOUR
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": key,
        "userName": person.email,
        "name": {"givenName": given, "familyName": family},
        "displayName": person.username,
        "active": active,
        "emails": [{"value": person.email, "display": person.email, "primary": True}],
        "groups": [
            {"value": team.name, "display": team.name}
            for team in org.teams.values()
            if person.username in team.members
        ],
        "meta": {
            "resourceType": "User",
            "location": f"{SCIM_ADDRESS}/Users/{key}",
            "created": when(org, created),
            "lastModified": when(org, max(created, person.seen_at)),
        },
    }
