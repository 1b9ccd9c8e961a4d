"""One page of the audit log: its entries, ready to be handed on and to be compared."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from hub.answers import parsed, rendered
from hub.errors import Unreadable


@dataclass(frozen=True)
class Page:
    """The entries of one answer, none of them changed.

    `text` is a JSON array of the entries with their keys in order, so that equal entries are equal
    text. `prints` holds one number for each entry, the same for the same event in every answer.
    `fields` are the names of all fields that any entry has.
    """

    text: bytes
    prints: tuple[int, ...]
    fields: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """How many entries the page holds."""
        return len(self.prints)

    def digest(self) -> str:
        """One name for what is on the page, whatever its order."""
        joined = ",".join(str(number) for number in sorted(self.prints))
        return blake2b(joined.encode(), digest_size=16).hexdigest()


def read_page(body: bytes) -> Page:
    """Read an answer of `/v2/auditlogs/{account}`; a null list is an empty one (design.md 2).

    Raises `Unreadable` where the body is not JSON, holds no list of logs or is nested too deep.
    """
    answer = parsed(body)
    if not isinstance(answer, dict) or "logs" not in answer:
        raise Unreadable("Docker Hub's audit log answered without a list of logs.")
    entries = [] if answer["logs"] is None else answer["logs"]
    if not isinstance(entries, list):
        raise Unreadable("Docker Hub's audit log answered with logs that are no list.")
    texts = [rendered(entry) for entry in entries]
    return Page(
        text=b"[" + b",".join(texts) + b"]",
        prints=tuple(map(_print, entries, texts)),
        fields=frozenset().union(*(entry for entry in entries if isinstance(entry, dict))),
    )


def _print(entry: Any, text: bytes) -> int:
    # event_id comes and goes between answers (behaviour.md 1.3); the event stays the same.
    if isinstance(entry, dict) and "event_id" in entry:
        text = rendered({name: value for name, value in entry.items() if name != "event_id"})
    return int.from_bytes(blake2b(text, digest_size=8).digest())
