"""A body without what may stand around its JSON."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress

import orjson

from hub.answers import printable
from hub.errors import Unreadable

# One letter for each byte, so that the end in letters is the end in bytes.
BYTEWISE = "latin-1"


def cleaned(body: bytes, path: str) -> bytes:
    """`body` without a byte order mark, and without plain text after its JSON.

    Raises `Unreadable` where there may be more JSON after the JSON. What cannot be parsed at all
    stays as it is; its readers know what to do with it.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    with suppress(orjson.JSONDecodeError):
        orjson.loads(body)
        return body
    end = _end_of_json(body)
    if end is None:
        return body
    rest = body[end:]
    if b"{" in rest or b"[" in rest:
        raise Unreadable(
            f"Docker Hub's response for {printable(path)} has something after its JSON, so it is "
            "not known what belongs to it."
        )
    return body[:end]


def _end_of_json(body: bytes) -> int | None:
    """Where the object or array that the body begins with ends; None where it begins otherwise."""
    text = body.decode(BYTEWISE)
    start = len(text) - len(text.lstrip(" \t\r\n"))
    if text[start : start + 1] not in ("{", "["):
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None
