"""Keep the entries that do not fit: as often as a response held them, however often it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from uuid import UUID

import orjson

from warehouse.batches import LARGER_THAN, Batches
from warehouse.database import Writer
from warehouse.memory import LARGE

NO_JSON = "the entry is no JSON"


@dataclass(frozen=True)
class Reject:
    """An entry that does not fit, as text, and the reason."""

    raw: str
    reason: str

    @property
    def key(self) -> UUID:
        """A hash of the text, the same as in the column `raw_hash`."""
        return UUID(bytes=md5(self.raw.encode(), usedforsecurity=False).digest())


def as_reject(entry: bytes, reason: str) -> Reject:
    """The reject that an entry becomes: its text, or what stands in place of it."""
    if reason == NO_JSON:
        return Reject(orjson.loads(entry)["no JSON"], reason)
    if reason.startswith(f"the entry is {LARGER_THAN}"):
        return Reject(orjson.dumps(orjson.loads(entry)["entry"]).decode(), reason)
    return Reject(entry.decode(), reason)


def keep_rejects(
    writer: Writer,
    rejects: Sequence[Reject],
    mark: Mapping[str, str | None],
) -> int:
    """Keep those that are not kept yet, and return how many they are.

    `mark` says what they belong to: account, resource, window_id and seen_at.
    """
    if not rejects:
        return 0
    place = {name: mark[name] for name in ("account", "resource")}
    hashes = list({str(each.key) for each in rejects})
    kept = Counter(dict(writer.run("count_kept_rejects", place | {"marks": hashes})))
    new = list(_beyond(rejects, kept))
    for batch in Batches([each.raw.encode() for each in new]):
        part = new[batch.first : batch.first + len(batch.entries)]
        texts = {"raws": [each.raw for each in part], "reasons": [each.reason for each in part]}
        writer.run("insert_rejected", {**mark, **texts, "marks": [str(each.key) for each in part]})
    if large := [len(each.raw) for each in new if len(each.raw) > LARGE]:
        writer.run("insert_large_rows", {"bytes": large})
    return len(new)


def _beyond(rejects: Iterable[Reject], kept: Counter[UUID]) -> Iterable[Reject]:
    """Those that came more often than they are kept."""
    for each in rejects:
        if kept[each.key]:
            kept[each.key] -= 1
        else:
            yield each
