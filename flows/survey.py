"""One run's look at one organisation's state: what every collector works with."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from flows.listing import Ask, Shelf, keep_listing
from hub.client import Client
from hub.errors import Unreadable
from hubtrail.settings import Settings
from warehouse.database import Writer
from warehouse.listing import Kept, close_scope

WORKERS = 4  # listings read at once; their pages come one after the other
BATCH = 32  # listings after which others may have the warehouse
NOT_PERMITTED = "not permitted"  # as `runs` calls what plan, role or kind of token does not allow
TOLD = 3  # listings that were not whole, of which a run says why
TOO_LONG = 3  # listings without end, after which no other is asked for
SHOWN = 80  # characters of a name that is quoted in a sentence


@dataclass
class Survey:
    """One run's look at one organisation's state, and what came of it so far.

    With `sweep` every listing is read to its end. `flaws` say which listings were not whole,
    `limits` what the credential does not show, `notes` what else should be known. `give_way` is
    called between listings.
    """

    hub: Client
    writer: Writer
    account: str
    run_id: UUID
    settings: Settings
    sweep: bool = False
    give_way: Callable[[], None] = lambda: None
    rows: int = 0
    too_long: int = 0
    flaws: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _counting: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Note when the look began, by Docker Hub's clock where that is known."""
        self.began = self.hub.clock.now()

    def keep(self, resource: str, ask: Ask, scope: str = "", **how: Any) -> None:
        """Read a listing and keep it, `how` as `keep_listing` takes it; count what it brought."""
        now = self.hub.clock.now
        shelf = Shelf(self.writer, self.account, resource, self.run_id, scope, now)
        reading = keep_listing(shelf, ask, **how)
        if reading.flaw and reading.flaw not in self.limits:
            self.flawed(f"{resource} of {scope}: {reading.flaw}" if scope else reading.flaw)
        self._add(reading.kept)
        if reading.too_long:
            self._give_up()

    def close(self, resource: str, scope: str) -> None:
        """Let go of all that a scope held which is gone."""
        self._add(close_scope(self.writer, self.account, resource, scope, self.run_id, self.began))

    def flawed(self, why: str) -> None:
        """Remember that a listing was not whole."""
        with self._counting:
            self.flaws.append(why)

    def verdict(self) -> tuple[str, str | None]:
        """How it went so far, as `runs` calls it, and why or what else should be known."""
        said = list(dict.fromkeys(self.flaws or self.limits or self.notes))
        more = f" ({len(said) - TOLD} more like this.)" if len(said) > TOLD else ""
        state = "partial" if self.flaws else NOT_PERMITTED if self.limits else "done"
        return state, " ".join(said[:TOLD]) + more or None

    def known(self, query: str, **asked: Any) -> list[tuple[Any, ...]]:
        """What the warehouse knows of this organisation; `query` is a file of warehouse/queries."""
        return self.writer.run(query, {"account": self.account, **asked})

    def askable(
        self, rows: Iterable[tuple[Any, ...]], allowed: Callable[[object], bool], what: str
    ) -> list[tuple[Any, ...]]:
        """The rows whose first column may be part of a request; the others become flaws.

        `what` goes on with the sentence: "the name of a team, so its members".
        """
        kept = []
        for row in rows:
            if allowed(row[0]):
                kept.append(row)
            else:
                self.flawed(f"{quoted(row[0])} cannot be {what} were not read.")
        return kept

    def _give_up(self) -> None:
        """Ask for no more listings after some that did not end: each costs thousands of requests.

        Raises `Unreadable` then.
        """
        with self._counting:
            self.too_long += 1
        if self.too_long >= TOO_LONG:
            raise Unreadable(
                f"{self.too_long} listings did not end, and no more were asked for: see "
                "`hubtrail sql \"from listings where state = 'partial'\"`."
            )

    def _add(self, kept: Kept) -> None:
        with self._counting:
            self.rows += kept.new + kept.changed


def quoted(name: object) -> str:
    """A name that Docker Hub sent, for a sentence."""
    text = "null" if name is None else repr(name)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def in_turns(
    survey: Survey, items: Iterable[tuple[Any, ...]], collect: Callable[[Survey, Any], None]
) -> None:
    """Collect many listings, some at once; between them others may have the warehouse.

    The first goes alone, so that what is not allowed is asked for once.
    """
    left = list(items)
    size = 1
    with ThreadPoolExecutor(WORKERS) as pool:
        while left:
            batch, left, size = left[:size], left[size:], BATCH
            context = contextvars.copy_context  # Prefect finds its run there
            futures = [pool.submit(context().run, collect, survey, item) for item in batch]
            try:
                for future in futures:
                    future.result()
            except BaseException as problem:
                pool.shutdown(wait=False, cancel_futures=True)
                if not isinstance(problem, Exception):  # somebody wants the process to end now
                    survey.hub.abandon()
                raise
            survey.give_way()
