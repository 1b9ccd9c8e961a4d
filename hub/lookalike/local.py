"""The look-alike on a real socket: in a thread of this process, or for the command line."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from hub.lookalike.faults import Faults
from hub.lookalike.habits import Habits
from hub.lookalike.limits import Limit
from hub.lookalike.service import Seen, Service
from hub.lookalike.world import World

LOOPBACK = "127.0.0.1"


class LocalHub:
    """A local Docker Hub, served on a free loopback port for as long as the `with` lasts.

    `url` is where; `world`, `faults`, `habits` and `latency` may be changed while it runs;
    `requests` is all that came. Functions in `before_answer` are called with each request before
    it is answered, so that a test may change the world while a listing is being paged.
    """

    def __init__(
        self,
        world: World,
        limit: Limit | None = None,
        latency: float = 0.0,
        *,
        faults: Faults | None = None,
        habits: Habits | None = None,
    ) -> None:
        """`latency` is the seconds before each answer; no limit, no headers that speak of one."""
        self.service = Service(world, limit=limit, latency=latency, faults=faults, habits=habits)
        self.world = world
        self.faults = self.service.faults
        self.habits = self.service.habits
        self.requests: list[Seen] = self.service.requests
        self.before_answer: list[Callable[[Seen], None]] = self.service.before_answer
        self.url = ""

    def __enter__(self) -> Self:
        """Serve; the port answers when this returns."""
        listening = _listen(LOOPBACK, 0)
        self.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        self._server = _server(self.service)
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="local-hub", daemon=True
        )
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.002)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, whatever is still under way."""
        self._server.should_exit = True
        self._thread.join()


def serve(
    world: World,
    host: str = LOOPBACK,
    port: int = 8280,
    *,
    limit: Limit | None = None,
    latency: float = 0.0,
    faults: Faults | None = None,
    habits: Habits | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; raises OSError where the port is taken.

    Call it from the main thread, which is where signals arrive.
    """
    listening = _listen(host, port)
    service = Service(world, limit=limit, latency=latency, faults=faults, habits=habits)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            _server(service).run([listening])
    finally:
        signal.signal(signal.SIGTERM, before)


class _Protocol(H11Protocol):
    """Hands the connection on to the application, which breaks it when a fault says so."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let each request's scope know its connection."""
        self.app_state: dict[str, Any] = {"transport": transport}
        super().connection_made(transport)


class _Server(Server):
    """Stops within some ten milliseconds, where uvicorn's own takes two hundred at the least."""

    async def main_loop(self) -> None:
        """Run until told to stop, and look for that often."""
        ticks = 0
        while not await self.on_tick(ticks):
            await asyncio.sleep(0.01)
            ticks += 1

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Close everything now, answered or not."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _server(service: Service) -> Server:
    return _Server(
        Config(
            service,
            http=_Protocol,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,  # the habits say what time it is
        )
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends without delay only where the socket names its protocol; else a page takes 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening
