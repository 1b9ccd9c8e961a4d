"""An audit log in memory that is asked for pages, as misleading as a test wants it to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

import orjson

from flows.end_check import microseconds
from hub.page import EPOCH, Page
from warehouse.intervals import SECOND, Window

Trouble = Literal["add", "empty", "size ignored", "page ignored", "forget last", "forget first"]
Order = Literal["newest", "oldest", "shuffled"]
Edges = Literal["inclusive", "exclusive"]
Row = tuple[int, int]  # when it happened, in microseconds since 1970, and what makes it that event

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(seconds: float) -> int:
    """That many seconds after noon, in microseconds since 1970."""
    return microseconds(NOON + timedelta(seconds=seconds))


def span(start: int, end: int) -> Window:
    """The window of these seconds after noon."""
    return Window(NOON + start * SECOND, NOON + end * SECOND)


def page(rows: list[Row]) -> Page:
    """A page of these rows."""
    entries = tuple(orjson.dumps(row) for row in rows)
    return Page(entries, tuple(map(hash, rows)), tuple(time for time, _ in rows))


@dataclass
class Log:
    """Rows, cut into pages anew for each question; `troubles` come before an answer.

    `size` is the most rows on a page, `cap` after how many rows every list says that it ends. What
    is asked in the requests whose numbers are in `troubles` goes wrong in that way.
    """

    rows: list[Row]
    order: Order = "newest"
    edges: Edges = "inclusive"
    size: int = 100
    cap: int | None = None
    troubles: dict[int, tuple[Trouble, int]] = field(default_factory=dict)
    asked: list[tuple[Window, int]] = field(default_factory=list)

    def __call__(self, window: Window, number: int) -> Page:
        """Answer for that page of that time."""
        self.asked.append((window, number))
        trouble, place = self.troubles.get(len(self.asked), (None, 0))
        match trouble:
            case "add":
                self.rows.append((self._time(place), 1_000_000 + len(self.rows)))
            case "forget last":
                self.rows = sorted(self.rows)[: -1 - place % 3]
            case "forget first":
                self.rows = sorted(self.rows)[1 + place % 3 :]
            case "empty":
                return page([])
        size = 5 if trouble == "size ignored" else self.size
        first = 0 if trouble == "page ignored" else (number - 1) * size
        return page(self._chosen(window)[: self.cap][first : first + size])

    def nearest(self, window: Window) -> tuple[datetime | None, datetime | None]:
        """The events next to a window, as if all others were known already."""
        start, end = microseconds(window.start), microseconds(window.end)
        before = max((time for time, _ in self.rows if time < start), default=None)
        after = min((time for time, _ in self.rows if time >= end), default=None)
        return _moment(before), _moment(after)

    def within(self, window: Window) -> Counter[Row]:
        """The rows of a window."""
        start, end = microseconds(window.start), microseconds(window.end)
        return Counter(row for row in self.rows if start <= row[0] < end)

    def _time(self, place: int) -> int:
        return self.rows[place % len(self.rows)][0] if self.rows else at(0)

    def _chosen(self, window: Window) -> list[Row]:
        start, end = microseconds(window.start), microseconds(window.end)
        if self.edges == "exclusive":
            start, end = start + 1, end - 1
        found = sorted(row for row in self.rows if start <= row[0] <= end)
        if self.order == "newest":
            return found[::-1]
        if self.order == "shuffled":
            return sorted(found, key=lambda row: Random(f"{row}").random())
        return found


def _moment(time: int | None) -> datetime | None:
    return None if time is None else EPOCH + timedelta(microseconds=time)
