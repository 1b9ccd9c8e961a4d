"""The traffic: pull requests, builds, releases, nightly builds, clean-ups, and people by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from random import Random

from hub.story.images import delete_tag, push
from hub.story.organisation import SECOND, Hand, Organisation, Repository
from hub.story.repositories import version
from hub.story.rhythm import Rhythm

CLEANED = 5  # tags that one clean-up removes
OPEN = 12  # fleeting tags that a clean-up leaves alone: open pull requests and newest builds

Act = Callable[["Traffic", int], None]
Job = tuple[int, Act]


@dataclass
class Traffic:
    """What is pushed day by day; each job makes as many events as its Work says."""

    org: Organisation
    rng: Random

    def digest(self) -> str:
        """A new digest."""
        return f"sha256:{self.rng.getrandbits(256):064x}"

    def pick(self) -> Repository:
        """A repository, the busy ones more often."""
        org = self.org
        return self.rng.choices([*org.repositories.values()], cum_weights=org.weights)[0]

    def builder(self, repository: Repository) -> Hand:
        """The token with which that team's pipeline pushes now."""
        return self.org.hands[repository.team]

    def pull_request(self, at: int) -> None:
        """A build of an open pull request; now and then of a new one."""
        repository = self.pick()
        behind = int(self.rng.random() * 6)
        if behind == 0:
            repository.pull_request += 1
        tag = f"pr-{repository.pull_request - behind}"
        if tag not in repository.tags:
            repository.fleeting.append(tag)
        push(self.org, at, repository, tag, self.digest(), self.builder(repository))

    def build(self, at: int) -> None:
        """A build of the main branch."""
        repository = self.pick()
        push(self.org, at, repository, "main", self.digest(), self.builder(repository))

    def kept_build(self, at: int) -> None:
        """A build of the main branch that is kept under its commit, too, often at once."""
        repository, digest = self.pick(), self.digest()
        commit = f"sha-{digest[-7:]}"
        repository.fleeting.append(commit)
        push(self.org, at, repository, "main", digest, self.builder(repository))
        later = at + int(self.rng.random() * 3) * SECOND
        push(self.org, later, repository, commit, digest, self.builder(repository))

    def twin(self, at: int) -> None:
        """A build pushed twice in one millisecond: two events that nothing tells apart."""
        repository, digest = self.pick(), self.digest()
        push(self.org, at, repository, "main", digest, self.builder(repository))
        push(self.org, at, repository, "main", digest, self.builder(repository))

    def release(self, at: int) -> None:
        """A new version, its short form and `latest`, in one millisecond."""
        repository, digest = self.pick(), self.digest()
        major, minor, patch = repository.version
        new = (major, minor + 1, 0) if self.rng.random() < 0.4 else (major, minor, patch + 1)
        repository.version = new
        for tag in (version(repository), f"v{new[0]}.{new[1]}", "latest"):
            push(self.org, at, repository, tag, digest, self.org.hands["release"])

    def nightly(self, at: int) -> None:
        """A nightly build."""
        repository = self.pick()
        push(self.org, at, repository, "nightly", self.digest(), self.org.hands["nightly"])

    def clean_up(self, at: int) -> None:
        """The oldest fleeting tags go; where there are too few, pull requests are built instead."""
        repository, janitor = self.pick(), self.org.hands["janitor"]
        for place in range(CLEANED):
            if len(repository.fleeting) > OPEN:
                tag = repository.fleeting.popleft()
                delete_tag(self.org, at + place * SECOND, repository, tag, janitor)
            else:
                self.pull_request(at + place * SECOND)

    def by_hand(self, at: int, zone: str) -> None:
        """Somebody of that zone pushes to a repository of their team."""
        hand = self.rng.choice(self.org.at_work[zone])
        team = self.org.people[hand.user].team
        choice = [
            each
            for each in self.org.repositories.values()
            if each.team == team and each.weight and not each.machines_only
        ]
        tag = self.rng.choice((f"dev-{hand.user}", "dev", "debug", "test"))
        push(self.org, at, self.rng.choice(choice), tag, self.digest(), hand)


@dataclass(frozen=True)
class Work:
    """One kind of job: its share of all jobs, its events, its rhythm, and what it does."""

    share: float
    events: int
    way: str
    act: Act


WORK = (
    Work(46, 1, "machines", Traffic.pull_request),
    Work(15, 1, "machines", Traffic.build),
    Work(12, 2, "machines", Traffic.kept_build),
    Work(0.3, 2, "machines", Traffic.twin),
    Work(1.2, 3, "europe", Traffic.release),
    Work(7, 1, "night", Traffic.nightly),
    Work(3.6, CLEANED, "night", Traffic.clean_up),
    Work(5, 1, "europe", partial(Traffic.by_hand, zone="europe")),
    Work(3, 1, "america", partial(Traffic.by_hand, zone="america")),
    Work(2, 1, "asia", partial(Traffic.by_hand, zone="asia")),
)


def plan(rng: Random, rhythm: Rhythm, events: int) -> list[Job]:
    """Jobs for exactly that many events, in the order of their time."""
    each = events / sum(work.share * work.events for work in WORK)
    jobs: list[Job] = []
    left = events
    for work in WORK[1:]:
        count = int(each * work.share)
        left -= count * work.events
        jobs += [(at, work.act) for at in rhythm.draw(rng, work.way, count)]
    jobs += [(at, WORK[0].act) for at in rhythm.draw(rng, WORK[0].way, left)]
    return sorted(jobs, key=itemgetter(0))
