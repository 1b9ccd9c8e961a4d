"""The look-alike as one ASGI application: each request's way past limits, faults and hooks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from hub.lookalike import mishaps
from hub.lookalike.audit import AuditLog
from hub.lookalike.bearers import Bearers
from hub.lookalike.faults import Faults
from hub.lookalike.habits import Habits
from hub.lookalike.limits import Limit, Meter
from hub.lookalike.people import People
from hub.lookalike.refusals import Refusal, not_found, refuse
from hub.lookalike.repositories import Repositories
from hub.lookalike.scim import Scim
from hub.lookalike.shapes import reshaped
from hub.lookalike.signin import SignIn
from hub.lookalike.tokens import Tokens
from hub.lookalike.world import World


@dataclass
class Seen:
    """A request as it came; `status` is 0 until it is answered, and stays so without an answer."""

    time: float  # unix time
    method: str
    path: str
    query: dict[str, str]
    bearer: bool
    status: int = 0
    agent: str = ""  # the User-Agent header


class Service:
    """Everything that Docker Hub answers for one world, bad days included."""

    def __init__(
        self,
        world: World,
        *,
        limit: Limit | None = None,
        latency: float = 0.0,
        faults: Faults | None = None,
        habits: Habits | None = None,
    ) -> None:
        """`latency` is the seconds before each answer; requests in parallel wait in parallel."""
        self.world = world
        self.latency = latency
        self.faults = faults or Faults()
        self.habits = habits or Habits()
        self.requests: list[Seen] = []
        self.before_answer: list[Callable[[Seen], None]] = []
        self._meter = Meter(limit, self.habits.now) if limit else None
        self._routes = _application(world, self.habits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["path"] = scope["path"].rstrip(
            "/"
        )  # clients ask with and without (behaviour.md 1.22)
        request = Request(scope, receive)
        seen = self._note(request)
        within = self._meter.count() if self._meter else True
        budget = self._meter.headers() if self._meter else {}
        await asyncio.sleep(self.latency)
        for hook in self.before_answer:
            hook(seen)
        if self._meter and not within:
            response, struck = self._meter.refusal(), frozenset[str]()
        else:
            response, struck = await self._answer(request, seen)
        response.headers.update(budget | self.habits.date())
        if "reset" in struck:
            await mishaps.reset(scope, receive)
            return
        if "trickle-headers" in struck:
            await mishaps.trickle_headers(self.faults, scope, receive)
            return
        seen.status = response.status_code
        if "cut" in struck:
            await mishaps.cut(response, scope, receive, send)
        else:
            await response(scope, receive, send)

    def _note(self, request: Request) -> Seen:
        seen = Seen(
            time=time.time(),
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            bearer="authorization" in request.headers,
            agent=request.headers.get("user-agent", ""),
        )
        self.requests.append(seen)
        return seen

    async def _answer(self, request: Request, seen: Seen) -> tuple[Response, frozenset[str]]:
        page = seen.query.get("page", "1")
        number = int(page) if page.isdecimal() else 1
        struck = self.faults.striking(seen.method, seen.path, number)
        if "slow" in struck:
            await asyncio.sleep(self.faults.slow_seconds)
        refusal = mishaps.instead(struck, self.faults, request, self.habits.now())
        if refusal is not None:
            return refusal, struck
        mishaps.disturb(struck, self.faults, self.world, self.habits, request)
        mishaps.misread(struck, self.faults, request)
        response = await self._routed(request)
        garbled = mishaps.garbled(struck, self.faults, response)
        shaped = reshaped(self.habits.shapes, seen.path, garbled)
        return mishaps.framed(struck, self.faults, shaped), struck

    async def _routed(self, request: Request) -> Response:
        """What the routes answer, not sent yet."""
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self._routes(request.scope, request.receive, keep)
        response = Response(b"".join(part.get("body", b"") for part in sent[1:]))
        response.status_code = sent[0]["status"]
        response.raw_headers = list(sent[0]["headers"])
        return response


def _application(world: World, habits: Habits) -> Starlette:
    bearers = Bearers(world, habits)
    routes = [
        *AuditLog(world, bearers, habits).routes(),
        *SignIn(world, bearers, habits).routes(),
        *Repositories(world, bearers, habits).routes(),
        *People(world, bearers, habits).routes(),
        *Tokens(world, bearers, habits).routes(),
        *Scim(world, bearers).routes(),
    ]
    return Starlette(routes=routes, exception_handlers={Refusal: refuse, 404: _nowhere})


async def _nowhere(request: Request, _problem: Exception) -> Response:
    return await refuse(request, not_found())
