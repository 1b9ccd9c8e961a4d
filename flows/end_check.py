"""Verify that a reading of a window holds all there is: ask again, in another way.

An empty, short or missing page only claims that the list ends. The service may cut every answer off
at some number of rows, or something in between may answer in its place. So a second question is
asked whose answer would show more events if there were any, and which must show events that are
known: an answer without a known event proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flows.page_reader import MICROSECONDS, Order, is_refusal, may_be_full
from hub.errors import HubError
from hub.page import EPOCH, Page
from warehouse.intervals import SECOND, Window, whole_second

INSTANT = timedelta(microseconds=1)  # the edges of what is asked for may be left out
# No service cuts its answers off at fewer rows, and the page sizes that were seen are multiples.
LEAST_CAP = 25
SPARE_PAGES = 5  # of a check, beyond twice those that the known events fill

Ask = Callable[[Window, int], Page]  # a page of the events of a window, whose edges may be left out
Nearest = Callable[[Window], tuple[datetime | None, datetime | None]]


@dataclass(frozen=True)
class Verdict:
    """What the check found: `incomplete` means that more events exist than were read.

    `doubtful` means that nothing was proved. `reason` is a sentence, empty where it is verified.
    """

    state: Literal["verified", "incomplete", "doubtful"]
    reason: str = ""

    @property
    def verified(self) -> bool:
        """Whether nothing is missing."""
        return self.state == "verified"


VERIFIED = Verdict("verified")
INCOMPLETE = Verdict("incomplete", "A later answer showed events that the first one lacked.")
CONTRADICTED = Verdict("doubtful", "A later answer lacked events that the first one showed.")
ENDLESS = Verdict("doubtful", "The answer that was to verify it did not end.")
NOTHING_KNOWN = Verdict("doubtful", "No event is known that an answer could be compared with.")
UNPROVEN = Verdict(
    "doubtful", "Only an empty page said that the answer which was to verify it ends there."
)
STRAYS = Verdict(
    "doubtful", "Docker Hub answered with events outside of the time range that was asked for."
)
OUT_OF_REACH = Verdict(
    "doubtful", "No time range that Docker Hub accepts reaches from here to an event that is known."
)


def padded(window: Window) -> Window:
    """What to ask for, so that the window is inside whether or not the API includes its edges.

    That is unknown (behaviour.md 1.10); the loading keeps what falls inside.
    """
    return Window(window.start - SECOND, window.end + SECOND)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // INSTANT


def second_of(time: int) -> datetime:
    """The start of the second in which that time, in microseconds since 1970, lies."""
    return EPOCH + timedelta(seconds=time // MICROSECONDS)


def inside(times: Sequence[int], window: Window) -> list[int]:
    """Those of the times, in microseconds since 1970, that lie in the window."""
    start, end = microseconds(window.start), microseconds(window.end)
    return [time for time in times if start <= time < end]


def strays(times: Sequence[int], asked: Window) -> bool:
    """Whether some of the times lie outside of what was asked for, by more than a second.

    Then the service does not keep to what is asked, and its answers prove nothing.
    """
    return len(inside(times, padded(asked))) < len(times)


@dataclass(frozen=True)
class Source:
    """One organization's log: how to ask for it, and what is known of it.

    `ask` gives a page; `nearest` the times of the known events before and after a window that are
    closest to it. `widest` is the longest time range that the service accepts, None where none was
    refused; `unsorted` says that it was seen to sort by something else than time.
    """

    ask: Ask
    nearest: Nearest
    widest: timedelta | None = None
    unsorted: bool = False


@dataclass(frozen=True)
class EndCheck:
    """Verifies readings of one log; `ask` gives a page of it."""

    source: Source
    ask: Ask

    def of_reading(self, window: Window, times: Sequence[int], order: Order) -> Verdict:
        """Whether `times`, all that was read of the padded window, are all there is in it.

        One further request where few events share a second; none where the list went past the
        window, so that its end was seen.
        """
        if not inside(times, window):
            return self.of_whole(window, times)
        if order == "newest first":
            past = min(times) < microseconds(window.start)
            return VERIFIED if past else self.of_oldest(window, times)
        if order == "oldest first":
            past = max(times) >= microseconds(window.end)
            return VERIFIED if past else self.of_newest(window, times)
        return self.of_whole(window, times)

    def of_oldest(self, window: Window, times: Sequence[int]) -> Verdict:
        """Whether nothing in the window is older than the oldest of `times` in it."""
        end = second_of(min(inside(times, window))) + SECOND
        return self._compared(window, times, Window(padded(window).start, end))

    def of_newest(self, window: Window, times: Sequence[int]) -> Verdict:
        """Whether nothing in the window is newer than the newest of `times` in it."""
        newest = max(inside(times, window))
        start = second_of(newest)
        if newest == microseconds(start):  # the API may leave that very moment out
            start -= SECOND
        return self._compared(window, times, Window(start, padded(window).end))

    def of_whole(self, window: Window, times: Sequence[int]) -> Verdict:
        """Whether asking for more time than the window shows `times` and nothing else in it.

        Where there are none, or so many that the answer may be cut off, a known event outside of
        the window must be shown too.
        """
        if 0 < len(inside(times, window)) < LEAST_CAP:
            return self._compared(window, times, padded(padded(window)))
        return self._beside_known(window, times)

    def _beside_known(self, window: Window, times: Sequence[int]) -> Verdict:
        """The same for a wider range, in which a known event beside the window must be shown."""
        verdict = NOTHING_KNOWN
        before, after = self.source.nearest(window)
        for landmark in (after, before):
            if landmark is not None:
                verdict = self._beside(window, times, landmark)
                if verdict not in (UNPROVEN, OUT_OF_REACH):
                    break
        return verdict

    def _beside(self, window: Window, times: Sequence[int], landmark: datetime) -> Verdict:
        asked = padded(padded(window))
        start, end = min(asked.start, landmark - SECOND), max(asked.end, landmark + SECOND)
        asked = Window(whole_second(start), whole_second(end) + SECOND)
        if self.source.widest and asked.width > self.source.widest:
            return OUT_OF_REACH
        return self._compared(window, times, asked, landmark)

    def _compared(
        self,
        window: Window,
        times: Sequence[int],
        asked: Window,
        landmark: datetime | None = None,
    ) -> Verdict:
        """Compare what an answer shows with what is known; ask once more where it lacks some."""
        compared = window.within(Window(asked.start + INSTANT, asked.end))
        known = Counter(inside(times, compared))
        wanted = microseconds(landmark) if landmark else None
        for _ in range(2):
            try:
                verdict, shown = self._compared_once(asked, known, compared, wanted, 2 * len(times))
            except HubError as problem:
                if not is_refusal(problem):
                    raise
                return Verdict(
                    "doubtful", f"The answer that was to verify it was refused. {problem}"
                )
            if verdict != CONTRADICTED:
                break
        if verdict.verified and landmark is None and shown >= max(len(times), LEAST_CAP):
            return self._beside_known(window, times)  # both answers may break off at that number
        return verdict

    def _compared_once(
        self,
        asked: Window,
        known: Counter[int],
        compared: Window,
        landmark: int | None,
        most: int,
    ) -> tuple[Verdict, int]:
        """The verdict of one answer, and how many events it showed."""
        shown: list[int] = []
        pages: list[Page] = []
        while not pages or (len(pages[-1]) and may_be_full(pages[-1], pages[:-1])):
            if pages and len(pages) > most // len(pages[0]) + SPARE_PAGES:
                return ENDLESS, len(shown)
            pages.append(self._page(asked, len(pages) + 1))
            shown += [time for time in pages[-1].times if time is not None]
            if strays(shown, asked):
                return STRAYS, len(shown)
            if Counter(inside(shown, compared)) - known:
                return INCOMPLETE, len(shown)
        lacking = known - Counter(inside(shown, compared))
        if lacking or (landmark is not None and landmark not in shown):
            return CONTRADICTED, len(shown)
        if len(pages) > 1 and len(pages[-1]) == 0 and len(pages[0]) % LEAST_CAP == 0:
            return UNPROVEN, len(shown)
        return VERIFIED, len(shown)

    def _page(self, asked: Window, number: int) -> Page:
        """A page of a check; one that says that the page before was the last is asked for twice."""
        page = self.ask(asked, number)
        return page if len(page) or number == 1 else self.ask(asked, number)
