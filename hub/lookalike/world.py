"""What the look-alike serves: one organisation's log and state, in the shapes of openapi.yaml."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

Record = dict[str, Any]


@cache
def _catalogue_text() -> bytes:
    return (files(__package__) / "actions-75.json").read_bytes()


def catalogue() -> Record:
    """The 75 audit actions of behaviour.md section 2 by group, a fresh copy for each caller."""
    actions: Record = orjson.loads(_catalogue_text())["actions"]
    return actions


@dataclass
class Credential:
    """Somebody who may sign in: a user by password or personal token, or an organisation token.

    `kind` is "password", "pat" or "oat"; `scopes` matter for an organisation token only, `code` is
    the one-time password that a second factor wants.
    """

    identifier: str
    secret: str
    kind: str = "password"
    two_factor: bool = False
    code: str = "123456"
    scopes: tuple[str, ...] = ("scope-activity-read", "scope-member-read", "scope-group-read")


class EventLog:
    """Audit events in the order of their time, each kept as the JSON text it is answered with."""

    def __init__(self) -> None:
        """Start empty."""
        self.times: list[int] = []  # milliseconds since 1970, ascending
        self.texts: list[bytes] = []
        self.lock = threading.RLock()

    def __len__(self) -> int:
        """How many events the log holds."""
        return len(self.times)

    def add(self, at: int, event: Record) -> None:
        """Put an event of that millisecond in, wherever in the log its time belongs."""
        self.add_text(at, b"%b" % orjson.dumps(event))  # a copy without the spare room

    def add_text(self, at: int, text: bytes) -> None:
        """Put an entry in as it will be answered, well formed or not."""
        with self.lock:
            place = bisect_right(self.times, at)
            self.times.insert(place, at)
            self.texts.insert(place, text)

    def extend(self, entries: list[tuple[int, bytes]]) -> None:
        """Put many entries in at once."""
        with self.lock:
            both = sorted([*zip(self.times, self.texts, strict=True), *entries], key=lambda e: e[0])
            self.times = [at for at, _ in both]
            self.texts = [text for _, text in both]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the entries of `first <= time <= last` (milliseconds) begin and end."""
        with self.lock:
            return bisect_left(self.times, first), bisect_right(self.times, last)

    def between(self, first: int, last: int) -> list[bytes]:
        """The entries of `first <= time <= last` (milliseconds), newest first."""
        with self.lock:
            low, high = self.span(first, last)
            return self.texts[low:high][::-1]

    def forget(self, before: int) -> int:
        """Drop everything before that millisecond, as retention does; say how many went."""
        with self.lock:
            return self.forget_oldest(bisect_left(self.times, before))

    def forget_oldest(self, count: int) -> int:
        """Drop that many of the oldest entries; say how many went."""
        with self.lock:
            gone = min(count, len(self.times))
            del self.times[:gone], self.texts[:gone]
            return gone


@dataclass
class World:
    """One organisation as Docker Hub would answer for it.

    Records are dicts in the API's own shape (`openapi.yaml`, corrected by behaviour.md 6 and 7), so
    that a test can write what it wants to see. Change it only while holding `lock`.
    """

    account: str
    log: EventLog = field(default_factory=EventLog)
    actions: Record = field(default_factory=catalogue)  # {"repo": {"label": ..., "actions": [...]}}
    credentials: list[Credential] = field(default_factory=list)
    users: list[str] = field(default_factory=list)  # names that are people, not organisations
    repositories: dict[str, Record] = field(default_factory=dict)  # by name, without the account
    tags: dict[str, dict[str, Record]] = field(default_factory=dict)  # repository -> tag -> record
    members: list[Record] = field(default_factory=list)  # role "Invitee": shown only when asked for
    teams: dict[str, Record] = field(default_factory=dict)  # by name
    team_members: dict[str, list[str]] = field(default_factory=dict)  # team -> usernames
    invites: list[Record] = field(default_factory=list)
    org_access_tokens: list[Record] = field(default_factory=list)  # with their "resources"
    personal_access_tokens: dict[str, list[Record]] = field(default_factory=dict)  # by username
    settings: Record = field(default_factory=dict)
    scim_token: str = "not-a-secret-scim"  # noqa: S105  invented
    scim_users: list[Record] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
