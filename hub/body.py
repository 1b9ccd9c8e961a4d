"""The body of a response, decoded while it arrives and never larger than a limit."""

from __future__ import annotations

import zlib

import httpx

from hub.errors import Unreadable

PLAIN = {"", "identity"}
GZIP = {"gzip", "x-gzip"}
GZIP_FORMAT = 31  # zlib's window size for a stream with a gzip header


class Full(Exception):
    """The body is larger than the limit."""


class Body:
    """Collects the body of one response; `content` is what was decoded so far.

    Only gzip is decoded, because that is all we ask for. Neither the bytes that arrive nor the
    decoded bytes may be more than `limit`, so a small compressed body cannot fill the memory.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` is the `Content-Encoding` header; raises `Unreadable` for an unknown one."""
        encoding = encoding.strip().lower()
        if encoding not in PLAIN | GZIP:
            raise Unreadable(
                f"Docker Hub sent a response with the content encoding {encoding[:40]!r}, "
                "but only gzip was accepted."
            )
        self.content = bytearray()
        self._limit = limit
        self._received = 0
        self._gzip = zlib.decompressobj(GZIP_FORMAT) if encoding in GZIP else None

    def add(self, chunk: bytes) -> None:
        """Decode what arrived; raises `Full` above the limit, with `content` up to the limit."""
        self._received += len(chunk)
        room = self._limit - len(self.content)
        decoded = self._decoded(chunk, room + 1) if self._gzip else chunk
        self.content += decoded[:room]
        if len(decoded) > room or self._received > self._limit:
            raise Full

    def finish(self) -> None:
        """Call it when the body ended; raises `httpx.DecodingError` if gzip data is missing."""
        if self._gzip and self._received and not self._gzip.eof:
            raise httpx.DecodingError("the gzip data ended too early")

    def _decoded(self, chunk: bytes, most: int) -> bytes:
        assert self._gzip is not None  # noqa: S101  add() asks only then
        try:
            decoded = self._gzip.decompress(chunk, most)
        except zlib.error as problem:
            raise httpx.DecodingError(f"the gzip data is broken ({problem})") from None
        if self._gzip.unused_data:
            raise httpx.DecodingError("there is something after the gzip data")
        return decoded
