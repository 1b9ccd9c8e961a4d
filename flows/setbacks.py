"""Count what could not be read, and end a search in which nothing can be read any more."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.errors import Unavailable
from warehouse.intervals import Window

MOST_IN_A_ROW = 40  # windows that failed; halving all time down to a second takes 28
MOST_SECONDS_IN_A_ROW = 5
MOST_SECONDS = 20  # in one run
MOST = 100  # windows that failed in one run
NAMED = 3  # seconds that a sentence names


@dataclass
class Setbacks:
    """The windows of one organization's log that failed since something was last read."""

    account: str
    unreadable: list[tuple[Window, str]] = field(default_factory=list)
    _in_a_row: int = 0
    _in_all: int = 0
    _seconds_in_a_row: int = 0

    def progress(self) -> None:
        """Take in that a window was read and verified."""
        self._in_a_row = self._seconds_in_a_row = 0

    def failed(self, reason: str) -> None:
        """Take in that a window must be read again in narrower ones.

        Raises `Unavailable` where little else happens.
        """
        self._in_a_row += 1
        self._in_all += 1
        if self._in_a_row >= MOST_IN_A_ROW or self._in_all >= MOST:
            raise Unavailable(
                f"The audit log of {self.account} cannot be read: {self._in_all} time ranges had "
                f"to be read again in narrower ones. The last one: {reason} What was verified is "
                "kept, and the next run tries the rest again."
            )

    def failed_second(self, second: Window, reason: str) -> None:
        """Take in that a single second cannot be read; `Unavailable` after several in a row."""
        self.unreadable.append((second, reason))
        self._seconds_in_a_row += 1
        if self._seconds_in_a_row >= MOST_SECONDS_IN_A_ROW or len(self.unreadable) >= MOST_SECONDS:
            raise Unavailable(self.sentence())

    def sentence(self) -> str:
        """What could not be read, for a person."""
        times = [f"{window.start:%Y-%m-%d %H:%M:%S}" for window, _ in self.unreadable]
        more = f" and {len(times) - NAMED} more" if len(times) > NAMED else ""
        return (
            f"The audit log of {self.account} could not be read completely at "
            f"{', '.join(times[:NAMED])}{more} UTC. {self.unreadable[-1][1]} The next run tries "
            "again."
        )
