"""Page through one window of the audit log until one consistent reading of it is there.

The log has no ids, totals or cursors (behaviour.md 1.1), and pages are cut from a list that may
grow while it is read. An event that arrives above pushes rows down, and a row that was read comes
again on the next page, in place of the newcomer. So a reading in which no row came twice missed
nothing. Where one did, the page it first stood on tells: had rows been pushed down, that page would
look different now. Where this cannot be told, the window is read until two readings agree.

Where the list ends is only what the service says; `flows.end_check` verifies it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from hub.client import PAGE_SIZE
from hub.errors import (
    Blocked,
    HubError,
    NotAllowed,
    NotAnOrganisation,
    OutOfReach,
    Refused,
    TooLarge,
    Unavailable,
)
from hub.page import Page

READINGS = 3  # of one window before it is called unstable
FAR = 100_000  # a page number that no window reaches
DEFAULT_SIZE = 25  # rows on a page, and none has been seen to hold fewer (behaviour.md 1.12)
ROUND = 5  # sizes that somebody chose for a page, like 25 (behaviour.md 1.12), are multiples of it
MICROSECONDS = 1_000_000  # in a second
EMPTY = Page((), ())

Ask = Callable[[int], Page]  # a page by its number, from 1
Order = Literal["newest first", "oldest first", "mixed", "unknown"]


class UnstableWindow(Exception):
    """No consistent reading of the window came about; narrower windows may be readable."""


class _Moved(Exception):
    """Rows moved between pages while they were read: this reading is worth nothing."""


@dataclass(frozen=True)
class Limits:
    """How much of one window is read at once: `pages`, and `size` in bytes of JSON text."""

    pages: int
    size: int


@dataclass(frozen=True)
class Paged:
    """One consistent reading: the pages without a gap, in the order the service has them.

    `stopped` says why the reader stopped early; it is None where the service said that the list
    ends here. It is `refused` where the service gave no further page.
    """

    pages: tuple[Page, ...]
    stopped: str | None = None
    refused: bool = False


def is_refusal(problem: Exception) -> bool:
    """Whether a question that asks for less may still be answered."""
    kinds = (Refused, NotAllowed, NotAnOrganisation, TooLarge, Unavailable)
    return isinstance(problem, kinds) and not isinstance(problem, OutOfReach | Blocked)


def unless_refused(ask: Callable[[], Page]) -> Page | None:
    """The page, or None where it is refused, so that less may still be asked for."""
    try:
        return ask()
    except HubError as problem:
        if is_refusal(problem):
            return None
        raise


def read_pages(ask: Ask, limits: Limits) -> Paged:
    """Read until one reading is consistent.

    Raises `UnstableWindow` where that does not come about, and what `ask` raises for page 1; a
    later page that is refused only stops the reading.
    """
    before: list[Page] | None = None
    for _ in range(READINGS):
        reading = _Reading(ask, limits)
        try:
            stopped = reading.run()
        except _Moved:
            before = None
            continue
        if not reading.ambiguous or _agree(before, reading.pages):
            return Paged(tuple(reading.pages), stopped, reading.refused)
        before = reading.pages
    raise UnstableWindow(f"{READINGS} readings of it all differed")


def times_of(pages: Sequence[Page]) -> list[int]:
    """The times that the rows carry, in microseconds since 1970, in their order."""
    return [time for page in pages for time in page.times if time is not None]


def order_of(times: Sequence[int]) -> Order:
    """How rows are sorted, by whole seconds; unknown where all are of one second."""
    seconds = [time // MICROSECONDS for time in times]
    if len(set(seconds)) <= 1:
        return "unknown"
    if all(one >= other for one, other in pairwise(seconds)):
        return "newest first"
    if all(one <= other for one, other in pairwise(seconds)):
        return "oldest first"
    return "mixed"


def may_be_full(page: Page, pages_before: Sequence[Page]) -> bool:
    """Whether more rows may follow: a shorter page than the first of its list has room left.

    A first page has room where no page size explains its length.
    """
    if pages_before:
        return len(page) >= len(pages_before[0])
    return len(page) >= PAGE_SIZE or (len(page) > 0 and len(page) % ROUND == 0)


def tail_of(pages: Sequence[Page]) -> tuple[int, Page]:
    """The page to ask again later, and what it held: an added event changes it, wherever it lies.

    Additions show on the last page where it has room, else on the empty one after it.
    """
    full = len(pages) > 1 and len(pages[-1]) >= len(pages[0])
    if not pages or full or len(pages[-1]) >= PAGE_SIZE:
        return len(pages) + 1, EMPTY
    return len(pages), pages[-1]


def tail_moved(ask: Ask, tail_page: int, tail_hash: str) -> bool:
    """Whether events were added since, or that page is refused now.

    A lone page of a round number of rows may be all that a page may hold; then one more is asked.
    """
    page = unless_refused(lambda: ask(tail_page))
    return (
        page is None
        or page.digest() != tail_hash
        or (tail_page == 1 and len(page) > 0 and may_be_full(page, ()) and len(ask(2)) > 0)
    )


class _Reading:
    """One attempt; `pages` are what came of it. It is `ambiguous` where a second must agree."""

    def __init__(self, ask: Ask, limits: Limits) -> None:
        self.pages: list[Page] = []
        self.ambiguous = self.refused = False
        self._ask, self._limits = ask, limits
        self._size = 0
        self._met_on: dict[int, int] = {}  # the page on which each row was met last

    def run(self) -> str | None:
        """Read on until the list ends, or say why it was left before; raises `_Moved`."""
        stopped = self._page_through()
        trusted = order_of(times_of(self.pages)) == "newest first"
        if len(self.pages) > 1 and not (trusted and len(self.pages[0]) == PAGE_SIZE):
            # Where the oldest come first, page 1 changes when some are forgotten, and then rows
            # slip past between two pages. A page 1 that was short by mistake hides rows as well.
            self._check_unchanged(1)
        return stopped

    def _page_through(self) -> str | None:
        while True:
            number = len(self.pages) + 1
            if number > self._limits.pages:
                return f"It holds more than {self._limits.pages} pages."
            if self._size > self._limits.size:
                return f"It holds more than {self._limits.size:,} bytes."
            try:
                page = self._ask(number)
            except HubError as problem:
                if number == 1 or not is_refusal(problem):
                    raise
                self.refused = True
                return f"Its page {number} was refused. {problem}"
            if len(page) == 0 or self._repeats_for_ever(page):
                return None
            self._take(page)
            if not may_be_full(page, self.pages[:-1]):
                return None

    def _repeats_for_ever(self, page: Page) -> bool:
        """Whether pages never end because their number is ignored; then page 1 may be all there is.

        Raises `UnstableWindow` where page 1 may be full: what follows it can never be seen.
        """
        if not self.pages or not all(row in self._met_on for row in page.prints):
            return False
        far_away = unless_refused(lambda: self._ask(len(self.pages) + FAR))
        if not far_away:
            return False
        if len(self.pages) == 1 and len(page) < DEFAULT_SIZE:
            return True
        raise UnstableWindow("pages repeat: the page number is ignored")

    def _take(self, page: Page) -> None:
        self.pages.append(page)
        self._size += page.size
        number = len(self.pages)
        if len(page) > len(self.pages[0]):  # so page 1 was shorter than a page, by mistake
            raise _Moved
        earlier = {self._met_on[row] for row in page.prints if row in self._met_on}
        self._met_on.update(dict.fromkeys(page.prints, number))
        for suspect in sorted(earlier and {*earlier, number}):
            self._check_unchanged(suspect)
            self.ambiguous |= _like_itself_shifted(self.pages[suspect - 1].prints)

    def _check_unchanged(self, number: int) -> None:
        if self._ask(number).prints != self.pages[number - 1].prints:
            raise _Moved


def _like_itself_shifted(prints: tuple[int, ...]) -> bool:
    """Whether rows that were pushed down would leave such a page looking the same."""
    return any(prints[shift:] == prints[:-shift] for shift in range(1, len(prints)))


def _agree(one: list[Page] | None, other: list[Page]) -> bool:
    return one is not None and _counted(one) == _counted(other)


def _counted(pages: list[Page]) -> Counter[int]:
    return Counter(number for page in pages for number in page.prints)
