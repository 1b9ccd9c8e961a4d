"""One page of the audit log: its entries, ready to be stored and compared."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import repeat
from typing import Any

import orjson

from hub.answers import parsed
from hub.errors import Unreadable
from hub.large import MAX_ENTRY, described
from hub.mended import mended

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Every third character of a time, from the fifth to the first after the seconds. Python reads more
# formats than the warehouse does; a time in one of those would be rejected there.
TIME_SHAPES = frozenset(
    f"--{between}::{after}" for between in "T " for after in (".", "Z", "+", "-", "")
)


@dataclass(frozen=True)
class Page:
    """The entries of one response, unchanged.

    `entries` holds the JSON text of each entry with sorted keys, so equal entries have equal text.
    An entry that is not valid JSON or too large is replaced by a description (`hub.mended`,
    `hub.large`); print and time are those of the entry itself. `prints` holds one
    number per entry: the same event has the same number in every response while this process runs.
    `times` holds the microseconds since 1970 of each entry's timestamp, None where it has none that
    can be read. `fields` are the names of all fields that any entry has.
    """

    entries: tuple[bytes, ...]
    prints: tuple[int, ...]
    times: tuple[int | None, ...] = ()
    fields: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.prints)

    @property
    def size(self) -> int:
        """The total size of the entries in bytes."""
        return sum(map(len, self.entries))

    def digest(self) -> str:
        """Identify the content of the page, in any order of entries and in every process."""
        prints = sorted(_lasting_print(orjson.loads(entry)) for entry in self.entries)
        return blake2b(",".join(map(str, prints)).encode(), digest_size=16).hexdigest()


def read_page(body: bytes, max_entry: int = MAX_ENTRY) -> Page:
    """Read a response of `/v2/auditlogs/{account}`; a null list is an empty one (design.md 2).

    An entry of more than `max_entry` bytes is replaced. Raises `Unreadable` if the body is not
    complete JSON or holds no list of logs.
    """
    with suppress(orjson.JSONDecodeError, orjson.JSONEncodeError):
        return _page(orjson.loads(body), max_entry)
    return _page(parsed(mended(body)), max_entry)


def _page(answer: Any, max_entry: int) -> Page:
    if not isinstance(answer, dict) or "logs" not in answer:
        raise Unreadable("Docker Hub's audit log answered without a list of logs.")
    entries = [] if answer["logs"] is None else answer["logs"]
    if not isinstance(entries, list):
        raise Unreadable("Docker Hub's audit log answered with logs that are no list.")
    texts = tuple(map(_sorted, entries))
    fields = frozenset[str]().union(*(entry for entry in entries if isinstance(entry, dict)))
    identities = map(_event, entries) if "event_id" in fields else texts
    prints = tuple(map(hash, identities))
    if max(map(len, texts), default=0) > max_entry:
        texts = tuple(map(_limited, entries, texts, repeat(max_entry)))
    return Page(texts, prints, tuple(map(_time, entries)), fields)


def _limited(entry: Any, text: bytes, max_entry: int) -> bytes:
    event = _event(entry) if len(text) > max_entry else text
    return text if len(event) <= max_entry else _sorted(described(entry, event, max_entry))


def _sorted(entry: Any) -> bytes:
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)


def _event(entry: Any) -> bytes:
    """What makes it this event: its id comes and goes between responses (behaviour.md 1.3)."""
    if isinstance(entry, dict) and "event_id" in entry:
        return _sorted({name: value for name, value in entry.items() if name != "event_id"})
    return _sorted(entry)


def _lasting_print(entry: Any) -> int:
    return int.from_bytes(blake2b(_event(entry), digest_size=8).digest())


def _time(entry: Any) -> int | None:
    """The microseconds since 1970 of the entry's timestamp; UTC unless it names another zone."""
    try:
        text = entry["timestamp"]
        if text[4:20:3] not in TIME_SHAPES:
            return None
        moment = datetime.fromisoformat(text)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - EPOCH  # dividing it by a microsecond takes twice as long
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
