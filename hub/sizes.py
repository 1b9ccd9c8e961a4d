"""A limit for what a body may become when it is parsed."""

from __future__ import annotations

from hub.answers import printable
from hub.errors import TooLarge

MAX_VALUES = 8_000_000  # JSON values in one body; each takes about 100 bytes of memory once parsed


def check_values(body: bytes, path: str) -> None:
    """Raise `TooLarge` where a body has far more JSON values than any page of Docker Hub's."""
    values = sum(body.count(mark) for mark in (b",", b"[", b"{"))
    if values > MAX_VALUES:
        raise TooLarge(
            f"Docker Hub's response for {printable(path)} has more than {MAX_VALUES:,} JSON "
            "values, so it was not read and nothing of it was used."
        )
