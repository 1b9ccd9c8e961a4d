"""One run: be the writer, collect each resource of each organisation, publish, tell what came."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flows.actions import collect_actions
from flows.events import Collection, Step, collect_between, collect_events, read_and_load
from flows.windows import Window
from hub.client import Client
from hub.errors import HubError, NotAllowed, NotThere, TooManyRequests
from hub.pace import Pace
from hubtrail.settings import Settings
from warehouse.database import Writer, open_for_writing
from warehouse.errors import WarehouseError
from warehouse.load import Loaded
from warehouse.publish import publish

AUDIT_EVENTS, AUDIT_ACTIONS = "audit-events", "audit-actions"
RESOURCES = (AUDIT_EVENTS, AUDIT_ACTIONS)
PUBLISH_EVERY = 20.0  # seconds, while a long run goes on; the first time as soon as there is data


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
        return self.state in ("failed", "stopped") or (
            self.state == "refused" and self.resource == AUDIT_EVENTS
        )


@dataclass(frozen=True)
class Errand:
    """What to collect: resources, organisations, and a stretch of time instead of what is due."""

    resources: tuple[str, ...]
    accounts: tuple[str, ...]
    between: Window | None = None


OnWindow = Callable[[Collection, Window, Loaded], None]


def _unheard(_collection: Collection, _window: Window, _loaded: Loaded) -> None:
    """Nobody follows the progress."""


@dataclass
class Run:
    """A run under way: one writer and one client for all it collects."""

    settings: Settings
    hub: Client
    writer: Writer
    step: Step = read_and_load
    on_window: OnWindow = _unheard
    run_id: UUID = field(default_factory=uuid4)
    published_at: float = 0.0

    def collect(self, resource: str, account: str, between: Window | None) -> Outcome:
        """Collect one resource, note in `runs` how it went, and say so."""
        who = {"run_id": str(self.run_id), "resource": resource, "account": account}
        before = self.hub.requests
        with self.writer.transaction():
            self.writer.run("open_run", who | {"now": _now()})
        rows, state, error = self._attempt(resource, account, between)
        outcome = Outcome(resource, account, state, self.hub.requests - before, rows, error)
        self._close(who, outcome)
        return outcome

    def publish(self) -> None:
        """Let readers see what is committed."""
        publish(self.writer)
        self.published_at = time.monotonic()

    def _attempt(
        self, resource: str, account: str, between: Window | None
    ) -> tuple[int, str, str | None]:
        work = Collection(self.hub, self.writer, account, self.run_id)
        work.on_window = lambda window, loaded: self._heard(work, window, loaded)
        try:
            if resource == AUDIT_ACTIONS:
                work.rows = collect_actions(self.hub, self.writer, account)
            elif between:
                collect_between(work, between, self.step)
            else:
                collect_events(work, self.settings.backfill_days, self.step)
        except TooManyRequests as problem:
            return work.rows, "stopped", str(problem)
        except (NotAllowed, NotThere) as problem:
            return work.rows, "refused", str(problem)
        except (HubError, WarehouseError) as problem:
            return work.rows, "failed", str(problem)
        return work.rows, "done", None

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
    step: Step = read_and_load,
    on_window: OnWindow = _unheard,
    patience: float = 0.0,
) -> list[Outcome]:
    """Collect what `errand` names and publish it; one `Outcome` for each resource and account.

    Waits up to `patience` seconds for another run to end. Raises `BadSettings` where the
    credential is not set, and `WarehouseError` where nothing could be begun or published.
    """
    identifier, secret = settings.credentials()
    pace = Pace(share=settings.quota_share)
    with (
        open_for_writing(settings.warehouse_file, patience=patience) as writer,
        Client(settings.hub_url, identifier, secret, pace=pace) as hub,
    ):
        with writer.transaction():
            writer.run("mark_interrupted")
        under_way = Run(settings, hub, writer, step, on_window)
        outcomes = [
            under_way.collect(resource, account, errand.between)
            for account in errand.accounts
            for resource in errand.resources
        ]
        under_way.publish()
    return outcomes


def requests_of(outcomes: Iterable[Outcome]) -> int:
    """How many requests they cost together."""
    return sum(outcome.requests for outcome in outcomes)


def _now() -> str:
    return datetime.now(UTC).isoformat()
