"""Prove that a stretch of an organisation's log is complete, or say what of it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.ask import answers


@dataclass(frozen=True)
class Part:
    """A part of the stretch: from `from_time`, part of it, to `to_time`, not part of it."""

    from_time: datetime
    to_time: datetime


@dataclass(frozen=True)
class Proof:
    """What is known of a stretch: read whole, never read, or no longer to be had.

    `covered` was read whole. `gaps` were not read. `unreachable` is older than the oldest event
    that Docker Hub ever answered, so nobody can tell whether there was nothing or it has gone.
    """

    account: str
    covered: tuple[Part, ...]
    gaps: tuple[Part, ...]
    unreachable: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        """Whether the whole stretch is covered."""
        return not self.gaps and not self.unreachable


def prove(
    connection: duckdb.DuckDBPyConnection, account: str, start: datetime, end: datetime
) -> Proof:
    """What the ledger vouches for between `start` and `end`."""
    asked = {"account": account, "from_time": start.isoformat(), "to_time": end.isoformat()}
    spans = [Part(**row) for row in answers(connection, "proof_spans", asked)]
    covered, missing = _sorted_out(spans, start, end)
    reach = answers(connection, "oldest_event", {"account": account})
    oldest = reach[0]["oldest_event"] if reach and not reach[0]["is_the_beginning"] else start
    gone = [Part(part.from_time, min(part.to_time, oldest)) for part in missing]
    gaps = [Part(max(part.from_time, oldest), part.to_time) for part in missing]
    return Proof(account, tuple(covered), _real(gaps), _real(gone))


def _sorted_out(spans: list[Part], start: datetime, end: datetime) -> tuple[list[Part], list[Part]]:
    """Join the spans, and find what lies between them."""
    covered: list[Part] = []
    missing: list[Part] = []
    reached = start
    for span in spans:
        if span.from_time > reached:
            missing.append(Part(reached, span.from_time))
        if covered and span.from_time <= covered[-1].to_time:
            covered[-1] = Part(covered[-1].from_time, max(covered[-1].to_time, span.to_time))
        else:
            covered.append(span)
        reached = max(reached, span.to_time)
    if reached < end:
        missing.append(Part(reached, end))
    return covered, missing


def _real(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.from_time < part.to_time)
