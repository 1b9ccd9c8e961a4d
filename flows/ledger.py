"""What the ledger says about an organization's log: what was read, when, and how dense it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.service_limits import ServiceLimits
from flows.windows import BEGINNING
from warehouse.database import Writer
from warehouse.intervals import Window, joined, without

PROBE_AFTER = timedelta(days=7)  # the tail of an old window is asked again this long after
PROBED_AGE = timedelta(days=90)  # windows that ended longer ago are left alone
PROBES_A_RUN = 20  # requests that one run spends on old windows
LIMITS_HOLD = timedelta(days=30)  # after this a limit of the service is tried again
CLOCKS_DIFFER = timedelta(minutes=1)  # at most, between two answers of the service


@dataclass(frozen=True)
class Tail:
    """Where a reading ended: the window, the page to compare, and what no newer reading holds."""

    window_id: str
    window: Window
    page: int
    digest: str
    checked_at: datetime
    standing: tuple[Window, ...]
    run_id: str


@dataclass(frozen=True)
class Unverified:
    """A reading that was not verified, how many events it has, how often it was checked in vain."""

    window_id: str
    window: Window
    events: int
    failed_checks: int


@dataclass(frozen=True)
class Ledger:
    """One organization's rows of `coverage`, as far as planning needs them."""

    writer: Writer
    account: str

    def answered(self) -> list[Window]:
        """The time that was answered, verified or not, joined where readings touch."""
        return [Window(*row) for row in self._rows("answered_spans")]

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

    def nearest(self, window: Window) -> tuple[datetime | None, datetime | None]:
        """The times of the known events before and after `window` that are closest to it."""
        asked = {"from_time": window.start, "to_time": window.end}
        ((before, after),) = self._rows("nearest_events", **asked)
        return before, after

    def known_times(self, window: Window) -> list[int]:
        """When the known events of `window`, its edges left out, were: microseconds since 1970."""
        asked = {"from_time": window.start, "to_time": window.end}
        return [time for (time,) in self._rows("known_times", **asked)]

    def forget_future(self, now: datetime) -> None:
        """Count readings dated later than `now` as not read: a wrong clock recorded them."""
        with self.writer.transaction():
            self._rows("forget_future", now=now + CLOCKS_DIFFER)

    def unverified(self, now: datetime, run_id: UUID, wanted: Window) -> list[Unverified]:
        """The readings to verify now, newest first.

        These are the ones of this run, those that touch `wanted`, and those that are due again.
        """
        span = {"since": wanted.start.isoformat(), "until": wanted.end.isoformat()}
        asked = {"account": self.account, "run_id": str(run_id), "now": now.isoformat()}
        rows = self.writer.run("unverified", asked | span)
        return [
            Unverified(window_id, Window(start, end), events, checks)
            for window_id, start, end, events, checks in rows
        ]

    def knows_events(self) -> bool:
        """Whether any event is known."""
        return self.nearest(Window(BEGINNING, BEGINNING)) != (None, None)

    def unverified_time(self) -> tuple[timedelta, str]:
        """How much time is answered but not verified, and why the newest of it is not."""
        ((seconds, reason),) = self._rows("unverified_time")
        return timedelta(seconds=seconds), reason

    def note_verified(self, reading: Unverified, now: datetime) -> None:
        """Note that nothing is missing in the reading."""
        with self.writer.transaction():
            asked = {"window_id": reading.window_id, "now": now.isoformat()}
            self.writer.run("note_verified", asked)

    def note_doubt(self, reading: Unverified, doubt: str, now: datetime) -> None:
        """Note why the reading could not be verified now."""
        with self.writer.transaction():
            asked = {"window_id": reading.window_id, "doubt": doubt, "now": now.isoformat()}
            self.writer.run("note_doubt", asked)

    def limits(self, now: datetime) -> ServiceLimits:
        """What the service was lately found to accept."""
        for seconds, rows in self._rows("service_limits", since=now - LIMITS_HOLD):
            return ServiceLimits(timedelta(seconds=seconds) if seconds else None, rows)
        return ServiceLimits()

    def note_limits(self, limits: ServiceLimits, now: datetime) -> None:
        """Remember what this run found the service to accept."""
        found = {
            "account": self.account,
            "widest_seconds": limits.width.total_seconds() if limits.width else None,
            "most_rows": limits.rows,
            "now": now.isoformat(),
        }
        with self.writer.transaction():
            self.writer.run("note_service_limits", found)
        limits.changed = False

    def tails_due(self, now: datetime) -> list[Tail]:
        """Old windows whose tail was not looked at for long, the longest first."""
        tails = self._tails(Window(now - PROBED_AGE, now))
        return [tail for tail in tails if tail.checked_at < now - PROBE_AFTER][:PROBES_A_RUN]

    def tails_within(self, window: Window, run_id: UUID) -> list[Tail]:
        """The readings that touch `window`, but for those that this run made."""
        return [tail for tail in self._tails(window) if tail.run_id != str(run_id)]

    def looked_at(self, tail: Tail, now: datetime) -> None:
        """Note that the tail had not moved."""
        with self.writer.transaction():
            self.writer.run("note_probe", {"window_id": tail.window_id, "now": now.isoformat()})

    def _tails(self, within: Window) -> list[Tail]:
        found: list[Tail] = []
        newer: list[Window] = []
        read = self._rows("tails", since=within.start, until=within.end)
        for window_id, start, end, page, digest, checked_at, run_id in read:
            window = Window(start, end)
            inside = window.within(within)
            standing = tuple(without(inside, newer))
            newer = joined([*newer, inside])
            if standing:
                found.append(Tail(window_id, window, page, digest, checked_at, standing, run_id))
        return sorted(found, key=lambda tail: tail.checked_at)

    def _rows(self, name: str, **asked: datetime) -> list[tuple[Any, ...]]:
        texts = {name: moment.isoformat() for name, moment in asked.items()}
        return self.writer.run(name, {"account": self.account, **texts})
