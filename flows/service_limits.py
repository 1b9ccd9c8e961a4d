"""What a service was found to accept: how wide a range, and how many rows of one question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from warehouse.intervals import SECOND

SURE_AFTER = 2  # answers that broke off after the same number of rows
ROOM = 0.8  # of the rows that are answered, the part that a window is meant to hold
UNLIMITED = 10**9  # rows


@dataclass
class ServiceLimits:
    """The limits found for one organization's log; None where none was met.

    `width` is the widest range that may be asked for, `rows` how many rows of a question are given.
    They `changed` when this run found something new.
    """

    width: timedelta | None = None
    rows: int | None = None
    changed: bool = False
    _broke_off: Counter[int] = field(default_factory=Counter)

    @property
    def rows_aimed_at(self) -> int:
        """How many rows a window is meant to hold at most."""
        return UNLIMITED if self.rows is None else max(1, int(self.rows * ROOM))

    def refused(self, width: timedelta) -> None:
        """Take in that a range as wide as this was refused, while a narrower one was answered."""
        narrower = max(SECOND, width / 2)
        if self.width is None or narrower < self.width:
            self.width, self.changed = narrower, True

    def broke_off(self, rows: int) -> None:
        """Take in that an answer broke off after so many rows; one alone may be an accident."""
        self._broke_off[rows] += 1
        lower = self.rows is None or rows < self.rows
        if lower and self._broke_off[rows] >= SURE_AFTER:
            self.rows, self.changed = rows, True
