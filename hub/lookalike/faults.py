"""Bad days on request: which of them strikes which request."""

from __future__ import annotations

import itertools
import random
import threading
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

from hub.lookalike.limits import RetryAfter

Kind = Literal[
    "429-json",
    "429-text",
    "429-empty",
    "500",
    "502",
    "503",
    "cut",
    "reset",
    "slow",
    "empty",
    "expired",
    "page-size-ignored",
    "page-ignored",
    "range-ignored",
    "stuck",
    "shifted",
    "miscounted",
    "secrets",
    "redirect",
    "next-elsewhere",
    "late",
    "forget",
    "gzip-bomb",
    "huge",
    "endless",
    "trickle",
    "trickle-headers",
    "deep-json",
    # Listings that mislead, and answers that hold anything.
    "bad-rows",
    "endless-list",
    "growing-list",
    "false-count",
    "false-list",
    "refused",
    "blocked-html",
    "blocked-text",
    "200-html",
    "404-html",
    "404-empty",
    "404-json",
    "204",
    "400",
    "403",
    "408",
    "413",
    "422",
    "425",
    "bom",
    "trailing",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
HOSTILE = "\x1b]0;x\x07 \x9b2J \u202eevil [bold]loud[/bold] [link=http://127.0.0.1/]here[/link]"
LOG_ONLY: frozenset[Kind] = frozenset({"late", "forget", "range-ignored", "stuck"})
READS_ONLY: frozenset[Kind] = LOG_ONLY | {
    "empty",
    "expired",
    "page-size-ignored",
    "page-ignored",
    "shifted",
    "miscounted",
    "secrets",
    "next-elsewhere",
    "bad-rows",
    "endless-list",
    "growing-list",
    "false-count",
    "false-list",
}


@dataclass
class _Plan:
    """One order: so many `times`, or by chance, of requests that fit."""

    kind: Kind
    path: str
    page: int | None
    times: int = 0
    probability: float = 0.0

    def fits(self, method: str, path: str, page: int) -> bool:
        """Whether the request is of those that the plan is for."""
        if self.kind in READS_ONLY and method == "POST":
            return False
        if self.kind in LOG_ONLY and not _is_log(path):
            return False
        return self.path in path and self.page in (None, page)


class Faults:
    """What goes wrong, and when; may be ordered from any thread while the hub runs.

    Settings: the 429s ask for `quiet_seconds` in the form `retry_after`; `slow` answers
    `slow_seconds` late; `empty` gives null for a list with `empty_is_null`; `page_size` is what
    `page-size-ignored` answers with; `elsewhere` is where `redirect` and `next-elsewhere` point;
    `forget` drops `forgotten` of the oldest events. `late` adds one event of an older time before
    the page is answered. A page that is `shifted` begins with the last row of the page before; one
    that is `miscounted` counts a row too many; `secrets` puts the values `leaked` (one that only
    its field's name gives away, and two that their form does) into every object of an answer.
    `range-ignored` answers as if no time range was asked for, `stuck` with the newest page always.
    `late`, `forget` and these two strike reads of the audit log alone; `empty`, `expired`,
    `secrets` and what bends pages strike reads. `gzip-bomb` and `huge` have bodies of
    `flood_bytes`, `trickle` and `trickle-headers` send one byte every `trickle_seconds`. `trailing`
    puts the text of the same name after the answer, `bom` a byte order mark before it.
    `blocked-html`, `blocked-text`, `200-html`, `404-html` and `404-empty` are what proxies and
    firewalls answer. `refused` answers 403 with the text `message`, which steers a terminal.

    Listings: `bad-rows` adds `bad_rows` to a page; `false-list` and `false-count` say `list` and
    `count` in place of its rows and of their count. The two that have no end say that count too: on
    each page of an `endless-list` all rows are new, of a `growing-list` one row is.
    """

    def __init__(self, seed: int = 1) -> None:
        """Begin with a good day; `seed` fixes what comes by chance."""
        self.retry_after: RetryAfter = "seconds"
        self.quiet_seconds = 1.0
        self.slow_seconds = 1.0
        self.empty_is_null = False
        self.page_size = 25
        self.elsewhere = "http://elsewhere.invalid"
        self.forgotten = 1
        self.flood_bytes = 300_000_000
        self.trickle_seconds = 1.0
        self.trailing = "\nServed in 12 ms.\n"
        self.leaked = ("not-a-secret-leak", "dckr_pat_leaked", ".".join(["eyJleaked"] * 3))
        self.message = HOSTILE
        self.bad_rows: list[Any] = []
        self.count: Any = 1_000_000_000
        self.list: Any = None
        self.serial = itertools.count(1)  # numbers the rows that endless listings invent
        self._random = random.Random(seed)
        self._plans: list[_Plan] = []
        self._lock = threading.Lock()

    def once(self, kind: Kind, times: int = 1, path: str = "", page: int | None = None) -> None:
        """Strike the next `times` requests whose path contains `path`, of that `page` if given.

        Raises ValueError for a kind that is none of `KINDS`.
        """
        with self._lock:
            self._plans.append(_Plan(_known(kind), path, page, times=times))

    def chance(self, kind: Kind, probability: float, path: str = "") -> None:
        """Strike each fitting request with that probability from now on; 0 ends it.

        Takes the place of what was ordered for that kind and path.
        Raises ValueError for an unknown kind and for a probability outside 0 to 1.
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"{probability} is no probability: it must be 0 to 1.")
        with self._lock:
            held = [plan for plan in self._plans if (plan.kind, plan.path) != (kind, path)]
            self._plans = [*held, _Plan(_known(kind), path, None, probability=probability)]

    def striking(self, method: str, path: str, page: int) -> frozenset[Kind]:
        """The faults that strike this request, now used up by as much."""
        with self._lock:
            struck = frozenset(
                plan.kind
                for plan in self._plans
                if plan.fits(method, path, page) and self._strikes(plan)
            )
            self._plans = [plan for plan in self._plans if plan.times or plan.probability]
            return struck

    @classmethod
    def from_text(cls, text: str, seed: int = 1) -> Self:
        """Read orders as the command line gives them: `503=2 cut=0.01 late@/v2/auditlogs=1`.

        A whole number is how many times, one with a point is a probability, what follows `@` is
        the path. Raises ValueError with a sentence for a person.
        """
        faults = cls(seed)
        for order in text.replace(",", " ").split():
            target, _, amount = order.partition("=")
            kind, _, path = target.partition("@")
            try:
                if "." in amount:
                    faults.chance(_known(kind), float(amount), path)
                else:
                    faults.once(_known(kind), int(amount or 1), path)
            except ValueError as problem:
                raise ValueError(f"Fault {order!r} cannot be read: {problem}") from None
        return faults

    def _strikes(self, plan: _Plan) -> bool:
        if plan.times:
            plan.times -= 1
            return True
        return self._random.random() < plan.probability


def _known(kind: str) -> Kind:
    for known in KINDS:
        if kind == known:
            return known
    raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}.")


def _is_log(path: str) -> bool:
    return path.startswith("/v2/auditlogs/") and not path.endswith("/actions")
