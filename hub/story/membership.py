"""Members, teams and invites: each function changes the organisation and notes the event.

Events about somebody carry their username as `name` (openapi.yaml, parameter `name`). What their
`data` holds nobody has published (behaviour.md 1.5); it is guessed here, strings only.
"""

from __future__ import annotations

from hub.story.organisation import Hand, Invite, Organisation, Team
from hub.story.people import ACCOUNT, Person

SCIM = Hand("scim-provisioning")


def create_team(org: Organisation, at: int, name: str, description: str, by: Hand) -> None:
    """Found a team without members."""
    org.teams[name] = Team(name, description, org.number(), org.key())
    data = {"team": name, "description": description}
    org.note(at, "org.team.create", ACCOUNT, by, data, f"created the team {name}")


def describe_team(org: Organisation, at: int, name: str, description: str, by: Hand) -> None:
    """Change a team's description; Docker Hub says so without saying what."""
    org.teams[name].description = description
    org.note(at, "org.team.update", ACCOUNT, by, None, f"updated the team {name}")


def delete_team(org: Organisation, at: int, name: str, by: Hand) -> None:
    """Dissolve a team; its members leave it first."""
    for username in list(org.teams[name].members):
        leave_team(org, at, org.people[username], name, by)
    del org.teams[name]
    org.note(at, "org.team.delete", ACCOUNT, by, {"team": name}, f"deleted the team {name}")


def join_team(org: Organisation, at: int, person: Person, team: str, by: Hand) -> None:
    """Put a member into a team; nothing happens where they are in it already."""
    if person.username in org.teams[team].members:
        return
    org.teams[team].members.append(person.username)
    data = {"team": team, "username": person.username}
    said = f"added {person.username} to the team {team}"
    org.note(at, "org.team.member.add", person.username, by, data, said)


def leave_team(org: Organisation, at: int, person: Person, team: str, by: Hand) -> None:
    """Take a member out of a team."""
    org.teams[team].members.remove(person.username)
    data = {"team": team, "username": person.username}
    said = f"removed {person.username} from the team {team}"
    org.note(at, "org.team.member.remove", person.username, by, data, said)


def add_member(org: Organisation, at: int, person: Person, by: Hand) -> None:
    """Take somebody in, with the role that they have; a waiting invitation of theirs is used up."""
    person.joined_at = person.seen_at = max(at, org.clock)
    org.people[person.username] = org.members[person.username] = person
    org.invites.pop(person.email, None)
    if by is SCIM:
        org.provisioned[person.username] = True
    data = {"username": person.username, "email": person.email, "role": person.role.lower()}
    said = f"added {person.username} to the organization"
    org.note(at, "org.member.add", person.username, by, data, said)
    join_team(org, at, person, person.team, by)


def remove_member(org: Organisation, at: int, person: Person, by: Hand) -> None:
    """Let somebody go: out of all teams, then out of the organisation. Their tokens stay."""
    for team in org.teams.values():
        if person.username in team.members:
            leave_team(org, at, person, team.name, by)
    del org.members[person.username]
    if person.username in org.provisioned:
        org.provisioned[person.username] = False
    rest(org, person)
    data = {"username": person.username, "email": person.email}
    said = f"removed {person.username} from the organization"
    org.note(at, "org.member.remove", person.username, by, data, said)


def rest(org: Organisation, person: Person) -> None:
    """From now on this person pushes nothing by hand."""
    at_work = org.at_work[person.zone]
    at_work[:] = [hand for hand in at_work if hand.user != person.username]


def change_role(org: Organisation, at: int, person: Person, role: str, by: Hand) -> None:
    """Give a member another role (Owner, Editor, Member); owners are the team `owners`, too."""
    data = {"username": person.username, "role": role.lower(), "old_role": person.role.lower()}
    said = f"changed the role of {person.username} from {person.role} to {role}"
    was, person.role = person.role, role
    org.note(at, "org.member.role.change", person.username, by, data, said)
    if role == "Owner":
        join_team(org, at, person, "owners", by)
    elif was == "Owner":
        leave_team(org, at, person, "owners", by)


def invite(org: Organisation, at: int, invitee: str, team: str, by: Hand) -> None:
    """Invite somebody by e-mail address or Docker ID into a team; the invitation waits."""
    role = "Owner" if team == "owners" else "Member"
    org.invites[invitee] = Invite(org.key(), invitee, by.user, team, role, max(at, org.clock))
    data = {"invitee": invitee, "team": team, "role": role.lower()}
    said = f"invited {invitee} to the team {team}"
    org.note(at, "org.member.invite.send", invitee, by, data, said)
