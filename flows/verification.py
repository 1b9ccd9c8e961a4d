"""Verify readings that are in the ledger without having been verified: one request each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flows.end_check import VERIFIED, EndCheck, Source, Verdict, inside, padded
from flows.ledger import Ledger, Unverified
from flows.page_reader import Order, unless_refused
from hub.client import PAGE_SIZE
from warehouse.intervals import Window, joined

CHECKS_A_RUN = 200
PROBES_A_RUN = 20  # ranges asked for the first event
SPARE = 2  # pages that reading a time range again costs beyond those that its events fill


def verify_readings(
    ledger: Ledger, source: Source, order: Order, readings: Sequence[Unverified], now: datetime
) -> list[Window]:
    """Verify these readings; returns the time ranges that must be read again, as events lack there.

    `order` is how the service was seen to sort. Time that many small readings cover, none of them
    checked before, is read again at once where that costs less than a check of each.
    """
    again: list[Window] = []
    left = CHECKS_A_RUN
    for span, members in _by_span(readings):
        if _is_cheaper_to_read(members):
            again.append(span)
            continue
        for reading in members[:left]:
            verdict = _verdict(ledger, source, order, reading)
            if verdict.verified:
                ledger.note_verified(reading, now)
            else:
                ledger.note_doubt(reading, verdict.reason, now)
                again += [reading.window] if verdict.state == "incomplete" else []
        left -= min(left, len(members))
    return joined(again)


def with_events(source: Source, readings: Sequence[Unverified]) -> list[Window]:
    """The time ranges of these readings that show events now; one request for each range.

    For a log of which no event is known yet, so that nothing can be compared.
    """
    spans = joined(reading.window for reading in readings)
    if source.widest:
        spans = [reading.window for reading in reversed(readings)]
    asked = spans[-PROBES_A_RUN:]
    return [span for span in asked if unless_refused(partial(source.ask, span, 1))]


def _by_span(readings: Sequence[Unverified]) -> list[tuple[Window, list[Unverified]]]:
    """The readings of each time range without a gap, the newest range first."""
    spans = joined(reading.window for reading in readings)
    of_span: dict[Window, list[Unverified]] = {span: [] for span in reversed(spans)}
    newest_first = iter(of_span)
    span = next(newest_first, None)
    for reading in readings:
        while span and reading.window.start < span.start:
            span = next(newest_first, None)
        if span:
            of_span[span].append(reading)
    return list(of_span.items())


def _is_cheaper_to_read(readings: Sequence[Unverified]) -> bool:
    events = sum(reading.events for reading in readings)
    fresh = all(reading.failed_checks == 0 for reading in readings)
    return fresh and len(readings) > events / PAGE_SIZE + SPARE


def _verdict(ledger: Ledger, source: Source, order: Order, reading: Unverified) -> Verdict:
    check = EndCheck(source, source.ask)
    window = reading.window
    times = ledger.known_times(padded(window))
    if order == "mixed" or not inside(times, window):
        return check.of_whole(window, times)
    ends = [] if order == "newest first" else [check.of_newest]
    ends += [] if order == "oldest first" else [check.of_oldest]
    verdicts = (end(window, times) for end in ends)
    return next((one for one in verdicts if not one.verified), VERIFIED)
