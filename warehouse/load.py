"""Load one reading of a window: completely, with its row in the ledger, or not at all.

The entries are read twice. First they are staged: their keys, and what is wrong with them. Then, in
one transaction, what is new is read again and stored, batch by batch. So no statement ever holds
more than a batch, and a reading that brings nothing new is not written anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from warehouse.batches import Batches
from warehouse.database import Writer
from warehouse.errors import OutOfMemory
from warehouse.rejected import Reject, as_reject, keep_rejects

ALL_REJECTED = "All its entries were rejected."


@dataclass(frozen=True)
class Reading:
    """The response for the events of `account` from `start` (included) to `end` (excluded).

    `entries` are the JSON texts of all entries in order, each with sorted keys, and came on
    `page_count` pages. The loading ignores entries outside the window. An entry that was not valid
    JSON is `{"no JSON": <its text>}`; one that was too large is `{"entry": <what is known of it>,
    "larger than": <the limit>}`. `fields` are the names of all fields that entries have. `read_at`
    is when the first page was requested, `seen_at` when the entries had been read, by the caller's
    clock. All times are UTC. `doubt` says why it is not verified that nothing is missing; it is
    None where it is. `checked` tells whether that was tried with an event to compare with.
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
    doubt: str | None = None
    checked: bool = True

    @property
    def window(self) -> dict[str, str]:
        """What its statements need to know of the window."""
        return {
            "account": self.account,
            "from_time": self.start.isoformat(),
            "to_time": self.end.isoformat(),
        }


@dataclass(frozen=True)
class Loaded:
    """What a response brought.

    `entries` of it are events, `new` of those were not kept before, and `foreign` of the new ones
    carry another account. `refused` entries could not be loaded; `rejected` of those were not kept
    before.
    """

    entries: int
    new: int
    rejected: int
    refused: int = 0
    foreign: int = 0


def load_window(writer: Writer, reading: Reading, run_id: UUID) -> Loaded:
    """Keep what `reading` holds; reading it twice changes nothing but the ledger.

    An event is the same event when account, action, name, actor, time and data are the same;
    identical ones are numbered, and of each the larger of the kept and the answered count stays.
    Where memory is short the loading is tried again alone, in smaller batches; an entry that does
    not fit even then is rejected. Raises a `WarehouseError` and keeps nothing where that fails.
    """
    batches = Batches(reading.entries)
    with writer.memory.claim(sum(batches.large().values())) as enough:
        if not enough:
            batches.leave_out_large()
        try:
            with writer.loading:
                return _load(writer, reading, batches, run_id)
        except OutOfMemory:
            pass  # the failed attempt lets go of its memory when its handler is left
        with writer.alone():
            return _load_alone(writer, reading, batches, run_id)


def load_actions(writer: Writer, account: str, answer: bytes, seen_at: datetime) -> Loaded:
    """Keep the catalogue of actions, an answer of `/v2/auditlogs/{account}/actions`.

    What is listed at `seen_at` (UTC) is new or seen again; what is no longer listed stays, with the
    time it was last seen.
    """
    seen = {"account": account, "seen_at": seen_at.isoformat()}
    with writer.transaction():
        writer.run("stage_actions", {"answer": answer.decode()})
        writer.run("see_actions_again", seen)
        (new,) = writer.run("insert_actions", seen)[0]
        rejects = [Reject(raw, reason) for reason, raw in writer.run("staged_rejects")]
        mark = seen | {"resource": "audit-actions", "window_id": None}
        rejected = keep_rejects(writer, rejects, mark)
    (listed,) = writer.run("count_staged")[0]
    return Loaded(entries=listed, new=new, rejected=rejected, refused=len(rejects))


def derive(writer: Writer) -> None:
    """Make `activity_days` and `admin_events` anew, as every loading keeps them."""
    with writer.transaction():
        writer.run("forget_derived")
        _derive(writer, {"from_time": "-infinity", "to_time": "infinity", "window_id": None})


def _load_alone(writer: Writer, reading: Reading, batches: Batches, run_id: UUID) -> Loaded:
    while True:
        try:
            return _load(writer, reading, batches, run_id)
        except OutOfMemory:
            if not batches.reduce():
                raise


def _load(writer: Writer, reading: Reading, batches: Batches, run_id: UUID) -> Loaded:
    rejects = _stage(writer, reading, batches)
    loaded = _keep(writer, reading, batches, rejects, run_id)
    writer.run("unstage")
    return loaded


def _stage(writer: Writer, reading: Reading, batches: Batches) -> list[Reject]:
    """Fill this thread's temporary table `staged`; return the entries that do not fit."""
    writer.run("make_stage")
    read_at = {"read_at": reading.read_at.isoformat()}
    for batch in batches:
        taken = {"pages": batch.arrays(), "first": batch.first, **read_at}
        writer.run("stage_pages", taken | reading.window)
        if _number(writer, "count_doubtful", {"first": batch.first}):
            writer.run("look_closer", taken)
    writer.run("number_twins")
    misfits = writer.run("staged_misfits")
    return [as_reject(batches.entries[place], reason) for place, reason in misfits]


def _keep(
    writer: Writer, reading: Reading, batches: Batches, rejects: list[Reject], run_id: UUID
) -> Loaded:
    mark = {"window_id": str(uuid4()), "seen_at": reading.seen_at.isoformat()}
    with writer.transaction():
        new = _keep_events(writer, reading, batches, mark)
        of = {"account": reading.account, "resource": "audit-events"}
        rejected = keep_rejects(writer, rejects, of | mark)
        entry = _ledger_entry(reading, mark, run_id, new)
        if rejects and len(rejects) == len(reading.entries) and reading.doubt is None:
            entry |= {"doubt": ALL_REJECTED, "failed_checks": 1}
        events = _number(writer, "insert_coverage", reading.window | entry)
        foreign = _number(writer, "count_foreign", _brought(reading, mark)) if new else 0
    return Loaded(events, new, rejected, len(rejects), foreign)


def _keep_events(
    writer: Writer, reading: Reading, batches: Batches, mark: Mapping[str, str]
) -> int:
    """Store the events that are not kept yet; return how many they are."""
    writer.run("find_new", reading.window)
    new = _number(writer, "count_new")
    if new:
        ((others,),) = writer.run("unknown_fields", {"fields": sorted(reading.fields)})
        told = {"account": reading.account, "others": others, **mark}
        for batch in batches:
            writer.run("insert_events", {"pages": batch.arrays(), "first": batch.first, **told})
        _remember_large(writer, batches)
        _derive(writer, _brought(reading, mark))
    return new


def _remember_large(writer: Writer, batches: Batches) -> None:
    """Note the sizes of the large events that are new."""
    if large := batches.large():
        new = writer.run("new_among", {"places": list(large)})
        writer.run("insert_large_rows", {"bytes": [large[place] for (place,) in new]})


def _brought(reading: Reading, mark: Mapping[str, str]) -> dict[str, str]:
    """What tells the events that a reading brought from all others."""
    span = {name: reading.window[name] for name in ("from_time", "to_time")}
    return span | {"window_id": mark["window_id"]}


def _number(writer: Writer, query: str, told: Mapping[str, Any] | None = None) -> int:
    ((number,),) = writer.run(query, told)
    return int(number)


def _derive(writer: Writer, new: Mapping[str, str | None]) -> None:
    for name in ("count_new_events", "keep_admin_events"):
        writer.run(name, new)


def _ledger_entry(
    reading: Reading, mark: dict[str, str], run_id: UUID, new_events: int
) -> dict[str, str | int | None]:
    return {
        "window_id": mark["window_id"],
        "page_count": reading.page_count,
        "requests": reading.requests,
        "new_events": new_events,
        "tail_page": reading.tail_page,
        "tail_hash": reading.tail_hash,
        "run_id": str(run_id),
        "read_at": reading.read_at.isoformat(),
        "seen_at": mark["seen_at"],
        "doubt": reading.doubt,
        "failed_checks": int(reading.doubt is not None and reading.checked),
    }
