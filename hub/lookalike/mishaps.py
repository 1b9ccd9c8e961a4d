"""What each fault does: instead of an answer, to the world, to the question, to the answer."""

from __future__ import annotations

import asyncio
import codecs
import socket
import struct
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from hub.lookalike.audit import arrive_late
from hub.lookalike.faults import Faults
from hub.lookalike.floods import flood
from hub.lookalike.habits import Habits
from hub.lookalike.limits import Body, too_many
from hub.lookalike.paging import asked_place
from hub.lookalike.refusals import reply
from hub.lookalike.strangers import refusal, stranger
from hub.lookalike.world import Record, World

Struck = AbstractSet[str]

BODIES: dict[str, Body] = {"429-json": "json", "429-text": "text", "429-empty": "empty"}
SORRY = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>\n"
COUNTS = ("count", "total", "totalResults", "active_count")
LINKS = ("next", "previous")
FALSE = {"false-count", "false-list"}
ENDLESS = {"endless-list", "growing-list"}
GARBLING = {"empty", "next-elsewhere", "miscounted", "secrets", "bad-rows", *FALSE, *ENDLESS}
LISTS = ("results", "data", "resources")
NAMES = ("id", "uuid", "name", "username", "email", "userName")  # what rows are known by
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER for no time at all: closing sends a reset


def instead(struck: Struck, faults: Faults, request: Request, now: float) -> Response | None:
    """The answer that stands in for the real one, or None where there is to be a real one."""
    for kind, body in BODIES.items():
        if kind in struck:
            return too_many(body, faults.retry_after, now + faults.quiet_seconds, now)
    if "expired" in struck:
        return reply({"message": "unauthorized", "errinfo": {}}, 401)
    if "refused" in struck:
        return reply({"message": faults.message}, 403)
    if "redirect" in struck:
        return RedirectResponse(_elsewhere(faults, str(request.url)), 302)
    return _failure(struck) or flood(struck, faults) or stranger(struck) or refusal(struck)


def _failure(struck: Struck) -> Response | None:
    if "500" in struck:
        return reply({"message": "internal server error"}, 500)
    if "502" in struck:
        return Response(SORRY.format("502 Bad Gateway"), 502, media_type="text/html")
    if "503" in struck:
        return Response(SORRY.format("503 Service Unavailable"), 503, media_type="text/html")
    return None


def disturb(struck: Struck, faults: Faults, world: World, habits: Habits, request: Request) -> None:
    """Change the world just before the answer: events that come late or are forgotten."""
    if "late" in struck:
        arrive_late(world, habits, request.query_params, asked_place(request, habits, 25))
    if "forget" in struck:
        world.log.forget_oldest(faults.forgotten)


def misread(struck: Struck, faults: Faults, request: Request) -> None:
    """Change the question: another page, another size, the rows before it one more."""
    if "shifted" in struck:
        request.state.shift = 1
    asked = dict(request.query_params)
    if struck & {"page-ignored", *ENDLESS}:
        asked |= {"page": "1", "startIndex": "1"}
    if "page-size-ignored" in struck:
        asked["page_size"] = str(faults.page_size)
    if "stuck" in struck:
        asked["page"] = "1"
    if struck & {"range-ignored", "stuck"}:
        asked = {name: value for name, value in asked.items() if name not in ("from", "to")}
    if struck & {"page-ignored", "page-size-ignored", "range-ignored", "stuck", *ENDLESS}:
        request.scope["query_string"] = urlencode(asked).encode()


def garbled(struck: Struck, faults: Faults, response: Response) -> Response:
    """Change a good answer: its lists emptied, its counts and links wrong, secrets told."""
    kind = response.headers.get("content-type", "")
    if not struck & GARBLING or response.status_code != 200 or "json" not in kind:
        return response
    body: Record = orjson.loads(response.body)
    if "empty" in struck:
        body = {key: _emptied(key, value, faults) for key, value in body.items()}
    if "next-elsewhere" in struck:
        links = {key: _elsewhere(faults, body[key]) for key in LINKS if body.get(key)}
        body |= links
    if "miscounted" in struck:
        body |= {key: body[key] + 1 for key in COUNTS if key in body}
    if "bad-rows" in struck:
        more = {key: body[key] + faults.bad_rows for key in LISTS if key in body}
        body |= more | {key: body[key] + len(faults.bad_rows) for key in COUNTS if key in body}
    if struck & ENDLESS:
        body |= {key: _unending(body[key], struck, faults) for key in LISTS if key in body}
    if "false-list" in struck:
        body |= {key: faults.list for key in LISTS if key in body}
    if struck & {"false-count", *ENDLESS}:
        body |= {key: faults.count for key in COUNTS if key in body}
    if "secrets" in struck:
        body = _leaking(body, faults.leaked)
    return reply(body, media_type=kind)


def framed(struck: Struck, faults: Faults, response: Response) -> Response:
    """Put something before or after the body of an answer."""
    before = codecs.BOM_UTF8 if "bom" in struck else b""
    after = faults.trailing.encode() if "trailing" in struck else b""
    if not before and not after:
        return response
    body = before + bytes(response.body) + after
    kind = response.headers.get("content-type")
    return Response(body, response.status_code, media_type=kind)


def _emptied(key: str, value: object, faults: Faults) -> object:
    if isinstance(value, list):
        return None if faults.empty_is_null else []
    if key in COUNTS:
        return 0
    return None if key in LINKS else value


def _unending(rows: list[Record], struck: Struck, faults: Faults) -> list[Record]:
    """The rows, each or one of them copied under a name that was never used before."""
    if "growing-list" in struck:
        return [*rows, *(_renamed(row, next(faults.serial)) for row in rows[:1])]
    return [_renamed(row, next(faults.serial)) for row in rows]


def _renamed(row: Record, serial: int) -> Record:
    names = {key: row[key] for key in NAMES if row.get(key) not in (None, "")}
    return row | {
        key: f"{name}-{serial}" if isinstance(name, str) else 1_000_000 + serial
        for key, name in names.items()
    }


def _leaking(value: Any, leaked: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_leaking(each, leaked) for each in value]
    if not isinstance(value, dict):
        return value
    plain, *formed = leaked
    told = {"token": plain, "Password": plain, "client_secret": plain, "note": " ".join(formed)}
    return {key: _leaking(each, leaked) for key, each in value.items()} | told


def _elsewhere(faults: Faults, url: str) -> str:
    theirs, ours = urlsplit(faults.elsewhere), urlsplit(url)
    return ours._replace(scheme=theirs.scheme, netloc=theirs.netloc).geturl()


async def cut(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send half of what the headers announce, then close the connection."""
    body = bytes(getattr(response, "body", b""))
    length = str(len(body) + 1).encode()  # even an empty body comes short
    headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
    headers.append((b"content-length", length))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    _transport(scope).close()
    await _gone(receive)


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset the connection without an answer."""
    transport = _transport(scope)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
    transport.abort()
    await _gone(receive)


async def trickle_headers(faults: Faults, scope: Scope, receive: Receive) -> None:
    """Send a header that never ends, one byte at a time."""
    transport = _transport(scope)
    transport.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not transport.is_closing():
        transport.write(b"x")
        await asyncio.sleep(faults.trickle_seconds)
    await _gone(receive)


def _transport(scope: Scope) -> asyncio.Transport:
    transport: asyncio.Transport = scope["state"]["transport"]
    return transport


async def _gone(receive: Receive) -> None:
    """Wait until the server knows, or it would answer for us."""
    while (await receive())["type"] != "http.disconnect":
        pass
