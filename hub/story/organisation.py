"""The organisation's state and its diary: whatever changes the one writes the other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import orjson

from hub.story.people import ACCOUNT, Person

Tale = Iterator[int]  # does a thing, yields the moment of the next (milliseconds since 1970)
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


@dataclass(slots=True)
class Token:
    """A personal ("pat") or an organisation's ("oat") access token, without its value."""

    key: str
    label: str
    owner: str
    created_by: str
    created_at: int
    kind: str = "pat"
    expires_at: int | None = None
    used_at: int | None = None
    active: bool = True
    resources: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Hand:
    """Who does something and with which token: `actor` and `mark` as events carry them.

    The actor names the token's label (behaviour.md 1.6), `mark` its id, label and type (1.5).
    """

    user: str
    token: Token | None = None
    actor: str = field(init=False)
    mark: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Work the two out once, as pushes need them by the hundred thousand."""
        self.actor, self.mark = self.user, {}
        if self.token:
            self.actor = f'{self.user} - access token "{self.token.label}"'
            self.mark = {
                "access_token_id": self.token.key,
                "access_token_label": self.token.label,
                "access_token_type": "TYPE_UNSPECIFIED",
            }


@dataclass(slots=True)
class Tag:
    """What a tag points at now, and who put it there when."""

    number: int
    digest: str
    pushed_at: int
    pushed_by: str
    created_by: str


@dataclass(slots=True)
class Repository:
    """A repository and its tags; `fleeting` names those to be cleaned up, oldest first."""

    name: str
    team: str
    number: int
    description: str
    private: bool
    created_at: int
    weight: float
    categories: tuple[str, ...] = ()
    machines_only: bool = False
    immutable: bool = False
    updated_at: int = 0
    pushes: int = 0
    pull_request: int = 100
    version: tuple[int, int, int] = (1, 0, 0)
    tags: dict[str, Tag] = field(default_factory=dict)
    fleeting: deque[str] = field(default_factory=deque)


@dataclass(slots=True)
class Team:
    """A team and the usernames in it, in the order in which they came."""

    name: str
    description: str
    number: int
    key: str
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Invite:
    """An invitation that waits; the invitee is an e-mail address or a Docker ID."""

    key: str
    invitee: str
    inviter: str
    team: str
    role: str
    created_at: int


@dataclass
class Organisation:
    """Everything that is true of the organisation at `clock` (milliseconds since 1970).

    `times` and `texts` are the audit log so far (two lists of plain values, which the garbage
    collector need not walk). Each function of this package that changes the state calls `note` in
    the same breath, except where Docker Hub logs nothing (a person's own tokens).
    """

    rng: Random
    clock: int
    times: list[int] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)  # everybody who ever was a member
    members: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)  # by invitee
    provisioned: dict[str, bool] = field(default_factory=dict)  # SCIM: username -> active
    repositories: dict[str, Repository] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)  # cumulative, for picking by `choices`
    tokens: dict[str, Token] = field(default_factory=dict)  # by key
    hands: dict[str, Hand] = field(default_factory=dict)  # what pushes, by purpose or username
    at_work: dict[str, list[Hand]] = field(default_factory=lambda: defaultdict(list))  # by zone
    domains: dict[str, bool] = field(default_factory=dict)  # name -> verified
    features: dict[str, bool] = field(default_factory=dict)  # SSO, SCIM, registry access ...
    registries: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)  # custom roles
    restricted_images: dict[str, bool] = field(default_factory=dict)
    seats: int = 0
    _day: tuple[int, str] = (-1, "")

    def key(self) -> str:
        """A new UUID."""
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    def number(self) -> int:
        """A new number as Docker Hub gives to repositories, teams and users."""
        return self.rng.randrange(10_000_000, 99_000_000)

    def stamp(self, at: int) -> str:
        """That moment as events carry it: milliseconds and Z (behaviour.md 1.8)."""
        day, rest = divmod(at, DAY)
        if day != self._day[0]:
            self._day = day, datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m-%dT")
        seconds, thousandths = divmod(rest, SECOND)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return f"{self._day[1]}{hour:02d}:{minute:02d}:{second:02d}.{thousandths:03d}Z"

    def note(  # noqa: PLR0917 - what an event says, in the order in which it says it
        self, at: int, action: str, name: str, by: Hand, data: dict[str, str] | None, said: str
    ) -> int:
        """Write an event into the log and give its time: `at`, or the clock where that is later.

        An event without `data` (None) has no such field (behaviour.md 1.4).
        """
        self.clock = at = max(at, self.clock)
        event: dict[str, Any] = {
            "account": ACCOUNT,
            "action": action,
            "name": name,
            "actor": by.actor,
            "data": data,
            "timestamp": self.stamp(at),
            "action_description": said,
        }
        if data is None:
            del event["data"]
        if person := self.people.get(by.user):
            person.seen_at = at
        self.times.append(at)
        # A copy, as orjson leaves some 4 KB behind each of its own: 1.2 GB for 300,000 events.
        self.texts.append(b"%b" % orjson.dumps(event))
        return at
