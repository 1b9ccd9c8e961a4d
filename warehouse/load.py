"""Put one reading of a window into the tables: whole, with its row in the ledger, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from warehouse.batches import arrays, batches
from warehouse.database import Writer


@dataclass(frozen=True)
class Reading:
    """The response for the events of `account` from `start` (included) to `end` (excluded).

    `entries` are the JSON texts of all entries in order, each with sorted keys, and came on
    `page_count` pages. The loading ignores entries outside the window. An entry that was not valid
    JSON is `{"no JSON": <its text>}`. `fields` are the names of all fields that entries have.
    `read_at` is when the first page was requested, `seen_at` when the entries had been read, by
    the caller's clock. All times are UTC.
    """

    account: str
    start: datetime
    end: datetime
    entries: tuple[bytes, ...]
    page_count: int
    requests: int
    tail_page: int
    tail_hash: str
    read_at: datetime
    seen_at: datetime
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Loaded:
    """What an answer brought: entries in all, those new, and those that fit no column."""

    entries: int
    new: int
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
    with writer.loading:
        _stage(writer, reading, window)
        loaded = _keep(writer, reading, run_id, window)
        writer.run("unstage")
    return loaded


def load_actions(writer: Writer, account: str, answer: bytes, seen_at: datetime) -> Loaded:
    """Keep the catalogue of actions, an answer of `/v2/auditlogs/{account}/actions`.

    What is listed at `seen_at` (UTC) is new or seen again; what is no longer listed stays, with the
    time it was last seen.
    """
    mark = {"window_id": None, "seen_at": seen_at.isoformat()}
    seen = {"account": account, "seen_at": mark["seen_at"]}
    with writer.transaction():
        writer.run("stage_actions", {"answer": answer.decode()})
        writer.run("see_actions_again", seen)
        (new,) = writer.run("insert_actions", seen)[0]
        rejected = _reject(writer, account, "audit-actions", mark)
    (listed,) = writer.run("count_staged")[0]
    return Loaded(entries=listed, new=new, rejected=rejected)


def derive(writer: Writer) -> None:
    """Make `activity_days` and `admin_events` anew, as every loading keeps them."""
    with writer.transaction():
        writer.run("forget_derived")
        _derive(writer, {"from_time": "-infinity", "to_time": "infinity", "window_id": None})


def _stage(writer: Writer, reading: Reading, window: dict[str, str]) -> None:
    """Extract the entries into this thread's temporary table `staged`."""
    writer.run("make_stage")
    told = {"read_at": reading.read_at.isoformat(), **window}
    for batch in batches(reading.entries):
        writer.run("stage_pages", {"pages": arrays(batch), **told})
    ((wanted,),) = writer.run("wants_closer_look", {"fields": sorted(reading.fields)})
    if wanted:
        first = 0
        for batch in batches(reading.entries):
            mark = {"first": first, "read_at": told["read_at"]}
            writer.run("look_closer", {"pages": arrays(batch), **mark})
            first += len(batch)
    writer.run("number_twins")


def _keep(writer: Writer, reading: Reading, run_id: UUID, window: dict[str, str]) -> Loaded:
    mark = {"window_id": str(uuid4()), "seen_at": reading.seen_at.isoformat()}
    with writer.transaction():
        (new_events,) = writer.run("insert_events", window | mark)[0]
        if new_events:
            span = {name: window[name] for name in ("from_time", "to_time")}
            _derive(writer, span | {"window_id": mark["window_id"]})
        rejected = _reject(writer, reading.account, "audit-events", mark)
        entry = _ledger_entry(reading, mark, run_id, new_events)
        ((events,),) = writer.run("insert_coverage", window | entry)
    return Loaded(entries=events, new=new_events, rejected=rejected)


def _derive(writer: Writer, new: Mapping[str, str | None]) -> None:
    for name in ("count_new_events", "keep_admin_events"):
        writer.run(name, new)


def _reject(writer: Writer, account: str, resource: str, mark: Mapping[str, str | None]) -> int:
    ((rejected,),) = writer.run(
        "insert_rejected", {"account": account, "resource": resource, **mark}
    )
    return int(rejected)


def _ledger_entry(
    reading: Reading, mark: dict[str, str], run_id: UUID, new_events: int
) -> dict[str, str | int]:
    return {
        "window_id": mark["window_id"],
        "page_count": reading.page_count,
        "requests": reading.requests,
        "new_events": new_events,
        "tail_page": reading.tail_page,
        "tail_hash": reading.tail_hash,
        "run_id": str(run_id),
        "read_at": reading.read_at.isoformat(),
    }
