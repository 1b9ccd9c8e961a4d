"""The first two days: the organisation is founded, and people and images move in."""

from __future__ import annotations

from collections.abc import Iterable

from hub.story import governance as gov
from hub.story.images import create_repository, push, set_immutable
from hub.story.membership import SCIM, add_member, create_team, join_team
from hub.story.organisation import (
    HOUR,
    MINUTE,
    SECOND,
    Hand,
    Organisation,
    Repository,
    Tale,
)
from hub.story.people import ACCOUNT, AUDITOR, CAST, DOMAIN, OWNER, TEAMS, Person
from hub.story.repositories import NAMES, RETIRED, old_releases

BY_OWNER = Hand(OWNER)
ORGANISATION_TOKENS = ("fleet", "data", "web", "quality", "security")  # the others: a robot's own


def found(org: Organisation, at: int, people: dict[str, Person]) -> Tale:
    """Create the organisation, its teams and plan, sign-on, and the first two owners."""
    yield at
    org.note(at, "org.create", ACCOUNT, BY_OWNER, {}, f"created the organization {ACCOUNT}")
    for place, (name, description) in enumerate(TEAMS.items()):
        create_team(org, at + place * SECOND, name, description, BY_OWNER)
    for username in (OWNER, AUDITOR):
        people[username].role = "Owner"
        add_member(org, at + MINUTE, people[username], BY_OWNER)
        join_team(org, at + MINUTE, people[username], "owners", BY_OWNER)
    data = {"plan": "business", "cycle": "annual"}
    org.note(at, "billing.plan.upgrade", ACCOUNT, BY_OWNER, data, "upgraded the plan to business")
    gov.add_seats(org, at + 2 * MINUTE, 130, BY_OWNER)
    gov.add_domain(org, at + 5 * MINUTE, DOMAIN, BY_OWNER)
    yield (at := at + 20 * MINUTE)
    gov.verify_domain(org, at, DOMAIN, BY_OWNER)
    data = {"connection": "acme-idp", "type": "SAML"}
    said = "created the SSO connection acme-idp"
    org.note(at, "enterprise.sso.connection.create", ACCOUNT, BY_OWNER, data, said)
    gov.toggle(org, at + MINUTE, "scim", BY_OWNER, on=True)
    gov.toggle(org, at + MINUTE, "auto-provisioning", BY_OWNER, on=True)


def move_in(org: Organisation, at: int, people: Iterable[Person]) -> Tale:
    """Provision everybody who is there from the beginning, some in one millisecond."""
    for person in people:
        yield (at := at + org.rng.choice((0, 1, 7, 20)) * SECOND)
        hire(org, at, person)


def hire(org: Organisation, at: int, person: Person) -> None:
    """Take an employee in through SCIM; rather more than half of them will push by hand."""
    add_member(org, at, person, SCIM)
    named = any(person.username == username for username, *_ in CAST)
    if named or org.rng.random() < 0.55:
        hand = Hand(person.username)
        if named or org.rng.random() < 0.5:
            hand = gov.create_personal_token(org, at, f"{person.username}-laptop", person.username)
        org.hands[person.username] = hand
        org.at_work[person.zone].append(hand)


def bring_machines(org: Organisation, at: int, robots: Iterable[Person]) -> Tale:
    """Add the robots' accounts, and make the tokens of pipelines, readers and the first owner."""
    yield at
    for robot in robots:
        if robot.username not in org.members:
            add_member(org, at, robot, BY_OWNER)
    for purpose in (*NAMES, *ROBOT_TOKENS):
        renew(org, at, purpose)
    gov.create_personal_token(org, at, "hubtrail", AUDITOR)
    gov.create_personal_token(org, at, "old-notebook", OWNER)
    org.at_work["europe"].append(gov.create_personal_token(org, at, "notebook", OWNER))
    reading = ("activity", "member", "invite", "group")
    scopes = gov.organisation_scopes(*(f"scope-{what}-read" for what in reading))
    yield at + HOUR
    gov.create_organisation_token(org, at + HOUR, "hubtrail", [scopes], BY_OWNER, days=400)


ROBOT_TOKENS = {
    "release": ("release-pipeline", "acmerelease"),
    "nightly": ("nightly", "acmenightly"),
    "janitor": ("tag-retention", "acmejanitor"),
}


def renew(org: Organisation, at: int, purpose: str) -> Hand | None:
    """Give a pipeline (by team or purpose) a new token; the old hand, if any, is handed back."""
    old = org.hands.get(purpose)
    if purpose in ORGANISATION_TOKENS:
        resources = [
            gov.repository_scopes(name.rstrip("+!"), "repo-pull", "repo-push")
            for name in NAMES[purpose].split()
        ]
        org.hands[purpose] = gov.create_organisation_token(
            org, at, f"ci-{purpose}", resources, BY_OWNER, days=120
        )
    else:
        label, owner = ROBOT_TOKENS.get(purpose, (f"ci-{purpose}", "acmeci"))
        org.hands[purpose] = gov.create_personal_token(org, at, label, owner)
    return old


def bring_images(org: Organisation, at: int, planned: Iterable[Repository]) -> Tale:
    """Create repositories one after the other and push what had been released before."""
    for repository in planned:
        yield (at := at + 2 * MINUTE)
        open_repository(org, at, repository)


def open_repository(org: Organisation, at: int, repository: Repository) -> None:
    """Create a repository and push its releases so far."""
    create_repository(org, at, repository, BY_OWNER)
    digest = ""
    for place, tag in enumerate(old_releases(repository)):
        digest = digest if tag == "latest" else f"sha256:{org.rng.getrandbits(256):064x}"
        push(org, at + 2 * place * SECOND, repository, tag, digest, org.hands["release"])
    if repository.machines_only and repository.name not in RETIRED:
        set_immutable(org, at + 2 * SECOND, repository, BY_OWNER, immutable=True)
