"""Read one listing until it can be believed, and keep it.

A listing moves while it is paged: rows stand on two pages, or on none. It is whole when every page
came, the count held still, no row came twice and there are as many rows as counted (design.md 2).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hub.errors import HubError
from hub.lists import ListPage
from warehouse.database import Writer
from warehouse.listing import Census, Kept, Staging, staging

READINGS = 3
BELIEVED_AT_ONCE = 5  # departures; more than these, and than a tenth, want a second reading

Ask = Callable[[int, int], ListPage]  # the page's number from 1, the rows on the pages before it
Doubt = Callable[[Staging], str | None]


@dataclass(frozen=True)
class Shelf:
    """Where a listing belongs: `scope` is a repository, a team, an owner, or empty."""

    writer: Writer
    account: str
    resource: str
    run_id: UUID
    scope: str = ""

    def staging(self) -> AbstractContextManager[Staging]:
        """An empty stage for a reading that begins now."""
        return staging(self.writer, self.account, self.resource, self.scope, datetime.now(UTC))


def keep_listing(
    shelf: Shelf, ask: Ask, *, newest_first: bool = False, doubt: Doubt = lambda _: None
) -> tuple[Kept, str | None]:
    """Read a listing and keep it: whole if that comes about in a few readings, else in part.

    Says what came of it, and why it was not whole where it was not. With `newest_first` the pages
    beyond those that moved are left out where the count adds up. `doubt` may say why a whole
    reading is not to be believed all the same. Raises the `HubError` that cut a reading off, after
    what had come is kept.
    """
    before: Census | None = None
    spent = 0
    for attempt in range(1, READINGS + 1):
        with shelf.staging() as stage:
            walk = _Walk(shelf, stage, ask, spent)
            walk.read(newest_first=newest_first)
            census, spent = stage.census(), walk.requests
            flaw = walk.flaw or _flaw(census, walk.expected)
            if not (flaw or walk.newest_only or census == before):
                flaw = _surprise(census)
            if flaw is None or attempt == READINGS:
                flaw = flaw or doubt(stage)
                return walk.keep(flaw), flaw
            before = census
    raise AssertionError("the last reading is kept")


class _Walk:
    """One reading, from page to page into the stage."""

    def __init__(self, shelf: Shelf, stage: Staging, ask: Ask, spent: int) -> None:
        self.pages = self.rows = self.moved = 0
        self.requests = spent
        self.counted: int | None = None
        self.flaw: str | None = None
        self.newest_only = False
        self._shelf, self._stage, self._ask = shelf, stage, ask

    def read(self, *, newest_first: bool) -> None:
        """Stage every page up to the end: as many rows as counted, or a page that is empty."""
        try:
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

    def keep(self, flaw: str | None) -> Kept:
        """Keep what is staged, for as much as it is."""
        state = "partial" if flaw else "newest" if self.newest_only else "whole"
        return self._stage.keep(
            self._shelf.run_id,
            state,
            reason=flaw,
            counted=self.counted,
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
        if page.rows:
            self._stage.add(page.text)
        self.pages += 1
        self.rows += page.rows
        return page

    def _ended(self, page: ListPage) -> bool:
        return page.rows == 0 or self.counted is None or self.rows >= self.counted

    def _nothing_beyond(self) -> bool:
        """Whether the page brought no change, and the count leaves no room for one beyond it."""
        census = self._stage.census()
        moved_before, self.moved = self.moved, census.fresh + census.changed
        return self.moved == moved_before and self.counted == census.open + census.fresh


def _flaw(census: Census, expected: int | None) -> str | None:
    """Why the reading is not whole, if it is not."""
    if census.unkeyed:
        return f"{census.unkeyed} entries have nothing to know them by."
    if census.keys != census.rows:
        return f"{census.rows - census.keys} entries came twice."
    if expected is not None and census.rows != expected:
        return f"{expected} entries were counted, {census.rows} came."
    return None


def _surprise(census: Census) -> str | None:
    """So many departures that one reading is not enough: an answer may be empty by a hiccup."""
    gone = census.open - (census.keys - census.fresh)
    few = gone <= max(BELIEVED_AT_ONCE, census.open // 10) and census.keys > 0
    if gone == 0 or few:
        return None
    return f"{gone} of {census.open} entries would be gone, and no second reading says the same."
