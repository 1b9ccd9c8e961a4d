"""Collect audit events: what is missing, what is due again, what was added, what is unverified."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flows.end_check import padded
from flows.event_run import Collection, Step, read_and_load
from flows.ledger import Ledger, Tail
from flows.page_reader import tail_moved
from flows.search import Search
from flows.setbacks import Setbacks
from flows.verification import verify_readings, with_events
from flows.windows import BEGINNING, stale, tiers
from hub.errors import Unavailable
from hub.page import Page
from warehouse.intervals import Window, joined, whole_second, without

PASSES = 2  # of verification; what the first one reads may verify more
MARGIN = timedelta(seconds=2)  # by which the newest time that is read lies before now


def collect_events(
    collection: Collection, backfill_days: int | None, step: Step = read_and_load
) -> None:
    """Read what is missing since the beginning and what is due again, and verify what is not yet.

    Old windows are asked for their last page. Raises the first `HubError` or `WarehouseError` after
    the windows under way have ended; what they brought is kept, and the next run goes on from
    there. A second that cannot be read ends nothing: it is named when all else is read.
    """
    search = _search(collection, step)
    search.read(_missing_and_due(search, backfill_days))
    search.read(_moved(search, search.ledger.tails_due(search.now)))
    _verify(search, Window(search.now, search.now))


def collect_between(collection: Collection, wanted: Window, step: Step = read_and_load) -> None:
    """Read what is missing of `wanted`, then whatever was added to what had been read before.

    What lies in the future is left out: nobody can read it yet.
    """
    search = _search(collection, step)
    wanted = Window(wanted.start, min(wanted.end, search.now))
    search.read(without(wanted, search.ledger.answered()))
    search.read(_moved(search, search.ledger.tails_within(wanted, collection.run_id)))
    _verify(search, wanted)


def _search(collection: Collection, step: Step) -> Search:
    ledger = Ledger(collection.writer, collection.account)
    now = whole_second(collection.hub.now() - MARGIN)
    ledger.forget_future(now)
    collection.limits = ledger.limits(now)
    return Search(collection, ledger, step, now, Setbacks(collection.account))


def _missing_and_due(search: Search, backfill_days: int | None) -> list[Window]:
    """The time that was never answered, and the time that is due to be read again."""
    ledger, now = search.ledger, search.now
    horizon = now - timedelta(days=backfill_days) if backfill_days else BEGINNING
    schedule = tiers(ledger.latest_arrival())
    recent = ledger.readings_since(now - max(tier.age for tier in schedule))
    due = [window for window in stale(now, recent, schedule) if window.end > horizon]
    return joined([*without(Window(horizon, now), ledger.answered()), *due])


def _moved(search: Search, tails: Iterable[Tail]) -> list[Window]:
    """What of these was added to since it was read and not read again; one request for each."""
    return [window for tail in tails for window in _added_to(search, tail)]


def _added_to(search: Search, tail: Tail) -> tuple[Window, ...]:
    def ask(number: int) -> Page:
        return search.collection.ask(padded(tail.window), number)

    if tail_moved(ask, tail.page, tail.digest):
        return tail.standing
    search.ledger.looked_at(tail, search.now)
    return ()


def _verify(search: Search, wanted: Window) -> None:
    """Verify what the ledger holds unverified, read again what lacks events, name what cannot be.

    That of `wanted` is verified whether or not it is due. Raises `Unavailable` where single seconds
    could not be read.
    """
    for _ in range(PASSES):
        again = _to_read_again(search, wanted)
        if not again:
            break
        search.read(again)
    search.collection.unverified = search.ledger.unverified_time()
    if search.setbacks.unreadable:
        raise Unavailable(search.setbacks.sentence())


def _to_read_again(search: Search, wanted: Window) -> list[Window]:
    collection, ledger, now = search.collection, search.ledger, search.now
    readings = ledger.unverified(now, collection.run_id, wanted)
    if not readings:
        return []
    if not ledger.knows_events():
        return with_events(collection.source, readings)
    return verify_readings(ledger, collection.source, collection.order, readings, now)
