"""How fresh and how complete the shown data is, in the few words that stand on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.wording import counted, day, lasting, moment

STALE_AFTER = timedelta(hours=1)  # collection runs every five minutes; by hand, perhaps daily
WENT_WRONG = {"failed", "not permitted", "interrupted"}


@dataclass(frozen=True)
class Freshness:
    """What `queries/dashboard/freshness.sql` says of one organisation; times in UTC."""

    read_up_to: datetime
    complete_since: datetime
    since_the_beginning: bool
    oldest: datetime
    gaps: int
    gap_seconds: float
    rejected: int
    last_state: str
    last_error: str


@dataclass(frozen=True)
class Remark:
    """One of the few words; `wrong` where somebody should look."""

    text: str
    wrong: bool = False


def remarks(fresh: Freshness, unread_seconds: float, now: datetime) -> list[Remark]:
    """What to say at `now`; `unread_seconds` is how much of the shown time nobody has read."""
    age = now - fresh.read_up_to
    said = [
        Remark(
            f"Read up to {moment(fresh.read_up_to, now)}, {lasting(age)} ago", age > STALE_AFTER
        ),
        Remark(_since(fresh)),
        _gaps(fresh),
        Remark(
            f"{fresh.rejected:,} rejected" if fresh.rejected else "0 rejected", fresh.rejected > 0
        ),
    ]
    if unread_seconds:
        said.append(
            Remark(f"{lasting(timedelta(seconds=unread_seconds))} not collected here", True)
        )
    if fresh.last_state in WENT_WRONG:
        said.append(Remark(f"the last run {_went(fresh.last_state)}: {fresh.last_error}", True))
    return said


def _since(fresh: Freshness) -> str:
    since = day(fresh.complete_since)
    return f"complete since {since}" + (", its first day" if fresh.since_the_beginning else "")


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
