"""One run over one organization's audit log: what it works with, and how a window is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

from flows.end_check import NOTHING_KNOWN, Source
from flows.ledger import Ledger
from flows.page_reader import EMPTY, Order
from flows.service_limits import ServiceLimits
from flows.window_reader import WindowReading, read_window
from hub.client import Client
from hub.page import Page
from warehouse.database import Writer
from warehouse.intervals import Window
from warehouse.load import Loaded, Reading, load_window


class Stopped(Exception):
    """Another window's failure, or somebody's wish, ended the run before this window was read."""


@dataclass(frozen=True)
class WindowResult:
    """What came of a window: `loaded` of the part `window`, and the `rest` that is still to read.

    `answered` entries came in all, those outside of the window and rejected ones included. `doubt`
    says why it is not verified, `incomplete` whether events certainly are missing; `cap` is the
    number of rows after which the service broke off; `order` is how the events were sorted.
    """

    window: Window
    loaded: Loaded
    answered: int = 0
    rest: Window | None = None
    doubt: str | None = None
    cap: int | None = None
    order: Order = "unknown"
    incomplete: bool = False


def _unheard(_window: Window, _loaded: Loaded) -> None:
    """Nobody follows the progress."""


@dataclass
class Collection:
    """One run's work on one organisation's log, and what came of it so far."""

    hub: Client
    writer: Writer
    account: str
    run_id: UUID
    rows: int = 0
    entries: int = 0
    refused: int = 0
    foreign: int = 0
    unverified: tuple[timedelta, str] = (timedelta(0), "")
    read: timedelta = timedelta(0)
    wanted: timedelta = timedelta(0)
    order: Order = "unknown"
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    stopping: Event = field(default_factory=Event)
    on_window: Callable[[Window, Loaded], None] = _unheard
    give_way: Callable[[], None] = lambda: None

    def verdict(self) -> tuple[str, str | None]:
        """How it went, as `runs` calls it, where nothing was raised, and what should be known."""
        if self.entries and self.refused == self.entries:
            return "failed", (
                f"All {self.entries:,} entries that Docker Hub answered for {self.account} were "
                'rejected: `hubtrail sql "from rejected"` shows them and the reasons.'
            )
        return "done", " ".join(self._notes()) or None

    def _notes(self) -> Iterator[str]:
        if self.foreign:
            yield (
                f"{self.foreign:,} new events of {self.account} carry another account: "
                "`hubtrail status` names them."
            )
        span, reason = self.unverified
        if span:
            yield (
                f"Not verified, so that events may be missing: {span} of the log of "
                f"{self.account}. {reason} `hubtrail status` says which time."
            )

    def ask(self, window: Window, number: int) -> Page:
        """A page of the events of `window`; whether its edges belong to it is unknown."""
        if self.stopping.is_set():
            raise Stopped
        return self.hub.audit_page(self.account, window.start, window.end, number)

    @property
    def source(self) -> Source:
        """The log, as far as it is known by now."""
        nearest = Ledger(self.writer, self.account).nearest
        return Source(self.ask, nearest, self.limits.width, unsorted=self.order == "mixed")

    def take_in(self, result: WindowResult) -> None:
        """Count what a window brought."""
        self.rows += result.loaded.new
        self.entries += result.answered
        self.refused += result.loaded.refused
        self.foreign += result.loaded.foreign
        self.read += result.window.width
        if result.order != "unknown" and self.order != "mixed":
            self.order = result.order
        self.on_window(result.window, result.loaded)


Step = Callable[[Collection, Window], WindowResult]


def read_and_load(collection: Collection, window: Window) -> WindowResult:
    """Read one window and keep it, in one transaction with its row in the ledger.

    Raises `UnstableWindow` where only narrower windows may be readable.
    """
    read_at = collection.hub.now()
    found = read_window(collection.source, window)
    return _keep(collection, found, read_at)


def keep_unread(collection: Collection, second: Window, reason: str) -> WindowResult:
    """Note in the ledger that a second was answered in a way that cannot be read."""
    tail = EMPTY.digest()
    nothing = WindowReading(second, (), 0, tail_page=1, tail_hash=tail, doubt=reason)
    return _keep(collection, nothing, collection.hub.now())


def _keep(collection: Collection, found: WindowReading, read_at: datetime) -> WindowResult:
    reading = Reading(
        account=collection.account,
        start=found.window.start,
        end=found.window.end,
        entries=tuple(entry for page in found.pages for entry in page.entries),
        page_count=len(found.pages),
        fields=frozenset().union(*(page.fields for page in found.pages)),
        requests=found.requests,
        tail_page=found.tail_page,
        tail_hash=found.tail_hash,
        read_at=read_at,
        seen_at=collection.hub.now(),
        doubt=found.doubt,
        checked=found.doubt != NOTHING_KNOWN.reason,
    )
    loaded = load_window(collection.writer, reading, collection.run_id)
    return WindowResult(
        window=found.window,
        loaded=loaded,
        answered=len(reading.entries),
        rest=found.rest,
        doubt=found.doubt,
        cap=found.cap,
        order=found.order,
        incomplete=found.incomplete,
    )
