"""Collect audit events: what is missing and what is due again, window by window, newest first."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

from flows.cutter import Cutter
from flows.ledger import Ledger, Tail
from flows.walk import DEEPEST, Ask, Restless, read_window, tail_moved
from flows.windows import BEGINNING, SECOND, Window, joined, stale, tiers, whole_second, without
from hub.client import Client
from hub.errors import Unavailable
from hub.page import Page
from warehouse.database import Writer
from warehouse.load import Loaded, Reading, load_window

WORKERS = 6  # windows read at once; enough to cover 2 s of latency at 180 requests a minute


class Stopped(Exception):
    """Another window's failure, or somebody's wish, ended the run before this window was read."""


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
    read: timedelta = timedelta(0)
    wanted: timedelta = timedelta(0)
    unreadable: list[Window] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)
    on_window: Callable[[Window, Loaded], None] = _unheard
    give_way: Callable[[], None] = lambda: None

    def verdict(self) -> tuple[str, None]:
        """How it went, as `runs` calls it, where nothing was raised."""
        return "done", None

    def ask(self, window: Window) -> Ask:
        """How to ask for a page of `window`, asked a second wider than it is on each side.

        Whether the API's edges belong to it is unknown (behaviour.md 1.10); the loading keeps
        what falls inside.
        """
        start, end = window.start - SECOND, window.end + SECOND

        def page(number: int) -> Page:
            if self.stopping.is_set():
                raise Stopped
            return self.hub.audit_page(self.account, start, end, number)

        return page


Step = Callable[[Collection, Window], Loaded]


def read_and_load(collection: Collection, window: Window) -> Loaded:
    """Read one window whole and keep it whole; raises `Restless` where it will not hold still."""
    read_at = datetime.now(UTC)
    walked = read_window(collection.ask(window), DEEPEST if window.width > SECOND else None)
    reading = Reading(
        account=collection.account,
        start=window.start,
        end=window.end,
        pages=tuple(page.text for page in walked.pages),
        fields=frozenset().union(*(page.fields for page in walked.pages)),
        requests=walked.requests,
        tail_page=walked.tail_page,
        tail_hash=walked.tail_hash,
        read_at=read_at,
    )
    return load_window(collection.writer, reading, collection.run_id)


def collect_events(
    collection: Collection, backfill_days: int | None, step: Step = read_and_load
) -> None:
    """Read what is missing since the beginning, what is due again, and ask old windows' tails.

    Raises the first `HubError` or `WarehouseError` after the windows under way have ended; what
    they brought is kept, and the next run goes on from there. A second that will not hold still
    ends nothing: it is named when all else is read.
    """
    ledger = Ledger(collection.writer, collection.account)
    now = whole_second(datetime.now(UTC))
    horizon = now - timedelta(days=backfill_days) if backfill_days else BEGINNING
    schedule = tiers(ledger.latest_arrival())
    recent = ledger.readings_since(now - max(tier.age for tier in schedule))
    due = [window for window in stale(now, recent, schedule) if window.end > horizon]
    missing = without(Window(horizon, now), ledger.spans())
    read_all(collection, joined([*missing, *due]), ledger, step)
    read_all(collection, moved(collection, ledger, ledger.tails_due(now), now), ledger, step)
    _name_unreadable(collection)


def collect_between(collection: Collection, wanted: Window, step: Step = read_and_load) -> None:
    """Read what is missing of `wanted`, then whatever was added to what had been read before.

    What lies in the future is left out: nobody can read it yet.
    """
    ledger = Ledger(collection.writer, collection.account)
    now = datetime.now(UTC)
    wanted = Window(wanted.start, min(wanted.end, whole_second(now)))
    read_all(collection, without(wanted, ledger.spans()), ledger, step)
    tails = ledger.tails_within(wanted, before=now)
    read_all(collection, moved(collection, ledger, tails, now), ledger, step)
    _name_unreadable(collection)


def moved(
    collection: Collection, ledger: Ledger, tails: Iterable[Tail], now: datetime
) -> list[Window]:
    """What of these was added to since it was read and not read again; one request for each."""
    found: list[Window] = []
    for tail in tails:
        if tail_moved(collection.ask(tail.window), tail.page, tail.digest):
            found += tail.standing
        else:
            ledger.looked_at(tail, now)
    return found


def read_all(collection: Collection, missing: Iterable[Window], ledger: Ledger, step: Step) -> None:
    """Read windows in parallel until nothing is left of `missing`."""
    cutter = Cutter(missing, WORKERS, ledger.events_per_second())
    collection.wanted += cutter.left
    under_way: dict[Future[Loaded], Window] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            while cutter or under_way:
                if not under_way:
                    collection.give_way()
                while _more_may_begin(collection, cutter, len(under_way)):
                    window = cutter.cut()
                    context = contextvars.copy_context()  # Prefect finds its run there
                    under_way[pool.submit(context.run, step, collection, window)] = window
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    _take_in(collection, cutter, under_way.pop(future), future)
        except BaseException as problem:
            collection.stopping.set()
            if not isinstance(problem, Exception):  # somebody wants the process to end now
                collection.hub.abandon()
            raise


def _more_may_begin(collection: Collection, cutter: Cutter, under_way: int) -> bool:
    """Not beside the first, which tells how dense the log is; none while another run waits."""
    at_once = WORKERS if cutter.knows and not collection.writer.wanted() else 1
    return bool(cutter) and under_way < at_once


def _take_in(
    collection: Collection, cutter: Cutter, window: Window, future: Future[Loaded]
) -> None:
    try:
        loaded = future.result()
    except Restless:
        if window.width > SECOND:
            cutter.give_back(window)
        else:
            collection.unreadable.append(window)
        return
    cutter.learn(window, loaded.entries)
    collection.rows += loaded.new
    collection.read += window.width
    collection.on_window(window, loaded)


def _name_unreadable(collection: Collection) -> None:
    if collection.unreadable:
        seconds = ", ".join(f"{window.start:%Y-%m-%d %H:%M:%S}" for window in collection.unreadable)
        raise Unavailable(
            f"The audit log of {collection.account} would not hold still or tell its pages apart "
            f"at {seconds} UTC; all else was read, and the next run tries these seconds again."
        )
