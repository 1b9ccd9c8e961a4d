"""Read one listing until it can be believed, and keep it.

A listing moves while it is paged: rows stand on two pages, or on none. It is whole when every page
came, the count held still, no row came twice and there are as many rows as counted (design.md 2).

A broken server may answer without end. A reading stops where a page repeats an earlier one, where
far more rows came than were counted, where most rows came twice, and after `PAGES_MOST` pages. It
is not repeated then: a second reading would cost as much and bring the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hub.errors import HubError
from hub.listings import PAGE_SIZE, SCIM_PAGE_SIZE
from hub.lists import ListPage
from warehouse.database import Writer
from warehouse.listing import Census, Kept, Staging, staging

READINGS = 3
BELIEVED_AT_ONCE = 5  # departures; more than these, and than a tenth, want a second reading
PAGES_MOST = 10_000  # in one reading
ROWS_BEYOND = 1_000  # more rows than that beyond twice the count are no change while it was read
COUNT_MOST = PAGES_MOST * SCIM_PAGE_SIZE  # a larger count is none that could be reached
LARGEST = 2**63 - 1  # what the table `listings` can hold as a count
FULL_PAGES = (PAGE_SIZE, SCIM_PAGE_SIZE)  # without a count, such a page may not be the last one
REPEATS_SOUGHT = 4  # pages; whether most entries came twice is asked then, and at each doubling

Ask = Callable[[int, int], ListPage]  # the page's number from 1, the rows on the pages before it
Doubt = Callable[[Staging], str | None]


@dataclass(frozen=True)
class Shelf:
    """Where a listing belongs: `scope` is a repository, team, owner, or empty; `now` is UTC."""

    writer: Writer
    account: str
    resource: str
    run_id: UUID
    scope: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def staging(self) -> AbstractContextManager[Staging]:
        """An empty stage for a reading that begins now."""
        return staging(self.writer, self.account, self.resource, self.scope, self.now())


@dataclass(frozen=True)
class Reading:
    """What came of a listing, why it was not whole if it was not, and if it was cut as too long."""

    kept: Kept
    flaw: str | None
    too_long: bool


def keep_listing(
    shelf: Shelf,
    ask: Ask,
    *,
    paged: bool = True,
    newest_first: bool = False,
    doubt: Doubt = lambda _: None,
) -> Reading:
    """Read a listing and keep it: whole if that comes about in a few readings, else in part.

    Without `paged` everything comes in one answer. With `newest_first` the pages beyond those that
    moved are left out where the count adds up. `doubt` may say why a whole reading is not to be
    believed all the same. Raises the `HubError` that cut a reading off, after what had come is
    kept.
    """
    before: Census | None = None
    spent = 0
    for attempt in range(1, READINGS + 1):
        with shelf.staging() as stage:
            walk = _Walk(shelf, stage, ask, spent, paged=paged)
            walk.read(newest_first=newest_first)
            census, spent = stage.census(), walk.requests
            final = walk.endless or _hopeless(census, walk.expected)
            flaw = final or walk.flaw or walk.emptied(census) or _flaw(census, walk.expected)
            if not (flaw or walk.newest_only or census == before):
                flaw = _surprise(census)
            if flaw is None or final or attempt == READINGS:
                flaw = flaw or doubt(stage)
                return Reading(walk.keep(flaw), flaw, too_long=walk.too_long)
            before = census
    raise AssertionError("the last reading is kept")


class _Walk:
    """One reading, from page to page into the stage."""

    def __init__(self, shelf: Shelf, stage: Staging, ask: Ask, spent: int, *, paged: bool) -> None:
        self.pages = self.rows = self.moved = 0
        self.requests = spent
        self.counted: int | None = None
        self.flaw: str | None = None
        self.endless: str | None = None  # why the reading was stopped before its end
        self.newest_only = False
        self._paged = paged
        self._prints: set[int] = set()  # of the pages so far
        self._shelf, self._stage, self._ask = shelf, stage, ask
        self._known = 0  # entries that hold so far, where that matters

    def read(self, *, newest_first: bool) -> None:
        """Stage every page up to the end: as many rows as counted, or a page that is empty.

        Stops before it where there seems to be none.
        """
        try:
            self._known = self._stage.census().open if newest_first else 0
            while not self._ended(self._take(self._next())):
                if newest_first and self._nothing_beyond():
                    self.newest_only = True
                    return
        except HubError as problem:
            if self.pages:
                self.keep(f"It was cut off after {self.pages} pages. {problem}")
            raise

    @property
    def expected(self) -> int | None:
        """How many entries should have come, where that can be said."""
        return None if self.newest_only else self.counted

    @property
    def too_long(self) -> bool:
        """Whether the reading was stopped only by the limit of pages."""
        return self.endless is not None and self.pages >= PAGES_MOST

    def emptied(self, census: Census) -> str | None:
        """Why an empty answer is not believed: a list that is read by pages has a count."""
        if census.rows or not census.open or self.counted is not None or not self._paged:
            return None
        return f"It was empty and had no count, though {census.open} entries are known."

    def keep(self, flaw: str | None) -> Kept:
        """Keep what is staged, for as much as it is."""
        state = "partial" if flaw else "newest" if self.newest_only else "whole"
        return self._stage.keep(
            self._shelf.run_id,
            state,
            reason=flaw,
            counted=None if self.counted is None else min(self.counted, LARGEST),
            pages=self.pages,
            requests=self.requests,
        )

    def _next(self) -> ListPage:
        self.requests += 1
        return self._ask(self.pages + 1, self.rows)

    def _take(self, page: ListPage) -> ListPage:
        if self.pages == 0:
            self.counted = page.count
        elif page.rows and page.count != self.counted:
            self.flaw = f"The count went from {self.counted} to {page.count} while it was paged."
        self.pages += 1
        if page.rows and self._is_new(page):
            self._stage.add(page.text)
            self.rows += page.rows
        return page

    def _is_new(self, page: ListPage) -> bool:
        """Whether no earlier page was the same; one that is ends the reading."""
        known = len(self._prints)
        self._prints.add(hash(page.text))
        if len(self._prints) > known:
            return True
        self.endless = f"Docker Hub answered page {self.pages} with a page it had sent before."
        return False

    def _ended(self, page: ListPage) -> bool:
        if not self.endless and not self._is_last(page):
            self.endless = self._too_much()
        return self.endless is not None or self._is_last(page)

    def _is_last(self, page: ListPage) -> bool:
        if page.rows == 0 or not self._paged:
            return True
        if self.counted is None:
            return page.rows not in FULL_PAGES
        return self.rows >= self.counted

    def _too_much(self) -> str | None:
        """Why there is no use in asking for more pages, if there is none."""
        if self.pages >= PAGES_MOST:
            return f"It did not end within {self.pages:,} pages."
        if self.pages >= REPEATS_SOUGHT and self.pages.bit_count() == 1:
            census = self._stage.census()
            if census.keys * 2 < census.rows - census.unkeyed:
                return f"Most of the {census.rows} entries on {self.pages} pages came twice."
        return None

    def _nothing_beyond(self) -> bool:
        """Whether the page brought no change, and the count leaves no room for one beyond it."""
        if self.counted is None or self.counted > self._known + self.rows:
            return False  # whatever came; a census of every page takes the square of the time
        census = self._stage.census()
        moved_before, self.moved = self.moved, census.fresh + census.changed
        return self.moved == moved_before and self.counted == census.open + census.fresh


def all_rejected(entries: int, why: str | None) -> str:
    """The sentence for a listing of which nothing could be understood."""
    which = "The only entry was" if entries == 1 else f"All {entries} entries were"
    return f"{which} rejected: {why}."


def _hopeless(census: Census, expected: int | None) -> str | None:
    """Why the reading is not whole, where another one would cost as much and bring the same."""
    if census.rows and census.rejected == census.rows:
        return all_rejected(census.rows, census.why)
    if expected is None:
        return None
    if expected > COUNT_MOST or census.rows > 2 * expected + ROWS_BEYOND:
        return _miscounted(census, expected)
    return None


def _flaw(census: Census, expected: int | None) -> str | None:
    """Why the reading is not whole, if it is not."""
    if census.unkeyed:
        return f"{census.unkeyed} entries have nothing to know them by."
    if census.keys != census.rows:
        return f"{census.rows - census.keys} entries came twice."
    if expected is not None and census.rows != expected:
        return _miscounted(census, expected)
    return None


def _miscounted(census: Census, expected: int) -> str:
    return f"{expected} entries were counted, {census.rows} came."


def _surprise(census: Census) -> str | None:
    """So many departures that one reading is not enough: an answer may be empty by a hiccup."""
    gone = census.open - (census.keys - census.fresh)
    few = gone <= max(BELIEVED_AT_ONCE, census.open // 10) and census.keys > 0
    if gone == 0 or few:
        return None
    return f"{gone} of {census.open} entries would be gone, and no second reading says the same."
