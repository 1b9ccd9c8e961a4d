"""What the ledger says about an organisation's log: what was read, when, and how dense it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flows.windows import Window, joined, without
from warehouse.database import Writer

PROBE_AFTER = timedelta(days=7)  # the tail of an old window is asked again this long after
PROBED_AGE = timedelta(days=90)  # windows that ended longer ago are left alone
PROBES_A_RUN = 20  # requests that one run spends on old windows


@dataclass(frozen=True)
class Tail:
    """Where a reading ended: the window, the page to compare, and what no newer reading holds."""

    window_id: str
    window: Window
    page: int
    digest: str
    checked_at: datetime
    standing: tuple[Window, ...]


@dataclass(frozen=True)
class Ledger:
    """One organisation's rows of `coverage`, as far as planning needs them."""

    writer: Writer
    account: str

    def spans(self) -> list[Window]:
        """The time that was read, joined where readings touch."""
        return [Window(*row) for row in self._rows("spans")]

    def readings_since(self, start: datetime) -> list[tuple[Window, datetime]]:
        """The readings of time after `start`, and when each was made."""
        rows = self._rows("readings_since", since=start)
        return [(Window(begin, end), read_at) for begin, end, read_at in rows]

    def latest_arrival(self) -> timedelta:
        """How late the latest late event came."""
        ((seconds,),) = self._rows("latest_arrival")
        return timedelta(seconds=seconds)

    def events_per_second(self) -> float | None:
        """How dense the newest week was; None where less than a day of it was read."""
        ((density,),) = self._rows("density")
        return float(density) if density is not None else None

    def tails_due(self, now: datetime) -> list[Tail]:
        """Old windows whose tail was not looked at for long, the longest first."""
        return self._tails(Window(now - PROBED_AGE, now), now - PROBE_AFTER)[:PROBES_A_RUN]

    def tails_within(self, window: Window, before: datetime) -> list[Tail]:
        """The readings that touch `window` and were last looked at earlier than `before`."""
        return self._tails(window, before)

    def looked_at(self, tail: Tail, now: datetime) -> None:
        """Note that the tail had not moved."""
        with self.writer.transaction():
            self.writer.run("note_probe", {"window_id": tail.window_id, "now": now.isoformat()})

    def _tails(self, within: Window, unseen_since: datetime) -> list[Tail]:
        found: list[Tail] = []
        newer: list[Window] = []
        read = self._rows("tails", since=within.start, until=within.end)
        for window_id, start, end, page, digest, checked_at in read:
            inside = Window(max(start, within.start), min(end, within.end))
            standing = without(inside, newer)
            newer = joined([*newer, inside])
            if standing and checked_at < unseen_since:
                tail = Tail(
                    window_id, Window(start, end), page, digest, checked_at, tuple(standing)
                )
                found.append(tail)
        return sorted(found, key=lambda tail: tail.checked_at)

    def _rows(self, name: str, **asked: datetime) -> list[tuple[Any, ...]]:
        texts = {name: moment.isoformat() for name, moment in asked.items()}
        return self.writer.run(name, {"account": self.account, **texts})
