"""Put one reading of a window into the tables: whole, with its row in the ledger, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from warehouse.database import Writer, plain_errors
from warehouse.sql import query


@dataclass(frozen=True)
class Reading:
    """What was answered for the events of `account` from `start` (included) to `end` (not).

    `pages` are JSON arrays of entries, keys in order; entries outside the window are left out by
    the loading. `read_at` is when the first page was asked for. All times are UTC.
    """

    account: str
    start: datetime
    end: datetime
    pages: tuple[bytes, ...]
    requests: int
    tail_page: int
    tail_hash: str
    read_at: datetime


@dataclass(frozen=True)
class Loaded:
    """What a reading brought: events answered, events that are new, entries that fit no column."""

    events: int
    new_events: int
    rejected: int


def load_window(writer: Writer, reading: Reading, run_id: UUID) -> Loaded:
    """Keep what `reading` holds; reading it twice changes nothing but the ledger.

    An event is the same event when account, action, name, actor, time and data are the same;
    identical ones are numbered, and of each the larger of the kept and the answered count stays.
    Raises a `WarehouseError` and keeps nothing where that fails.
    """
    window = {
        "account": reading.account,
        "from_time": reading.start.isoformat(),
        "to_time": reading.end.isoformat(),
    }
    mark = {"window_id": str(uuid4()), "seen_at": datetime.now(UTC).isoformat()}
    stage(writer, reading, window)
    with writer.transaction():
        (new_events,) = writer.run("insert_events", window | mark)[0]
        account = {"account": reading.account}
        (rejected,) = writer.run("insert_rejected", account | mark)[0]
        writer.run("insert_coverage", window | _ledger_entry(reading, mark, run_id, new_events))
    (events,) = writer.run("count_keyed")[0]
    return Loaded(events=events, new_events=new_events, rejected=rejected)


def stage(writer: Writer, reading: Reading, window: dict[str, str]) -> None:
    """Take the pages apart into this thread's temporary tables `staged` and `keyed`."""
    pages = [page.decode() for page in reading.pages]
    with plain_errors(writer.file):
        writer.cursor.execute(
            query("stage_window"),
            {"pages": pages, "read_at": reading.read_at.isoformat(), **window},
        )
        writer.cursor.execute(query("number_twins"))


def _ledger_entry(
    reading: Reading, mark: dict[str, str], run_id: UUID, new_events: int
) -> dict[str, str | int]:
    return {
        "window_id": mark["window_id"],
        "page_count": len(reading.pages),
        "requests": reading.requests,
        "new_events": new_events,
        "tail_page": reading.tail_page,
        "tail_hash": reading.tail_hash,
        "run_id": str(run_id),
        "read_at": reading.read_at.isoformat(),
    }
