"""A year in an invented organisation: what the look-alike Docker Hub has to tell."""

from __future__ import annotations

from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import chain
from random import Random

from hub.lookalike.world import Credential, World
from hub.story import image_records, pushes, records, year
from hub.story.incidents import INCIDENTS, Incident
from hub.story.organisation import SECOND, Organisation, Tale
from hub.story.people import ACCOUNT, AUDITOR, OWNER
from hub.story.pushes import Traffic
from hub.story.rhythm import Rhythm

__all__ = ["ACCOUNT", "AUDITOR", "INCIDENTS", "OWNER", "SCIM_TOKEN", "Incident", "Story", "tell"]

CREDENTIALS = (
    (AUDITOR, "not-a-secret-auditor-pat", "pat"),
    (OWNER, "not-a-secret-owner", "password"),
    (ACCOUNT, "not-a-secret-oat", "oat"),
)
SCIM_TOKEN = "not-a-secret-scim"  # noqa: S105  invented
SCOPES = ("scope-activity-read", "scope-member-read", "scope-invite-read", "scope-group-read")
LAST_PUSH = 20 * SECOND  # before the ending


def tell(seed: int = 1, events: int = 300_000, ending: datetime | None = None) -> World:
    """A year up to `ending` (now unless given), as the look-alike serves it.

    The same seed and ending give the same world, byte for byte. There are `events` events, but
    never fewer than the organisation's own life and its incidents make (about 900): fewer events
    mean fewer pushes, nothing else.
    """
    story = Story(seed, events, ending or datetime.now(UTC))
    story.play(story.ending)
    return story.world()


class Story:
    """The same year, to be stopped at any moment: `play` up to it, then look at `organisation`."""

    def __init__(self, seed: int, events: int, ending: datetime) -> None:
        """Plan the year that ends then; nothing has happened yet."""
        self.ending = int(ending.timestamp() * 1_000)
        rhythm = Rhythm(self.ending)
        rehearsal = _Agenda(seed, rhythm.start, ending)
        rehearsal.play(self.ending)
        others = len(rehearsal.organisation.times) + 1
        rng = Random(f"{seed} traffic")
        self._agenda = _Agenda(seed, rhythm.start, ending)
        self.organisation = self._agenda.organisation
        self._traffic = Traffic(self.organisation, rng)
        self._jobs = pushes.plan(rng, rhythm, max(0, events - others))
        self._jobs.append((self.ending - LAST_PUSH, Traffic.build))
        self._done = 0

    def play(self, until: int) -> None:
        """Let everything happen up to that moment (milliseconds since 1970), and including it."""
        agenda, jobs, traffic = self._agenda, self._jobs, self._traffic
        while self._done < len(jobs) and jobs[self._done][0] <= until:
            at, act = jobs[self._done]
            if agenda.next_at <= at:
                agenda.play(at)
            act(traffic, at)
            self._done += 1
        agenda.play(until)

    def world(self) -> World:
        """What Docker Hub would answer for the organisation as it is now."""
        org = self.organisation
        world = World(ACCOUNT, users=list(org.people))
        world.log.times, world.log.texts = list(org.times), list(org.texts)
        world.credentials = [Credential(*each, scopes=SCOPES) for each in CREDENTIALS]
        world.scim_token = SCIM_TOKEN
        world.settings = {"restricted_images": dict(org.restricted_images)}
        _add_people(world, org)
        _add_tokens(world, org)
        for name, repository in org.repositories.items():
            world.repositories[name] = image_records.repository(org, repository)
            world.tags[name] = {
                tag: image_records.tag(org, repository, tag, each)
                for tag, each in repository.tags.items()
            }
        return world


class _Agenda:
    """Tales of one organisation, each to be continued at the moment that it named."""

    def __init__(self, seed: int, start: int, ending: datetime) -> None:
        """Begin all tales of the year from `start` to `ending`."""
        self.organisation = Organisation(Random(seed), start)
        self._queue: list[tuple[int, int, Tale]] = []
        incidents = (
            each.tell(self.organisation, int(each.time(ending).timestamp() * 1_000))
            for each in INCIDENTS
        )
        for number, tale in enumerate(chain(year.tales(self.organisation, start), incidents)):
            heappush(self._queue, (next(tale), number, tale))

    @property
    def next_at(self) -> int:
        """The moment of the next step; some tales never end."""
        return self._queue[0][0]

    def play(self, until: int) -> None:
        """Continue each tale whose moment comes by then."""
        while self.next_at <= until:
            _, number, tale = heappop(self._queue)
            if (moment := next(tale, None)) is not None:
                heappush(self._queue, (moment, number, tale))


def _add_people(world: World, org: Organisation) -> None:
    """Members and invited people, teams, invites, SCIM users."""
    world.members = [records.member(org, each) for each in org.members.values()]
    world.members += [records.invitee(waiting) for waiting in org.invites.values()]
    world.invites = [records.invite(org, waiting) for waiting in org.invites.values()]
    world.teams = {name: records.team(each) for name, each in org.teams.items()}
    world.team_members = {name: list(each.members) for name, each in org.teams.items()}
    world.scim_users = [
        records.scim_user(org, org.people[username], active=active)
        for username, active in org.provisioned.items()
    ]


def _add_tokens(world: World, org: Organisation) -> None:
    """Organisation tokens, and everybody's personal ones."""
    for token in org.tokens.values():
        if token.kind == "oat":
            world.org_access_tokens.append(records.organisation_token(org, token))
        else:
            own = world.personal_access_tokens.setdefault(token.owner, [])
            own.append(records.personal_token(org, token))
