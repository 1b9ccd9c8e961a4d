"""An answer's text with the entries that are no JSON put into words that are.

One entry with a broken letter, a number beyond all bounds or a thousand brackets makes the whole
answer unreadable to a strict parser. So where that happens, and only there, the text is walked by
strings and brackets alone, which is enough to tell where one entry ends and the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

NO_JSON = "no JSON"  # the one field of what stands in place of an entry that cannot be read
LISTED = 2  # brackets deep stands a list that a field of the answer holds
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)


def mended(body: bytes) -> bytes:
    """`body`, each entry of its lists that is no JSON replaced by `{"no JSON": <its text>}`.

    A list is one that a field of the answer holds, such as `logs`. What is wrong elsewhere, or not
    whole, stays wrong; bytes that are no UTF-8 are written out.
    """
    pieces: list[bytes] = []
    copied = 0
    for start, end in _entries(body):
        entry = body[start:end]
        if entry.strip() and not _holds(entry):
            pieces += body[copied:start], _in_words(entry)
            copied = end
    return b"".join([*pieces, body[copied:]])


def _entries(body: bytes) -> Iterator[tuple[int, int]]:
    """Where the entries of each list in the outermost object start and end."""
    depth, start, listed = 0, 0, False
    for token in _TOKEN.finditer(body):
        if token[0] in b"[{":
            depth += 1
            if depth == LISTED:
                start, listed = token.end(), token[0] == b"["
        elif depth == LISTED and listed and token[0] in b",]":
            yield start, token.start()
            start = token.end()
        if token[0] in b"]}":
            depth -= 1


def _holds(entry: bytes) -> bool:
    """Whether the entry can be read, and be written again."""
    try:
        orjson.dumps(orjson.loads(entry))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return False
    return True


def _in_words(entry: bytes) -> bytes:
    return orjson.dumps({NO_JSON: entry.decode("utf-8", "backslashreplace").strip()})
