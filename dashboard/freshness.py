"""How fresh and how complete the shown data is, in the few words that stand on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.wording import counted, day, lasting, moment

CLOCK_OFF = 5.0  # seconds; a smaller difference is not worth a remark
STALE_AFTER = timedelta(hours=1)  # collection runs every five minutes; by hand, perhaps daily
WENT_WRONG = {"failed", "not permitted", "interrupted"}


@dataclass(frozen=True)
class Freshness:
    """What `queries/dashboard/freshness.sql` says of one organization; times in UTC.

    A time is None where nothing is verified or answered yet.
    """

    read_up_to: datetime | None  # the end of the newest verified time
    complete_since: datetime | None
    since_the_beginning: bool
    answered_up_to: datetime | None
    oldest: datetime
    gaps: int
    gap_seconds: float
    unverified_seconds: float
    rejected: int
    last_state: str
    last_error: str
    clock_ahead_seconds: float | None


@dataclass(frozen=True)
class Remark:
    """One of the few words; `wrong` where somebody should look."""

    text: str
    wrong: bool = False


def remarks(
    fresh: Freshness, unread: timedelta, unverified: timedelta, now: datetime
) -> list[Remark]:
    """What to say at `now`.

    `unread` and `unverified` are how much of the shown time was not read, or not verified.
    """
    return [
        *_complete(fresh, now),
        _gaps(fresh),
        Remark(
            f"{fresh.rejected:,} rejected" if fresh.rejected else "0 rejected", fresh.rejected > 0
        ),
        *_unverified(fresh, unverified),
        *([Remark(f"{lasting(unread)} not collected here", wrong=True)] if unread else []),
        *_clock(fresh.clock_ahead_seconds),
        *_last_run(fresh),
    ]


def _complete(fresh: Freshness, now: datetime) -> Iterator[Remark]:
    if fresh.read_up_to is None:
        yield Remark("Nothing is verified yet", wrong=True)
        return
    age = now - fresh.read_up_to
    read = f"Read up to {moment(fresh.read_up_to, now)}, {lasting(age)} ago"
    yield Remark(read, age > STALE_AFTER)
    if fresh.complete_since is not None:
        first = ", its first day" if fresh.since_the_beginning else ""
        yield Remark(f"complete since {day(fresh.complete_since)}{first}")


def _unverified(fresh: Freshness, here: timedelta) -> Iterator[Remark]:
    """How much is not verified in all, and how much of that is in the shown time, `here`."""
    together = timedelta(seconds=fresh.unverified_seconds)
    if here and here < together:
        said = f"{lasting(together)} not verified, {lasting(here)} of it here"
        yield Remark(f"{said}: events may be missing", wrong=True)
    elif here:
        yield Remark(f"{lasting(here)} not verified here: events may be missing", wrong=True)
    elif together:
        yield Remark(f"{lasting(together)} not verified", wrong=True)


def _clock(ahead: float | None) -> Iterator[Remark]:
    if ahead is not None and abs(ahead) >= CLOCK_OFF:
        way = "ahead of" if ahead > 0 else "behind"
        off = lasting(timedelta(seconds=abs(ahead)))
        yield Remark(f"this machine's clock was {off} {way} Docker Hub's", wrong=True)


def _last_run(fresh: Freshness) -> Iterator[Remark]:
    if fresh.last_state in WENT_WRONG:
        yield Remark(f"the last run {_went(fresh.last_state)}: {fresh.last_error}", wrong=True)


def _gaps(fresh: Freshness) -> Remark:
    if not fresh.gaps:
        return Remark("0 gaps")
    missing = lasting(timedelta(seconds=fresh.gap_seconds))
    together = "together " if fresh.gaps > 1 else ""
    return Remark(f"{counted(fresh.gaps, 'gap')}, {together}{missing}", wrong=True)


def _went(state: str) -> str:
    return {"not permitted": "was not permitted", "interrupted": "was interrupted"}.get(
        state, "failed"
    )
