"""Keep what Docker Hub lists: each thing in versions, and a row for each listing.

A listing is staged page by page and kept in one transaction. What kinds of things there are, how
each is known and what of it changes all the time is said in `queries/listings/<resource>.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson

from warehouse.batches import left_out
from warehouse.database import Writer
from warehouse.errors import OutOfMemory
from warehouse.memory import LARGE
from warehouse.rejected import Reject, keep_rejects

PARTS = {"tags": "tag_images", "org_access_tokens": "org_access_token_resources"}
TAKEN_AT_ONCE = 1_000_000  # bytes of pages; a statement costs as much as a page of entries


@dataclass(frozen=True)
class Census:
    """What is staged beside what holds so far.

    `rows` entries came, `unkeyed` of them with nothing to know them by; `rejected` entries did not
    fit their columns or had no key, most of them because of `why`. The rest counts distinct keys:
    of the `keys`, `fresh` were not there before, and of `changed` something else is said. `open`
    things hold so far.
    """

    rows: int
    keys: int
    unkeyed: int
    fresh: int
    changed: int
    open: int
    rejected: int = 0
    why: str | None = None


@dataclass(frozen=True)
class Kept:
    """What a listing brought.

    Its entries, and how many things, parts of things included, were new, changed, gone or rejected.
    """

    rows: int
    new: int
    changed: int
    closed: int
    rejected: int

    @property
    def moved(self) -> int:
        """How many things are otherwise than before."""
        return self.new + self.changed + self.closed + self.rejected


class Staging:
    """A listing on its way in; it belongs to the thread that began it."""

    def __init__(self, writer: Writer, shelf: dict[str, Any], read_at: datetime) -> None:
        """Hold an empty stage; `shelf` says what is listed: account, resource, scope."""
        self._writer, self._shelf, self._read_at = writer, shelf, read_at
        self._rows = 0
        self._pages: list[bytes] = []

    def add(self, page: bytes) -> None:
        """Stage a page, a JSON array of entries with their keys in order."""
        self._pages.append(page)
        if sum(map(len, self._pages)) >= TAKEN_AT_ONCE:
            self._take()

    def census(self) -> Census:
        """Count what is staged so far."""
        self._take()
        return Census(*self._writer.run("listings/census", self._shelf)[0])

    def keys(self) -> list[str]:
        """The distinct keys staged so far, in order."""
        self._take()
        return [key for (key,) in self._writer.run("listings/keys")]

    def _take(self) -> None:
        """Stage the pages that wait for it; where memory is short, alone and in parts."""
        pages, self._pages = self._pages, []
        if not pages:
            return
        try:
            with self._writer.loading:
                self._stage(pages)
        except OutOfMemory:
            pass  # the failed attempt lets go of its memory when its handler is left
        else:
            return
        entries = [orjson.dumps(entry) for page in pages for entry in orjson.loads(page)]
        with self._writer.alone():
            self._stage_in_parts(entries)

    def _stage_in_parts(self, entries: list[bytes]) -> None:
        half = len(entries) // 2
        try:
            self._stage([b"[%b]" % b",".join(entries)])
        except OutOfMemory:
            if half == 0 and len(left_out(entries[0])) >= len(entries[0]):
                raise
        else:
            return
        for part in (entries[:half], entries[half:]) if half else ([left_out(entries[0])],):
            self._stage_in_parts(part)

    def _stage(self, pages: list[bytes]) -> None:
        told = {"pages": [page.decode() for page in pages], "first": self._rows}
        taken = self._count("take_pages", told)
        self._count("stage_pages", {})
        self._rows += taken

    def keep(
        self,
        run_id: UUID,
        state: str,
        *,
        reason: str | None = None,
        counted: int | None = None,
        pages: int,
        requests: int,
    ) -> Kept:
        """Keep what is staged, in one transaction with the listing's row.

        Where nothing has moved since a listing that was not partial, that one's row remembers it.
        Where `state` is `whole`, what is not staged is gone; otherwise nobody is gone but those
        whose e-mail has become an account. Of a key that was staged twice the later entry counts.
        An entry that does not fit its columns goes to `rejected`, and what was known of it stays.
        Raises a `WarehouseError` and keeps nothing where that fails.
        """
        self._take()
        told = {"pages": pages, "requests": requests, "counted": counted, "reason": reason}
        return self._writer.load(lambda: self._keep(run_id, state, told))

    def _keep(self, run_id: UUID, state: str, told: dict[str, Any]) -> Kept:
        listing_id = str(uuid4())
        with self._room(), self._writer.transaction():
            at = self._moment()
            kept = self._keep_versions(at, state == "whole", listing_id)
            mark = {**self._shelf, "state": state, "at": at}
            if state != "partial" and kept.moved == 0 and self._count("note_unchanged", mark):
                return kept
            mark |= told | {"listing_id": listing_id, "run_id": str(run_id)}
            counts = ("rows", "new", "changed", "closed")
            mark |= {name: getattr(kept, name) for name in counts}
            self._writer.run("listings/insert_listing", mark)
        return kept

    @contextmanager
    def _room(self) -> Iterator[None]:
        """Have the memory that the large entries need once they are stored."""
        size = self._count("large_staged", {"large": LARGE})
        with self._writer.memory.claim(size) as enough:
            if not enough:
                raise OutOfMemory(
                    f"The {self._shelf['resource']} of {self._shelf['account']} hold {size:,} "
                    "bytes in large entries, more than this machine's memory: nothing was changed."
                )
            yield

    def _moment(self) -> datetime:
        told = {**self._shelf, **self._part, "read_at": self._read_at}
        ((at,),) = self._writer.run("listings/moment", told)
        return at  # type: ignore[no-any-return]

    @property
    def _part(self) -> dict[str, str | None]:
        return {"part": PARTS.get(self._shelf["resource"])}

    def _keep_versions(self, at: datetime, whole: bool, listing_id: str) -> Kept:
        """The order matters: a thing that changed has no open version until the new one begins."""
        place = {"account": self._shelf["account"], "scope": self._shelf["scope"], "at": at}
        self._count("see_again", place)
        changed = self._count("close_changed", place)
        departed = self._count("close_departed", {**self._shelf, "at": at, "whole": whole})
        begun = self._count("insert_versions", place)
        self._count("insert_large", {**place, "large": LARGE})
        parted = self._count("close_parts", {**self._shelf, **self._part, "at": at})
        return Kept(
            rows=self._rows,
            new=begun - changed,
            changed=changed,
            closed=departed + parted,
            rejected=self._reject(at, listing_id),
        )

    def _count(self, query: str, told: dict[str, Any]) -> int:
        ((count,),) = self._writer.run(f"listings/{query}", told)
        return int(count)

    def _reject(self, at: datetime, listing_id: str) -> int:
        mark = {"window_id": listing_id, "seen_at": at.isoformat()}
        mark |= {name: self._shelf[name] for name in ("account", "resource")}
        rejects = [Reject(raw, reason) for reason, raw in self._writer.run("staged_rejects")]
        return keep_rejects(self._writer, rejects, mark)


@contextmanager
def staging(
    writer: Writer, account: str, resource: str, scope: str, read_at: datetime
) -> Iterator[Staging]:
    """An empty stage for a listing that began at `read_at` (UTC), let go of at the end.

    `resource` is the name of its view; `scope` what is listed together: a repository's name without
    the organisation, a team's key, an owner of tokens, or empty. A thread has one stage at a time.
    """
    writer.run("listings/make_stage")
    writer.run(f"listings/{resource}")
    try:
        yield Staging(writer, {"account": account, "resource": resource, "scope": scope}, read_at)
    finally:
        writer.run("listings/unstage")


def close_scope(  # noqa: PLR0917 - what staging takes, and the run
    writer: Writer,
    account: str,
    resource: str,
    scope: str,
    run_id: UUID,
    read_at: datetime,
    reason: str = "It is gone.",
) -> Kept:
    """Close all that holds of a scope that is gone, such as a deleted repository's tags."""
    with staging(writer, account, resource, scope, read_at) as stage:
        return stage.keep(run_id, "whole", reason=reason, pages=0, requests=0)
