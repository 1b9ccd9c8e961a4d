"""Read one window of the audit log, page after page, until the answer can be believed.

The log has no ids, totals or cursors (behaviour.md 1.1), and pages are cut from a list that may
grow while it is read. An event that arrives above pushes rows down, and a row that was read comes
again on the next page, in place of the newcomer. So a reading in which nothing came twice missed
nothing. Where something did, the page it first stood on tells: had rows been pushed down, it would
look different now. Where that cannot be told, the window is read again until two readings agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hub.client import PAGE_SIZE
from hub.page import Page

READINGS = 5  # of one window before it is called restless
FAR = 100_000  # a page that no window reaches
DEEPEST = 200  # pages of one window that can be cut into narrower ones
DEFAULT_SIZE = 25  # rows on a page, and none has been seen to hold fewer (behaviour.md 1.12)
ROUND = 5  # sizes that somebody chose for a page, like 25 (behaviour.md 1.12), are multiples of it

Ask = Callable[[int], Page]


class Counted:
    """A way to ask that counts how often it was used."""

    def __init__(self, ask: Ask) -> None:
        """Count from zero."""
        self.requests, self._ask = 0, ask

    def __call__(self, number: int) -> Page:
        """Ask for that page."""
        self.requests += 1
        return self._ask(number)


class Restless(Exception):
    """The window did not hold still, is too deep, or its pages cannot be told apart; read less."""


@dataclass(frozen=True)
class Walked:
    """The pages of one believed reading, and where to look for later additions."""

    pages: tuple[Page, ...]
    requests: int
    tail_page: int
    tail_hash: str


def read_window(ask: Ask, deepest: int | None = None) -> Walked:
    """Read until the answer can be believed; `ask` gives a page by its number, from 1.

    Raises `Restless` where that does not come about or there are more than `deepest` pages, and
    whatever `ask` raises.
    """
    before: list[Page] | None = None
    asked = Counted(ask)
    for _ in range(READINGS):
        pages, end = _walk(asked, deepest)
        agreed = _agree(before, pages)
        if (agreed or _even(pages)) and _only_twins(pages, asked, agreed=agreed):
            tail_page, tail = _tail(pages, end)
            return Walked(tuple(pages), asked.requests, tail_page, tail.digest())
        before = pages
    raise Restless(f"{READINGS} readings of the window all differed")


def tail_moved(ask: Ask, tail_page: int, tail_hash: str) -> bool:
    """Whether events were added since: an insertion anywhere moves the tail.

    A lone page of a round number of rows may be all that a page may hold; then one more is asked.
    """
    page = ask(tail_page)
    return page.digest() != tail_hash or (
        tail_page == 1 and len(page) > 0 and len(page) % ROUND == 0 and len(ask(2)) > 0
    )


def _walk(ask: Ask, deepest: int | None) -> tuple[list[Page], Page]:
    """All pages up to the end, and what was answered beyond it: an empty page.

    Where the page number is ignored, page 1 answers for all; if it is short enough it is all.
    """
    pages: list[Page] = []
    while len(page := _ask_twice_if_empty(ask, pages)):
        if pages and page.prints == pages[-1].prints and len(ask(len(pages) + FAR)):
            if len(pages) == 1 and len(page) < DEFAULT_SIZE:
                break
            raise Restless("every page is the same: the page number is ignored")
        if len(pages) == deepest:
            raise Restless(f"it holds more than {deepest} pages")
        pages.append(page)
    return pages, page


def _ask_twice_if_empty(ask: Ask, pages: list[Page]) -> Page:
    """The next page; an empty one may be a hiccup, so it wants a short page before it or a twin."""
    page = ask(len(pages) + 1)
    if len(page) or _ended_short(pages):
        return page
    return ask(len(pages) + 1)


def _ended_short(pages: list[Page]) -> bool:
    return len(pages) > 1 and len(pages[-1]) < len(pages[0])


def _even(pages: list[Page]) -> bool:
    """Whether all pages are as long as the first, but for a shorter last one."""
    lengths = [len(page) for page in pages]
    return len(set(lengths[:-1])) <= 1 and (not lengths or lengths[-1] <= lengths[0])


def _only_twins(pages: list[Page], ask: Ask, *, agreed: bool) -> bool:
    """Whether whatever stands on two pages is there twice, rather than met again.

    Pushed-down rows leave the page that they first stood on changed, unless it looks like itself
    when shifted; then only a second reading that `agreed` tells. A page that came in place of
    another does not come again. Page 1 is asked again whatever it holds: where the oldest events
    come first it changes when some are forgotten, and then rows slip past between two pages.
    """
    times = Counter(row for page in pages for row in set(page.prints))
    for number, page in enumerate(pages, 1):
        suspect = any(times[row] > 1 for row in page.prints)
        if suspect and not agreed and _like_itself_shifted(page.prints):
            return False
        if (suspect or number == 1 < len(pages)) and ask(number).prints != page.prints:
            return False
    return True


def _like_itself_shifted(prints: tuple[int, ...]) -> bool:
    return any(prints[shift:] == prints[:-shift] for shift in range(1, len(prints)))


def _agree(one: list[Page] | None, other: list[Page]) -> bool:
    return one is not None and _counted(one) == _counted(other)


def _counted(pages: list[Page]) -> Counter[int]:
    return Counter(number for page in pages for number in page.prints)


def _tail(pages: list[Page], end: Page) -> tuple[int, Page]:
    """Additions show on the last page where it has room, else on the empty one after it."""
    full = len(pages) > 1 and not _ended_short(pages)
    if not pages or full or len(pages[-1]) >= PAGE_SIZE:
        return len(pages) + 1, end
    return len(pages), pages[-1]
