"""One run: be the writer, collect each resource of each organisation, publish, tell what came."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flows.connected import client
from flows.event_run import Collection, Step, read_and_load
from flows.events import collect_between, collect_events
from flows.resources import AUDIT_EVENTS, LookStep, look
from flows.survey import NOT_PERMITTED, Survey
from hub.client import Client
from hub.errors import (
    Blocked,
    HubError,
    NotAllowed,
    NotThere,
    OutOfReach,
    TooManyRequests,
    Unavailable,
)
from hubtrail.settings import Settings
from warehouse.database import Writer, open_for_writing
from warehouse.errors import WarehouseError
from warehouse.intervals import Window
from warehouse.load import Loaded
from warehouse.publish import publish

PUBLISH_EVERY = 20.0  # seconds, while a long run goes on; the first time as soon as there is data
BLOCKED_AT_MOST = 2  # resources in a row in whose place something else answered
LENT_FOR = 900.0  # seconds to wait for the warehouse after giving way to another run


@dataclass(frozen=True)
class Outcome:
    """What one resource of one organisation came to; `state` as in the table `runs`."""

    resource: str
    account: str
    state: str
    requests: int
    rows: int
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the run as a whole must be called a failure because of it."""
        return self.state in ("failed", "stopped", "partial") or (
            self.state == NOT_PERMITTED and self.resource == AUDIT_EVENTS
        )


@dataclass(frozen=True)
class Errand:
    """What to collect: resources, organisations, and a stretch of time instead of what is due.

    With `sweep` every listing of state is read to its end, moved or not.
    """

    resources: tuple[str, ...]
    accounts: tuple[str, ...]
    between: Window | None = None
    sweep: bool = False


OnWindow = Callable[[Collection, Window, Loaded], None]


def _unheard(_collection: Collection, _window: Window, _loaded: Loaded) -> None:
    """Nobody follows the progress."""


@dataclass(frozen=True)
class Steps:
    """How a window of events and a resource's state are collected; Prefect makes tasks of them."""

    window: Step = read_and_load
    look: LookStep = look


@dataclass
class Run:
    """A run under way: one writer and one client for all it collects."""

    settings: Settings
    hub: Client
    writer: Writer
    errand: Errand
    steps: Steps = Steps()
    on_window: OnWindow = _unheard
    run_id: UUID = field(default_factory=uuid4)
    published_at: float = 0.0
    out_of_reach: Unavailable | None = None
    blocked: int = 0

    def collect(self, resource: str, account: str) -> Outcome:
        """Collect one resource, note in `runs` how it went, and say so."""
        who = {"run_id": str(self.run_id), "resource": resource, "account": account}
        before = self.hub.requests
        with self.writer.transaction():
            self.writer.run("open_run", who | {"now": _now()})
        rows, state, error = self._attempt(resource, account)
        outcome = Outcome(resource, account, state, self.hub.requests - before, rows, error)
        self._close(who, outcome)
        return outcome

    def publish(self) -> None:
        """Let readers see what is committed."""
        publish(self.writer)
        self.published_at = time.monotonic()

    def give_way(self) -> None:
        """Lend the warehouse to a run that has waited for long; call it with no thread at work."""
        if not self.writer.wanted():
            return
        who = {"run_id": str(self.run_id)}
        with self.writer.transaction():
            self.writer.run("mark_run", who | {"state": "waiting", "held": "running"})
        self.publish()
        self.writer.lend(LENT_FOR)
        with self.writer.transaction():
            self.writer.run("mark_run", who | {"state": "running", "held": "waiting"})

    def _attempt(self, resource: str, account: str) -> tuple[int, str, str | None]:
        work = self._log(account) if resource == AUDIT_EVENTS else self._survey(account)
        try:
            if self.out_of_reach:  # giving up takes a while; once is enough
                raise self.out_of_reach
            self._collect(work, resource)
            self.blocked = 0
            state, error = work.verdict()
        except (OutOfReach, Blocked) as problem:
            self._take_in(problem)
            state, error = "failed", str(problem)
        except TooManyRequests as problem:
            state, error = "stopped", str(problem)
        except (NotAllowed, NotThere) as problem:
            state, error = NOT_PERMITTED, str(problem)
        except (HubError, WarehouseError) as problem:
            state, error = "failed", str(problem)
        return work.rows, state, error

    def _take_in(self, problem: OutOfReach | Blocked) -> None:
        """Give up where nobody was met, or where others answered for one resource after another."""
        self.blocked += isinstance(problem, Blocked)
        if isinstance(problem, OutOfReach) or self.blocked >= BLOCKED_AT_MOST:
            self.out_of_reach = problem

    def _collect(self, work: Collection | Survey, resource: str) -> None:
        if isinstance(work, Survey):
            self.steps.look(work, resource)
        elif self.errand.between:
            collect_between(work, self.errand.between, self.steps.window)
        else:
            collect_events(work, self.settings.backfill_days, self.steps.window)

    def _log(self, account: str) -> Collection:
        work = Collection(self.hub, self.writer, account, self.run_id, give_way=self.give_way)
        work.on_window = lambda window, loaded: self._heard(work, window, loaded)
        return work

    def _survey(self, account: str) -> Survey:
        return Survey(
            self.hub,
            self.writer,
            account,
            self.run_id,
            self.settings,
            sweep=self.errand.sweep,
            give_way=self._between_listings,
        )

    def _between_listings(self) -> None:
        if time.monotonic() - self.published_at > PUBLISH_EVERY:
            self.publish()
        self.give_way()

    def _heard(self, work: Collection, window: Window, loaded: Loaded) -> None:
        self.on_window(work, window, loaded)
        if loaded.entries and time.monotonic() - self.published_at > PUBLISH_EVERY:
            self.publish()

    def _close(self, who: dict[str, str], outcome: Outcome) -> None:
        note = {
            "now": _now(),
            "state": outcome.state,
            "requests": outcome.requests,
            "rows": outcome.rows,
            "error": outcome.error,
            "clock_ahead_seconds": self.hub.clock.ahead,
        }
        with suppress(WarehouseError), self.writer.transaction():
            self.writer.run("close_run", who | note)
            self._note_budget()

    def _note_budget(self) -> None:
        window = self.hub.pace.window
        if window is not None:
            seen = {
                "run_id": str(self.run_id),
                "now": _now(),
                "rate_limit": window.limit,
                "remaining": window.remaining,
                "resets_at": datetime.fromtimestamp(window.reset, UTC).isoformat(),
            }
            self.writer.run("note_budget", seen)


def run(
    settings: Settings,
    errand: Errand,
    *,
    steps: Steps = Steps(),
    on_window: OnWindow = _unheard,
    patience: float = 0.0,
) -> list[Outcome]:
    """Collect what `errand` names and publish it; one `Outcome` for each resource and account.

    Events come first, of every organisation, then state. Waits up to `patience` seconds for another
    run to end. Raises `BadSettings` where the credential is not set, and `WarehouseError` where
    nothing could be begun or published.
    """
    with (
        client(settings) as hub,
        open_for_writing(settings.warehouse_file, patience=patience) as writer,
    ):
        with writer.transaction():
            writer.run("mark_interrupted")
        under_way = Run(settings, hub, writer, errand, steps, on_window)
        outcomes = [
            under_way.collect(resource, account)
            for resource in errand.resources
            for account in errand.accounts
        ]
        under_way.publish()
    return outcomes


def requests_of(outcomes: Iterable[Outcome]) -> int:
    """How many requests they cost together."""
    return sum(outcome.requests for outcome in outcomes)


def _now() -> str:
    return datetime.now(UTC).isoformat()
