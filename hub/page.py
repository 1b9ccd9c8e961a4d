"""One page of the audit log: its entries, ready to be handed on and to be compared."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from hub.answers import parsed
from hub.errors import Unreadable
from hub.mended import mended


@dataclass(frozen=True)
class Page:
    """The entries of one answer, none of them changed.

    `text` is a JSON array of the entries with their keys in order, so that equal entries are equal
    text; an entry that is no JSON stands there in words (`hub.mended`). `prints` holds one number
    for each entry, the same for the same event in every answer, as long as this process lives.
    `fields` are the names of all fields that any entry has.
    """

    text: bytes
    prints: tuple[int, ...]
    fields: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """How many entries the page holds."""
        return len(self.prints)

    def digest(self) -> str:
        """One name for what is on the page, whatever its order and in every process."""
        prints = sorted(_lasting_print(entry) for entry in orjson.loads(self.text))
        return blake2b(",".join(map(str, prints)).encode(), digest_size=16).hexdigest()


def read_page(body: bytes) -> Page:
    """Read an answer of `/v2/auditlogs/{account}`; a null list is an empty one (design.md 2).

    Raises `Unreadable` where the body is not whole JSON or holds no list of logs.
    """
    with suppress(orjson.JSONDecodeError, orjson.JSONEncodeError):
        return _page(orjson.loads(body))
    return _page(parsed(mended(body)))


def _page(answer: Any) -> Page:
    if not isinstance(answer, dict) or "logs" not in answer:
        raise Unreadable("Docker Hub's audit log answered without a list of logs.")
    entries = [] if answer["logs"] is None else answer["logs"]
    if not isinstance(entries, list):
        raise Unreadable("Docker Hub's audit log answered with logs that are no list.")
    texts = [_sorted(entry) for entry in entries]
    fields = frozenset[str]().union(*(entry for entry in entries if isinstance(entry, dict)))
    told_apart_by = map(_event, entries) if "event_id" in fields else texts
    return Page(b"[%b]" % b",".join(texts), tuple(map(hash, told_apart_by)), fields)


def _sorted(entry: Any) -> bytes:
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)


def _event(entry: Any) -> bytes:
    """What makes it this event: its id comes and goes between answers (behaviour.md 1.3)."""
    if isinstance(entry, dict) and "event_id" in entry:
        return _sorted({name: value for name, value in entry.items() if name != "event_id"})
    return _sorted(entry)


def _lasting_print(entry: Any) -> int:
    return int.from_bytes(blake2b(_event(entry), digest_size=8).digest())
