"""The ordinary year: joiners, leavers, moves, guests, tokens, settings, seats, leases."""

from __future__ import annotations

from collections.abc import Iterator

from hub.story import founding as begin
from hub.story import governance as gov
from hub.story import membership as people_of
from hub.story.founding import BY_OWNER
from hub.story.images import categorise, describe
from hub.story.organisation import DAY, HOUR, MINUTE, Hand, Organisation, Tale
from hub.story.people import ACCOUNT, DEVELOPING, Person, as_guests, crowd, robots
from hub.story.repositories import CATEGORIES, LATER, NAMES, plan
from hub.story.rhythm import weekday

FIRST_DAY, JOINERS, GUESTS, LEAVERS, MOVES = 74, 42, 8, 19, 14
BY_SECURITY = Hand("tomasreyl")


def workday(at: int) -> int:
    """The same time of day, on the next Monday where `at` falls on a weekend."""
    return at + max(0, 7 - weekday(at)) * DAY if weekday(at) > 4 else at


def tales(org: Organisation, start: int) -> Iterator[Tale]:
    """Everything that happens in the year that begins at `start`, incidents apart."""
    everybody = crowd(org.rng, FIRST_DAY + JOINERS + GUESTS)
    machines = robots(org.rng)
    first, later = everybody[:FIRST_DAY], everybody[FIRST_DAY:-GUESTS]
    names = {person.username: person for person in [*everybody, *machines]}
    repositories = plan(org)
    day = workday((start // DAY + 1) * DAY)
    yield begin.found(org, day + 7 * HOUR, names)
    yield begin.move_in(org, day + 8 * HOUR, first[1:])
    yield begin.bring_machines(org, day + 9 * HOUR, machines)
    present = [each for each in repositories if each.name not in LATER]
    yield begin.bring_images(org, day + 10 * HOUR, present)
    for person in later:
        yield joins(org, some_day(org, start, 10, 355), person)
    for person in org.rng.sample(first[12:], LEAVERS):
        yield leaves(org, some_day(org, start, 40, 360) + 9 * HOUR, person)
    for person in as_guests(everybody[-GUESTS:]):
        yield visits(org, some_day(org, start, 20, 340), person)
    for _ in range(MOVES):
        yield moves(org, some_day(org, start, 30, 350))
    for repository in repositories:
        if repository.name in LATER:
            yield begin.bring_images(org, some_day(org, start, 20, 330), [repository])
    for place, purpose in enumerate([*NAMES, *begin.ROBOT_TOKENS]):
        yield rotates(org, day + (60 + 4 * place) * DAY + 13 * HOUR, purpose)
    yield settles(org, day + DAY + 12 * HOUR)
    yield buys(org, day + 12 * HOUR)
    yield tidies(org, day + 14 * HOUR)
    yield borrows(org, day + 15 * HOUR)
    yield hacks(org, workday(day + 150 * DAY) + 8 * HOUR)


def some_day(org: Organisation, start: int, first: int, last: int) -> int:
    """A morning (UTC) of a working day between those two days of the year."""
    day = start // DAY + org.rng.randrange(first, last)
    return workday(day * DAY) + 8 * HOUR + org.rng.randrange(2 * HOUR)


def joins(org: Organisation, at: int, person: Person) -> Tale:
    """Somebody's first day; every third is in a second team from the second week on."""
    yield at
    begin.hire(org, at, person)
    second = org.rng.choice(DEVELOPING)
    if org.rng.random() < 0.33:
        yield (at := at + 8 * DAY)
        if person.username in org.members:
            people_of.join_team(org, at, person, second, BY_OWNER)


def leaves(org: Organisation, at: int, person: Person) -> Tale:
    """Somebody's last day: the identity provider takes them out."""
    yield at
    people_of.remove_member(org, at, person, people_of.SCIM)


def visits(org: Organisation, at: int, person: Person) -> Tale:
    """A guest is invited by e-mail; three in four accept, the others let it wait."""
    yield at
    people_of.invite(org, at, person.email, person.team, BY_OWNER)
    if org.rng.random() < 0.75:
        yield (at := at + org.rng.randrange(HOUR, 5 * DAY))
        people_of.add_member(org, at, person, Hand(person.username))


def moves(org: Organisation, at: int) -> Tale:
    """Somebody changes to another team."""
    yield at
    settled = [each for each in org.members.values() if each.team in DEVELOPING and not each.robot]
    person, team = org.rng.choice(settled), org.rng.choice(DEVELOPING)
    if person.team != team:
        people_of.leave_team(org, at, person, person.team, BY_OWNER)
        person.team = team
        people_of.join_team(org, at, person, team, BY_OWNER)


def rotates(org: Organisation, at: int, purpose: str) -> Tale:
    """A pipeline's token is replaced each 90 days; the old one goes after a day of both."""
    while True:
        yield at
        old = begin.renew(org, at, purpose)
        yield at + DAY
        if old and old.token and old.token.kind == "oat":
            gov.delete_organisation_token(org, at + DAY, old.token, BY_OWNER)
        elif old and old.token:
            gov.retire_personal_token(org, old.token)
        at += 90 * DAY


def settles(org: Organisation, at: int) -> Tale:
    """The second day and the weeks after: rules for sign-on, images, registries, roles."""
    yield at
    gov.toggle(org, at, "sso enforcement", BY_OWNER, on=True)
    gov.allow_registries(org, at, BY_OWNER, only_listed=True)
    for host in ("docker.io", "ghcr.io", "registry.acme-robotics.example"):
        yield (at := at + MINUTE)
        gov.add_registry(org, at, host, BY_OWNER)
    gov.restrict_images(org, at, BY_OWNER, enabled=True, allow_official_images=True)
    yield (at := at + 4 * MINUTE)
    gov.restrict_images(org, at, BY_OWNER, allow_verified_publishers=True)
    yield (at := workday(at + 6 * DAY))
    people_of.change_role(org, at, org.members["tomasreyl"], "Owner", BY_OWNER)
    gov.add_policy(org, at, "desktop-baseline", BY_SECURITY)
    yield (at := at + HOUR)
    gov.add_policy(org, at, "no-insecure-daemon", BY_SECURITY)
    yield (at := workday(at + 30 * DAY))
    gov.define_role(org, at, "release-manager", ("repo-push", "repo-manage"), BY_SECURITY)
    yield (at := at + HOUR)
    said, data = "created the OIDC connection github", {"connection": "github"}
    org.note(at, "oidc.connection.create", ACCOUNT, BY_SECURITY, data, said)
    yield (at := workday(at + 70 * DAY))
    people_of.change_role(org, at, org.members["ameliortiz"], "Editor", BY_OWNER)
    said = "updated the policy desktop-baseline"
    data = {"policy": "desktop-baseline"}
    org.note(at, "enterprise.setting.policy.update", ACCOUNT, BY_SECURITY, data, said)


def buys(org: Organisation, at: int) -> Tale:
    """Seats are asked for, and bought two days later, three times in the year."""
    for days, seats in ((80, 10), (170, 10), (285, 5)):
        yield (moment := workday(at + days * DAY))
        said = f"requested {seats} more seats"
        data = {"quantity": str(seats)}
        org.note(moment, "billing.plan.seat_add.request", ACCOUNT, BY_SECURITY, data, said)
        yield (moment := workday(moment + 2 * DAY))
        gov.add_seats(org, moment, seats, BY_OWNER)


def tidies(org: Organisation, at: int) -> Tale:
    """Every other week somebody rewrites a description or a category."""
    while True:
        yield (at := workday(at + 14 * DAY))
        repository = org.rng.choice([*org.repositories.values()])
        describe(org, at, repository, f"{repository.description}, revised", BY_OWNER)
        categories = tuple(sorted(org.rng.sample(CATEGORIES, 2)))
        yield at + MINUTE
        categorise(org, at + MINUTE, repository, categories, BY_OWNER)
        yield at + HOUR
        team = repository.team
        people_of.describe_team(org, at + HOUR, team, f"The {team} team", BY_OWNER)


def borrows(org: Organisation, at: int) -> Tale:
    """Once in nine days a developer leases a machine of Docker Offload for some hours."""
    while True:
        yield (at := workday(at + 9 * DAY))
        hand, lease = Hand(org.rng.choice(org.at_work["europe"]).user), {"lease_id": org.key()}
        org.note(at, "offload.lease.start", ACCOUNT, hand, lease, "started an Offload lease")
        yield (end := at + org.rng.randrange(HOUR, 6 * HOUR))
        org.note(end, "offload.lease.end", ACCOUNT, hand, None, "ended an Offload lease")


def hacks(org: Organisation, at: int) -> Tale:
    """A hackathon: a team for three days."""
    yield at
    people_of.create_team(org, at, "hackathon", "Three days of play", BY_OWNER)
    crew = [each for each in org.members.values() if not each.robot]
    for person in org.rng.sample(crew, 12):
        people_of.join_team(org, at, person, "hackathon", BY_OWNER)
        yield (at := at + MINUTE)
    yield (at := at + 3 * DAY)
    people_of.delete_team(org, at, "hackathon", BY_OWNER)
