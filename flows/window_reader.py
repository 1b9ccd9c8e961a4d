"""Read one window of the audit log and verify what was read, or say how much of it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flows.end_check import (
    STRAYS,
    Ask,
    EndCheck,
    Source,
    Verdict,
    inside,
    microseconds,
    padded,
    second_of,
    strays,
)
from flows.page_reader import (
    Limits,
    Order,
    Paged,
    UnstableWindow,
    order_of,
    read_pages,
    tail_of,
    times_of,
)
from hub.client import PAGE_SIZE
from hub.page import Page
from warehouse.intervals import SECOND, Window

LARGEST = 32 * 1024**2  # bytes of entries that one window holds in memory
LIMITS = Limits(pages=200, size=LARGEST)
LIMITS_OF_A_SECOND = Limits(pages=1_000, size=8 * LARGEST)  # which no narrower window can share


@dataclass(frozen=True)
class WindowReading:
    """What was read of a window.

    `window` is the part that `pages` hold completely, `rest` what is still to be read. `doubt` says
    why it is not verified that nothing is missing; it is `incomplete` where something certainly is.
    `cap` is the number of rows after which the
    service wrongly said that the list ends, or refused to go on.
    """

    window: Window
    pages: tuple[Page, ...]
    requests: int
    tail_page: int
    tail_hash: str
    rest: Window | None = None
    doubt: str | None = None
    cap: int | None = None
    order: Order = "unknown"
    incomplete: bool = False


class _Counted:
    """A way to ask that counts how often it was used."""

    def __init__(self, ask: Ask) -> None:
        self.requests, self._ask = 0, ask

    def __call__(self, window: Window, number: int) -> Page:
        self.requests += 1
        return self._ask(window, number)


def read_window(source: Source, window: Window) -> WindowReading:
    """Read a window and verify that nothing is missing.

    Where the list goes on although it was said to end, or is too long to be read at once, the part
    that was read without a gap is given, and the rest is left. Raises `UnstableWindow` where only
    narrower windows may be readable, and what `source` raises for a first page.
    """
    counted = _Counted(source.ask)
    limits = LIMITS if window.width > SECOND else LIMITS_OF_A_SECOND
    paged = read_pages(partial(counted, padded(window)), limits)
    found = _Found(window, paged, unsorted=source.unsorted)
    if found.order == "mixed" and len(found.pages) > 1 and window.width > SECOND:
        raise UnstableWindow("its events come in no order, so that its end cannot be verified")
    verdict = found.verdict(EndCheck(source, counted))
    return found.reading(verdict, counted)


class _Found:
    """What paging through a window brought."""

    def __init__(self, window: Window, paged: Paged, *, unsorted: bool) -> None:
        self.window, self.paged, self.pages = window, paged, paged.pages
        answered = times_of(paged.pages)
        self.strays = strays(answered, padded(window))
        self.times = inside(answered, padded(padded(window)))
        self.order: Order = "mixed" if unsorted else order_of(self.times)

    def verdict(self, check: EndCheck) -> Verdict:
        """Whether it is all there is."""
        if self.strays:
            return STRAYS
        if self.paged.stopped:
            return Verdict("incomplete", self.paged.stopped)
        return check.of_reading(self.window, self.times, self.order)

    def reading(self, verdict: Verdict, counted: _Counted) -> WindowReading:
        """The whole window where it is verified, else the part that was read without a gap.

        Where there is no such part, raises `UnstableWindow` if narrower windows may hold less, and
        gives the whole window in doubt if not.
        """
        cut = None if verdict.verified or verdict == STRAYS else self._cut()
        if cut is not None:
            return self._reading(counted, *cut, cap=self._cap(verdict))
        if verdict.state == "incomplete" and self.window.width > SECOND:
            raise UnstableWindow(verdict.reason)
        doubt = verdict.reason or None
        incomplete = verdict.state == "incomplete"
        return self._reading(counted, self.window, None, doubt=doubt, incomplete=incomplete)

    def _reading(
        self,
        counted: _Counted,
        part: Window,
        rest: Window | None,
        *,
        doubt: str | None = None,
        cap: int | None = None,
        incomplete: bool = False,
    ) -> WindowReading:
        page, tail = tail_of(self.pages if rest is None else self._as_asked(padded(part)))
        return WindowReading(
            window=part,
            pages=self.pages,
            requests=counted.requests,
            tail_page=page,
            tail_hash=tail.digest(),
            rest=rest,
            doubt=doubt,
            cap=cap,
            order=self.order,
            incomplete=incomplete,
        )

    def _cut(self) -> tuple[Window, Window] | None:
        """The part in which nothing can be missing, and the rest; None where there is no such part.

        Events come without a gap, so of a list that breaks off all is there but what lies beyond
        its last second, of which some may be missing.
        """
        start, end = self.window.start, self.window.end
        if self.order == "newest first":
            cut = second_of(min(self.times)) + SECOND
            part, rest = Window(cut, end), Window(start, cut)
        elif self.order == "oldest first":
            cut = second_of(max(self.times))
            part, rest = Window(start, cut), Window(cut, end)
        else:
            return None
        return (part, rest) if start < cut < end else None

    def _cap(self, verdict: Verdict) -> int | None:
        ended_by_service = self.paged.stopped is None or self.paged.refused
        if verdict.state != "incomplete" or not ended_by_service:
            return None
        return sum(map(len, self.pages))

    def _as_asked(self, asked: Window) -> list[Page]:
        """The pages as they would be had only `asked` been asked for."""
        size = len(self.pages[0]) if len(self.pages) > 1 else PAGE_SIZE
        start, end = microseconds(asked.start), microseconds(asked.end)
        rows = [
            (entry, mark, time)
            for page in self.pages
            for entry, mark, time in zip(page.entries, page.prints, page.times, strict=True)
            if time is None or start <= time <= end
        ]
        pieces = (rows[place : place + size] for place in range(0, len(rows), size))
        return [_page(piece) for piece in pieces]


def _page(rows: Sequence[tuple[bytes, int, int | None]]) -> Page:
    entries, marks, times = zip(*rows, strict=True)
    return Page(entries, marks, times)
