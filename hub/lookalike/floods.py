"""Responses that are too large, too slow or too deep to be read in the ordinary way."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from starlette.responses import Response, StreamingResponse

from hub.lookalike.faults import Faults

BLOCK = b" " * 65_536
GZIP_FORMAT = 31  # zlib's window size for a stream with a gzip header
DEPTH = 200_000  # brackets around nothing
JSON = "application/json"


def flood(struck: AbstractSet[str], faults: Faults) -> Response | None:
    """The response of the first of these faults that strikes, or None."""
    if "gzip-bomb" in struck:
        bomb = _bomb(faults.flood_bytes)
        return Response(bomb, headers={"content-encoding": "gzip"}, media_type=JSON)
    if "huge" in struck:
        size = {"content-length": str(faults.flood_bytes)}
        return StreamingResponse(_blocks(faults.flood_bytes), headers=size, media_type=JSON)
    if "endless" in struck:
        return StreamingResponse(_blocks(None), media_type=JSON)
    if "trickle" in struck:
        return StreamingResponse(_trickle(faults), media_type=JSON)
    if "deep-json" in struck:
        body = b'{"logs":[%b%b]}' % (b"[" * DEPTH, b"]" * DEPTH)
        return Response(body, media_type=JSON)
    return None


@lru_cache(4)
def _bomb(size: int) -> bytes:
    """`size` spaces and a little JSON, compressed to about a thousandth."""
    squeeze = zlib.compressobj(1, wbits=GZIP_FORMAT)
    parts = [squeeze.compress(BLOCK) for _ in range(size // len(BLOCK))]
    parts.append(squeeze.compress(BLOCK[: size % len(BLOCK)] + b'{"logs":[]}'))
    return b"".join(parts) + squeeze.flush()


async def _blocks(size: int | None) -> AsyncIterator[bytes]:
    left = size
    while left is None or left > 0:
        block = BLOCK if left is None else BLOCK[:left]
        yield block
        await asyncio.sleep(0)  # lets the server notice that the client is gone
        left = None if left is None else left - len(block)


async def _trickle(faults: Faults) -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(faults.trickle_seconds)
