"""Put one reading of a window into the tables: whole, with its row in the ledger, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from warehouse.database import Writer

PAGES_AT_ONCE = 50  # taken apart in one statement, which holds them several times over


@dataclass(frozen=True)
class Reading:
    """What was answered for the events of `account` from `start` (included) to `end` (not).

    `pages` are JSON arrays of entries, keys in order; entries outside the window are left out by
    the loading. What was no JSON stands there as `{"no JSON": <its text>}`. `fields` are the names
    of all fields that entries have. `read_at` is when the first page was asked for. All times are
    UTC.
    """

    account: str
    start: datetime
    end: datetime
    pages: tuple[bytes, ...]
    requests: int
    tail_page: int
    tail_hash: str
    read_at: datetime
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


def load_actions(writer: Writer, account: str, answer: bytes) -> Loaded:
    """Keep the catalogue of actions, an answer of `/v2/auditlogs/{account}/actions`.

    What is listed is new or seen again; what is no longer listed stays, with the time it last was.
    """
    mark = {"window_id": None, "seen_at": datetime.now(UTC).isoformat()}
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
    """Take the pages apart into this thread's temporary table `staged`."""
    writer.run("make_stage")
    told = {"read_at": reading.read_at.isoformat(), **window}
    first, slices = 0, []
    for pages in _slices(reading.pages):
        ((entries,),) = writer.run("stage_pages", {"pages": pages, **told})
        slices.append(first)
        first += entries
    ((wanted,),) = writer.run("wants_closer_look", {"fields": sorted(reading.fields)})
    if wanted:
        for first, pages in zip(slices, _slices(reading.pages), strict=True):
            mark = {"first": first, "read_at": told["read_at"]}
            writer.run("look_closer", {"pages": pages, **mark})
    writer.run("number_twins")


def _slices(pages: tuple[bytes, ...]) -> Iterator[list[str]]:
    for place in range(0, len(pages), PAGES_AT_ONCE):
        yield [page.decode() for page in pages[place : place + PAGES_AT_ONCE]]


def _keep(writer: Writer, reading: Reading, run_id: UUID, window: dict[str, str]) -> Loaded:
    mark = {"window_id": str(uuid4()), "seen_at": datetime.now(UTC).isoformat()}
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
        "page_count": len(reading.pages),
        "requests": reading.requests,
        "new_events": new_events,
        "tail_page": reading.tail_page,
        "tail_hash": reading.tail_hash,
        "run_id": str(run_id),
        "read_at": reading.read_at.isoformat(),
    }
