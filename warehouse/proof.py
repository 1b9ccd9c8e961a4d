"""Check that a time range of an organization's log is complete, or say what of it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from warehouse.ask import answers
from warehouse.intervals import Window, joined, without


@dataclass(frozen=True)
class Part:
    """A part of the time range: from `from_time` (included) to `to_time` (not included).

    `reason` says why it is not verified; it is empty for other parts.
    """

    from_time: datetime
    to_time: datetime
    reason: str = ""


@dataclass(frozen=True)
class Proof:
    """What is known of a time range; each moment of it is in exactly one kind of part.

    `covered` was read, and it was verified that nothing is missing. `not_verified` was answered,
    but events may be missing. `gaps` were not read. `unreachable` is older than the oldest event
    that Docker Hub ever answered, so nobody can tell whether there was nothing or it is gone.
    """

    account: str
    covered: tuple[Part, ...]
    not_verified: tuple[Part, ...]
    gaps: tuple[Part, ...]
    unreachable: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        """Whether all of the time range is covered."""
        return not (self.not_verified or self.gaps or self.unreachable)


def prove(
    connection: duckdb.DuckDBPyConnection, account: str, start: datetime, end: datetime
) -> Proof:
    """What the ledger says of the time between `start` and `end`."""
    wanted = Window(start, end)
    asked = {"account": account, "from_time": start.isoformat(), "to_time": end.isoformat()}
    readings = answers(connection, "proof_readings", asked)
    covered = joined(_window(row).within(wanted) for row in readings if row["verified"])
    reach = answers(connection, "oldest_event", {"account": account})
    oldest = reach[0]["oldest_event"] if reach and not reach[0]["is_the_beginning"] else start
    missing = without(wanted, covered)
    lost = joined(part.within(Window(start, max(start, oldest))) for part in missing)
    doubted = list(_doubted(wanted, readings, [*covered, *lost]))
    known = [*covered, *lost, *(Window(part.from_time, part.to_time) for part in doubted)]
    gaps = without(wanted, known)
    return Proof(account, _parts(covered), tuple(doubted), _parts(gaps), _parts(lost))


def _doubted(
    wanted: Window, readings: Sequence[Mapping[str, Any]], known: list[Window]
) -> Iterator[Part]:
    """The parts that only unverified readings reach, each with the reason of its newest reading."""
    doubtful = [(_window(row).within(wanted), row["reason"]) for row in readings]
    for stretch in joined(window for window, reason in doubtful if reason):
        for part in without(stretch, known):
            reasons = (reason for window, reason in doubtful if reason and _meet(window, part))
            yield Part(part.start, part.end, next(reasons))


def _meet(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _window(row: Mapping[str, Any]) -> Window:
    return Window(row["from_time"], row["to_time"])


def _parts(windows: Iterable[Window]) -> tuple[Part, ...]:
    return tuple(Part(window.start, window.end) for window in windows)
