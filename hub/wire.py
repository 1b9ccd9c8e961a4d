"""Requests to Docker Hub, sent by one background thread; each has a deadline and a size limit.

httpx has a timeout for each read only, so a server that sends one byte at a time could keep a
synchronous request forever, and nobody could end it. Coroutines can be cancelled at any time.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from hub.answers import printable
from hub.body import Body, Full
from hub.errors import Abandoned, TooLarge, Unreadable

MAX_ERROR_BODY = 64_000  # bytes; an error says what is wrong in its first lines
CLOSING = 5.0  # seconds for closing the connections
DECODED = (b"content-encoding", b"content-length", b"transfer-encoding")  # not true any more

Heard = Callable[[httpx.Response, float], None]


@dataclass(frozen=True)
class Question:
    """One request; its path is relative to the client's base URL."""

    method: str
    path: str
    params: Mapping[str, str | int] | None = None
    json: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Wire:
    """Sends requests for any number of threads; the background thread starts with the first one.

    A request ends after `deadline` seconds, connecting and reading included, as if nobody had
    answered. A body larger than `max_body` bytes is cut off and raises `TooLarge`.
    """

    def __init__(self, http: httpx.AsyncClient, *, deadline: float, max_body: int) -> None:
        """Take over `http`: it is used by the background thread alone and closed by `close`."""
        self._http = http
        self._deadline, self._max_body = deadline, max_body
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._under_way: set[Future[httpx.Response]] = set()
        self._ended = False
        self._lock = threading.Lock()

    def send(self, question: Question, heard: Heard) -> httpx.Response:
        """Send a request and wait for its response, whose body is decoded.

        `heard` is called as soon as the headers are there, in the background thread, with the
        response and the monotonic time when the request was sent. Raises `httpx.RequestError`
        where no whole response came, `TooLarge`, `Unreadable`, and `Abandoned` after `abandon`.
        Of an error's body only the beginning is kept; if that is not the whole of it, the response
        has the extension "broken".
        """
        future = self._submit(self._exchange(question, heard))
        try:
            return future.result()
        except CancelledError:
            raise Abandoned("The run was asked to end.") from None
        finally:
            future.cancel()  # an exception such as KeyboardInterrupt may end the waiting
            with self._lock:
                self._under_way.discard(future)

    def abandon(self) -> None:
        """Cancel the requests in flight; they and all later ones raise `Abandoned`."""
        with self._lock:
            self._ended = True
            under_way = list(self._under_way)
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Abandon what is in flight, close the connections, end the thread."""
        self.abandon()
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._finish(), loop).result(CLOSING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CLOSING)
        if not thread.is_alive():
            loop.close()
        self._loop = self._thread = None

    def _submit(self, exchange: Coroutine[Any, Any, httpx.Response]) -> Future[httpx.Response]:
        with self._lock:
            if self._ended:
                exchange.close()
                raise Abandoned("The run was asked to end.")
            future = asyncio.run_coroutine_threadsafe(exchange, self._started())
            self._under_way.add(future)
            return future

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # asyncio reports errors of requests that were cancelled; nobody waits for them.
            self._loop.set_exception_handler(lambda _loop, _context: None)
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="hub-requests", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _exchange(self, question: Question, heard: Heard) -> httpx.Response:
        until = asyncio.get_running_loop().time() + self._deadline
        try:
            async with asyncio.timeout_at(until):
                sent_at = time.monotonic()
                response = await self._head(self._request(question))
            try:
                heard(response, sent_at)
                body, broken = await self._read(response, until)
            finally:
                await response.aclose()
        except TimeoutError:
            raise httpx.ReadTimeout(
                f"no whole response within {self._deadline:g} seconds"
            ) from None
        return _with_body(response, body, broken=broken)

    async def _head(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True)
        except (httpx.RequestError, TimeoutError):
            raise
        except Exception as problem:  # noqa: BLE001  hostile bytes broke a library's parser
            raise httpx.RemoteProtocolError(
                f"what came back cannot be read ({type(problem).__name__})"
            ) from None

    def _request(self, question: Question) -> httpx.Request:
        return self._http.build_request(
            question.method,
            question.path,
            params=question.params,
            json=question.json,
            headers=question.headers,
        )

    async def _read(self, response: httpx.Response, until: float) -> tuple[bytes, bool]:
        """The body, and whether it is the broken body of an error."""
        if response.is_success:
            body = Body(_encoding(response), self._max_body)
            try:
                await self._collect(response, body, until)
            except Full:
                raise TooLarge(_too_large(response, self._max_body)) from None
            return bytes(body.content), False
        body, broken = Body("", MAX_ERROR_BODY), False
        try:
            body = Body(_encoding(response), MAX_ERROR_BODY)
            await self._collect(response, body, until)
        except (Full, httpx.RequestError, TimeoutError, Unreadable):
            broken = True
        return bytes(body.content), broken

    async def _collect(self, response: httpx.Response, body: Body, until: float) -> None:
        async with asyncio.timeout_at(until):
            async for chunk in response.aiter_raw():
                body.add(chunk)
        body.finish()

    async def _finish(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http.aclose()


def _with_body(response: httpx.Response, body: bytes, *, broken: bool) -> httpx.Response:
    headers = [pair for pair in response.headers.raw if pair[0].lower() not in DECODED]
    return httpx.Response(
        response.status_code,
        headers=headers,
        content=body,
        request=response.request,
        extensions={"broken": broken},
    )


def _encoding(response: httpx.Response) -> str:
    return str(response.headers.get("content-encoding", ""))


def _too_large(response: httpx.Response, limit: int) -> str:
    return (
        f"Docker Hub's response for {printable(response.url.path)} is larger than the limit of "
        f"{limit / 1e6:g} MB, so it was cut off and nothing of it was used."
    )
