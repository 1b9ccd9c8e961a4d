"""What replaces an entry that is too large: its hash, its size, and what it is about."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from hub.mended import NO_JSON

MEGABYTE = 1_000_000
MAX_ENTRY = 16 * MEGABYTE  # bytes of JSON text
KEPT = ("timestamp", "action", "name")
SHORT = 200  # characters of these that are kept


def described(entry: Any, text: bytes, max_entry: int) -> dict[str, Any]:
    """Describe `entry`, which is larger than `max_entry` bytes.

    `text` is what identifies it: its JSON, or for an event its JSON without the `event_id`, so that
    the same event has the same description in every response.
    """
    if isinstance(entry, dict) and entry.keys() == {NO_JSON}:
        text = str(entry[NO_JSON]).encode()
    known: dict[str, Any] = {"bytes": len(text), "sha256": sha256(text).hexdigest()}
    fields = entry if isinstance(entry, dict) else {}
    known |= {name: fields[name] for name in KEPT if _is_short(fields.get(name))}
    return {"entry": known, "larger than": f"{max_entry / MEGABYTE:g} MB"}


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= SHORT
